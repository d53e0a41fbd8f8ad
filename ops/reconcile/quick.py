"""The quick look: the rows of the store beside the server's listing. What it passes over is well."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from ops.reconcile.context import Context
from ops.reconcile.server import Listed, is_of_another
from ops.reconcile.starters import STARTERS
from storage.entities import StoredEntity, load_entities

_A_FEW = 200
"""So many lives are read whole at a time."""
_ABOUT_THE_SAME = timedelta(seconds=1)
_OVERDUE = timedelta(minutes=5)
"""What was due so long ago, and is not recorded yet, may never come to be."""

Compared = tuple[StoredEntity, Listed]


async def suspicious(
    place: Context, listed: Mapping[str, Listed], kept: Mapping[str, StoredEntity], now: datetime
) -> list[tuple[EntityKind, str]]:
    """The kinds and keys of lives to look at closely."""
    both = [(row, seen) for workflow_id, row in kept.items() if (seen := listed.get(workflow_id))]
    store = await place.store()
    odd = {row.workflow_id for row, seen in both if is_of_another(seen, store)}
    odd |= {row.workflow_id for row, seen in both if row.stage != seen.stage}
    waits = [(row, seen) for row, seen in both if row.workflow_id not in odd and _waits_oddly(row, seen, now)]
    odd |= await _still_apart(place, waits, now)
    odd |= {workflow_id for workflow_id, row in kept.items() if row.lives and workflow_id not in listed}
    known = [(row.kind, row.key) for workflow_id, row in kept.items() if workflow_id in odd]
    return [*known, *strangers(listed, kept)]


def strangers(
    listed: Mapping[str, Listed], kept: Mapping[str, StoredEntity]
) -> Iterator[tuple[EntityKind, str]]:
    """Those that run, and are not in the store."""
    return ((seen.kind, seen.key) for workflow_id, seen in listed.items() if workflow_id not in kept)


def _waits_oddly(row: StoredEntity, seen: Listed, now: datetime) -> bool:
    return not _same(row.until, seen.until) or _is_overdue(row.until, now)


def _is_overdue(until: datetime | None, now: datetime) -> bool:
    return until is not None and until < now - _OVERDUE


async def _still_apart(place: Context, waits: list[Compared], now: datetime) -> set[str]:
    """A row says when something is due as of its last entry; the server is told between entries, too. So
    these are compared with what is due by now, and when."""
    apart = set[str]()
    for kind in EntityKind:
        of_kind = [(row, seen) for row, seen in waits if row.kind is kind]
        for first in range(0, len(of_kind), _A_FEW):
            some = of_kind[first : first + _A_FEW]
            apart |= await place.in_store(partial(_apart, pairs=some, now=now))
    return apart


def _apart(session: Session, pairs: list[Compared], now: datetime) -> set[str]:
    kind = pairs[0][0].kind
    entities = load_entities(session, kind, [row.key for row, _ in pairs])
    overdue = {key for key, entity in entities.items() if STARTERS[kind].due(entity, now - _OVERDUE).entry}
    by_now = {
        key: STARTERS[kind].stands(entity, now).until
        for key, entity in entities.items()
        if key not in overdue
    }
    return {
        row.workflow_id
        for row, seen in pairs
        if row.key not in by_now or not _same(by_now[row.key], seen.until)
    }


def _same(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < _ABOUT_THE_SAME
