"""Bringing applications in: all of the file is judged, and kept in one transaction or not at all."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.application.application import Application, begin
from domain.application.completeness import beginning
from domain.application.events import Arrive
from domain.application.rules import INVITATION
from domain.clock import format_date, format_day, moment
from domain.enums import CohortStage, Role
from domain.errors import BadInput, Refused
from domain.programme.programme import Programme
from importing.validation import FormRow
from services.applications.files import ApplicationFile, read_applications
from services.applications.keeping import Kept, KeptRow, keep, namesakes
from services.context import Context
from storage import applications, messages, queries
from storage.arrivals import Imported, OnChange
from storage.views import CohortView

_NOON = time(12, 0)


@dataclass(frozen=True)
class ImportSummary:
    """Each application is counted once, in the order in which its own workflow judges: too late, below the
    grade, incomplete."""

    results: Counter[Imported]
    roles: Counter[Role]
    late: int
    closed: datetime | None
    """When the time for applications ended, if there are late ones."""
    late_are: str
    """`next_cohort`, `declined`: what becomes of late ones."""
    below_grade: Counter[Role]
    lacking: int
    lacks: Counter[str]
    """How many lack each field of the form, in the order of the form."""
    never_said: Sequence[str]
    """Needed fields that nobody in the file fills: nobody forgets the same thing, rather the file's column
    was not understood."""
    uninvited: Mapping[Role, Sequence[str]]
    """The addresses of those who are new, and in a role that is entered by invitation."""
    asked: Sequence[KeptRow]
    """The rows that say something else than before, which was left as it is."""
    in_question: Sequence[str]
    """A sentence for each row that was left out, since its address has become somebody else's here."""


class ImportedFile(NamedTuple):
    notes: Sequence[str]
    """What to look at, though it kept nobody from being imported."""
    summary: ImportSummary
    programme: Programme
    applications: Sequence[str]
    """Their ids, in the order of the rows: those that `send_applications` sends on their way."""


def import_file(
    context: Context,
    cohort_key: str,
    file: ApplicationFile,
    received: date | None = None,
    on_change: OnChange = OnChange.ASK,
    dry_run: bool = False,
) -> ImportedFile:
    """Keep the applications of this file, with what the server is to be told of them.

    `received`: the day on which those came in that do not say so, if not now; `on_change`: what is done with
    what people say otherwise than the file said before; `dry_run`: nothing is kept. Raises NotFound,
    Refused, or BadInput with every problem in the file; nothing is kept then.
    """
    with context.store() as session:
        cohort = queries.cohort(session, cohort_key)
    now = context.clock()
    came = _noon_of(received, cohort.programme, now) if received else None
    validated = read_applications(file, cohort.programme, only_look=dry_run, now=now)
    with context.store() as session:
        kept = bring_in(context, session, cohort, file.path.name, validated.applications, came, on_change)
        rows = kept.rows
        notes = [*validated.notes, *namesakes(rows, applications.applications(session, cohort_key))]
        if dry_run:
            session.rollback()
    return ImportedFile(
        notes, summary_of(rows, now, kept.in_question), cohort.programme, [row.view.id for row in rows]
    )


def bring_in(
    context: Context,
    session: Session,
    cohort: CohortView,
    source: str,
    forms: Iterable[FormRow],
    came: datetime | None = None,
    on_change: OnChange = OnChange.ASK,
) -> Kept:
    """Keep these forms, with what their workflows are to be told of them. `source`: where they are from, as
    a refusal names it; `came`: when those came in that do not say so. Raises BadInput, Refused."""
    now = context.clock()
    kept = keep(session, cohort, source, forms, now, came, on_change=on_change)
    rows = [_arriving(row, cohort) for row in kept.rows]
    _check_takes_in(cohort, rows, now)
    for row in rows:
        _write_message(context, session, row, now)
    return kept._replace(rows=rows)


def _noon_of(day: date, programme: Programme, now: datetime) -> datetime:
    """The middle of this day, local time, or now where that is yet to come; raises BadInput for a day
    that is."""
    if day > now.astimezone(programme.zone).date():
        raise BadInput(f"{format_date(day)} is yet to come.")
    return min(moment(day, _NOON, programme.zone), now)


def _check_takes_in(cohort: CohortView, rows: Iterable[KeptRow], now: datetime) -> None:
    """What comes too late can be kept for the next cohort even when this one is over."""
    arriving = [begin(row.start, now) for row in rows if row.result in (Imported.NEW, Imported.ARRIVED)]
    if cohort.stage is CohortStage.ENDED and any(not application.is_late for application in arriving):
        ended = format_day(cohort.since, cohort.programme.zone)
        raise Refused(f"Cohort {cohort.key} ended on {ended}; nobody can apply to it any more.")


def _arriving(kept: KeptRow, cohort: CohortView) -> KeptRow:
    """Who was asked first, and has applied now, begins as somebody who was invited."""
    if kept.result is not Imported.ARRIVED:
        return kept
    start = beginning(kept.view.id, cohort.key, kept.application, cohort.programme, kept.came)
    return kept._replace(start=start.replace(invited=True))


def _write_message(context: Context, session: Session, kept: KeptRow, now: datetime) -> None:
    """What its workflow is to be told of what has just been kept."""
    if kept.result is Imported.NEW:
        messages.start(session, context.signed(session, kept.start), now)
    elif kept.result in (Imported.ARRIVED, Imported.CHANGED):
        event = Arrive(
            received=kept.came,
            missing=kept.start.missing,
            eligible=kept.start.eligible,
            new_manager=kept.new_manager,
        )
        messages.update(session, kept.workflow_id, context.signed(session, event), now)


_NEWS = (Imported.NEW, Imported.ARRIVED, Imported.CHANGED)


def summary_of(rows: Sequence[KeptRow], now: datetime, in_question: Sequence[str] = ()) -> ImportSummary:
    news = [(row, begin(row.start, now)) for row in rows if row.result in _NEWS]
    late = [row for row, application in news if application.is_late and row.result is not Imported.CHANGED]
    judged = [(row, application) for row, application in news if row not in late]
    eligible = [(row, application) for row, application in judged if application.eligible]
    lacking = [application.missing for _, application in eligible if application.missing]
    return ImportSummary(
        results=Counter(row.result for row in rows),
        roles=Counter(row.application.role for row in rows),
        late=len(late),
        closed=late[0].start.rules.closes if late else None,
        late_are=late[0].start.rules.late if late else "",
        below_grade=Counter(application.role for _, application in judged if not application.eligible),
        lacking=len(lacking),
        lacks=Counter(name for missing in lacking for name in missing),
        never_said=_never_said(rows),
        uninvited=_uninvited(eligible),
        asked=[row for row in rows if row.result is Imported.OTHER],
        in_question=in_question,
    )


def _never_said(rows: Sequence[KeptRow]) -> list[str]:
    lacking = {name for row in rows for name in row.start.missing}
    return sorted(name for name in lacking if not any(getattr(row.application, name) for row in rows))


def _uninvited(eligible: Sequence[tuple[KeptRow, Application]]) -> Mapping[Role, list[str]]:
    found: dict[Role, list[str]] = {}
    for row, application in eligible:
        if row.result is Imported.NEW and INVITATION in application.outstanding:
            found.setdefault(application.role, []).append(row.application.email)
    return {role: found[role] for role in Role if role in found}
