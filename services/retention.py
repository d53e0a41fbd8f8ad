"""What is kept about people goes when it is not needed any more: what is due when, and that it goes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.errors import Unreachable
from domain.retention import RetentionClass
from mail.mime_text import text_of_mime
from services.context import Context
from services.erasure.personal_files import PersonalFiles
from storage import people, queries
from storage.retention.classes import CLASSES
from storage.retention.clocks import Clocks, RunningClock, clocks_of
from storage.retention.means import Means
from storage.views import CohortView, PersonView

MINE = "Tandem itself"
"""Who removes what is due when nobody has asked for it, as the audit names them."""


class RetentionLine(NamedTuple):
    """How one class of data stands."""

    what: RetentionClass
    kept: list[timedelta]
    """How long: by the programmes of all cohorts, the shortest first."""
    due: int
    """So many are due to go now."""
    later: int
    """So many have a clock that runs."""
    next_at: datetime | None
    """When the next of those goes."""


@dataclass(frozen=True)
class AppliedRetention:
    removed: dict[RetentionClass, int]
    """How many of each class went, where there were any."""
    files: int
    """So many letters went from the mail catcher's folder."""
    waits_for_key: int
    """So many names are due and stay: there is no key by which pairs would be remembered."""
    is_compact: bool
    """Whether nothing of it is left in the store's free pages; False: somebody was using it for long."""
    cohorts: tuple[CohortView, ...]
    """To which what went belonged."""
    people: tuple[PersonView, ...]
    """Whose names went; as they stand now."""


def show(context: Context) -> list[RetentionLine]:
    """Each class of data, in the order in which they go; what is not counted as if there were none."""
    now = context.clock()
    with context.store() as session:
        clocks = clocks_of(session)
        return [_line(what, clocks, _counted(session, what, clocks), now) for what in RetentionClass]


def _counted(session: Session, what: RetentionClass, clocks: Clocks) -> Iterable[RunningClock]:
    return CLASSES[what].due(session, clocks) if CLASSES[what].is_counted else ()


def is_any_due(lines: Iterable[RetentionLine]) -> bool:
    return any(line.due for line in lines)


def apply(context: Context, outside: PersonalFiles) -> AppliedRetention:
    """Remove whatever is due: each class in one transaction, or where it takes longer, one by one. Raises
    Refused if the key of the list of erasures cannot be used, Unreachable."""
    digest = outside.ledger.pair_digest if outside.ledger else None
    means = Means(context.clock(), text_of_mime, digest)
    gone, waits = dict[RetentionClass, list[RunningClock]](), 0
    files = _remove_files(context, outside.letters, means.now)
    for what in RetentionClass:
        if what is RetentionClass.NAMES and digest is None:
            waits = _count_due(context, what, means.now)
            continue
        gone[what] = _remove(context, what, means)
    gone = {what: found for what, found in gone.items() if CLASSES[what].is_counted}
    removed = {what: len(found) for what, found in gone.items() if found}
    return AppliedRetention(removed, files, waits, _made_compact(context), *_about(context, gone))


def _line(
    what: RetentionClass, clocks: Clocks, found: Iterable[RunningClock], now: datetime
) -> RetentionLine:
    due, later, next_at = 0, 0, None
    for one in found:
        if one.at <= now:
            due += 1
        else:
            later, next_at = later + 1, min(one.at, next_at or one.at)
    return RetentionLine(what, clocks.all_of(what), due, later, next_at)


def _remove(context: Context, what: RetentionClass, means: Means) -> list[RunningClock]:
    """What went."""
    if not CLASSES[what].one_by_one:
        with context.store() as session:
            return _removed(session, what, means, _due(session, what, means.now))
    with context.store() as session:
        found = _due(session, what, means.now)
    gone = list[RunningClock]()
    for each in found:
        with context.store() as session:
            gone += _removed(session, what, means, [each])
    return gone


def _removed(
    session: Session, what: RetentionClass, means: Means, due: Sequence[RunningClock]
) -> list[RunningClock]:
    gone = set(CLASSES[what].remove(session, [one.id for one in due], means)) if due else set()
    return [one for one in due if one.id in gone]


def _due(session: Session, what: RetentionClass, now: datetime) -> list[RunningClock]:
    return [one for one in CLASSES[what].due(session, clocks_of(session)) if one.at <= now]


def _count_due(context: Context, what: RetentionClass, now: datetime) -> int:
    with context.store() as session:
        return len(_due(session, what, now))


def _about(
    context: Context, gone: Mapping[RetentionClass, Sequence[RunningClock]]
) -> tuple[tuple[CohortView, ...], tuple[PersonView, ...]]:
    """To which cohorts it belonged, and whose names it were, for the audit."""
    keys = {one.cohort for found in gone.values() for one in found if one.cohort}
    nameless = [one.id for one in gone.get(RetentionClass.NAMES, ())]
    with context.store() as session:
        cohorts = tuple(queries.cohort(session, key) for key in sorted(keys))
        return cohorts, tuple(people.by_ids(session, nameless).values())


def old_files(context: Context, folder: Path, now: datetime) -> list[Path]:
    """The mail catcher keeps letters, too, where there is no other mail server."""
    with context.store() as session:
        before = (now - clocks_of(session).longest(RetentionClass.LETTERS)).timestamp()
    return [file for file in folder.glob("*.eml") if file.stat().st_mtime <= before]


def _remove_files(context: Context, folder: Path, now: datetime) -> int:
    old = old_files(context, folder, now)
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def _made_compact(context: Context) -> bool:
    try:
        context.database.compact()
    except Unreachable:
        return False
    return True
