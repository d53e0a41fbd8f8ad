"""Bringing applications in: judged whole, kept in one transaction or not at all, and sent on their way."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from cli.applications.days import noon_of, spoken_day
from cli.applications.form import Form, read_form
from cli.applications.keeping import Kept, keep, refuse
from cli.applications.sending import send
from cli.applications.standing import out_of_the_running
from cli.applications.summary import Coming, say_summary
from cli.doors import store
from cli.output import say
from domain.application.application import ApplicationStart
from domain.application.completeness import beginning
from domain.application.events import Arrive
from domain.cohort.calendar import calendar_of
from domain.enums import CohortStage
from domain.errors import Refused
from storage import messages, queries
from storage.applications import Imported
from storage.start_inputs import start_of
from storage.views import CohortView


def import_file(cohort_key: str, form: Form, received: str | None, update: bool, dry_run: bool) -> None:
    """Raises BadInput with every problem in the file, and nothing kept; Unreachable with all of it kept."""
    with store() as session:
        cohort = queries.cohort(session, cohort_key)
    came = noon_of(received, "--received", cohort.programme) if received else None
    now = datetime.now(UTC)
    _check_takes_in(cohort, came or now)
    judged = read_form(form, cohort.programme)
    with store() as session:
        rows = keep(session, cohort, judged, take_over=update)
        refuse(form.file.name, _problems(rows))
        coming = [Coming(kept, _start(kept, cohort, came, now)) for kept in rows]
        for one in coming:
            _write_message(session, one, came or now, now)
        if dry_run:
            session.rollback()
    say_summary(coming, cohort.programme, dry_run)
    if not dry_run:
        send(cohort_key, rows)
        say(f"See how they stand: tandem application list {cohort_key}")


def _check_takes_in(cohort: CohortView, came: datetime) -> None:
    """What comes too late can be kept for the next cohort even when this one is over."""
    closes = calendar_of(cohort.programme).closes
    if cohort.stage is CohortStage.ENDED and (closes is None or came <= closes):
        raise Refused(
            f"Cohort {cohort.key} ended on {spoken_day(cohort.since, cohort.programme)}; nobody can apply to "
            "it any more."
        )


def _problems(rows: Sequence[Kept]) -> Iterator[tuple[Kept, str]]:
    for kept in rows:
        if kept.is_over and kept.fate in (Imported.OTHER, Imported.CHANGED):
            yield kept, f"{out_of_the_running(kept.view)}. Or leave the row out."
        elif kept.fate is Imported.OTHER:
            one = kept.application
            before = f"{one.email} has applied as {one.role} before, with other answers; those are kept."
            yield kept, f"{before} Leave the row out, or take over what the file says: --update"


def _start(kept: Kept, cohort: CohortView, came: datetime | None, now: datetime) -> ApplicationStart:
    if kept.fate is Imported.ARRIVED:
        start = beginning(kept.view.id, cohort.key, kept.application, cohort.programme, came or now)
        return start.replace(invited=True)
    return start_of(kept.view, cohort, came or (now if kept.fate is Imported.NEW else None))


def _write_message(session: Session, one: Coming, came: datetime, now: datetime) -> None:
    """What its life is to be told of what has just been kept."""
    kept, start = one
    if kept.fate is Imported.NEW:
        messages.start(session, start, now)
    elif kept.fate in (Imported.ARRIVED, Imported.CHANGED):
        event = Arrive(
            received=came, missing=start.missing, eligible=start.eligible, new_manager=kept.new_manager
        )
        messages.update(session, kept.workflow_id, event, now)
