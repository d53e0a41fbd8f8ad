"""Opening a cohort: checked, written down, and begun. Doing it twice harms nothing."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.application.completeness import beginning
from domain.application.events import OfferedInNextCohort
from domain.cohort.events import Approve
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage
from domain.errors import Refused
from domain.people import Pair
from domain.programme.fields import check_key
from domain.programme.programme import Programme
from domain.programme.timetable import calendar_of, check_not_over
from services.cohorts.changes import check_open
from services.cohorts.pairs_known import as_known, refuse_others_addresses
from services.cohorts.renaming import RenamedPerson, renaming
from services.context import Context
from services.polling import Watch, ignore, pairings_begun
from services.reports.calendar import gatherings_over
from services.writes import write_and_tell
from storage import applications, arrivals, cohorts, messages, queries
from storage.arrivals import Imported
from storage.entities import cohort_start
from storage.handover import offered, once_taken_up
from storage.views import CohortView


class OpenedCohort(NamedTuple):
    cohort: CohortView
    new: int
    """How many of the pairings are new; without pairs, how many people were offered a place."""
    applications_closed: date | None
    """The last day for applications, if that is over and people are to apply."""
    gatherings_over: Sequence[tuple[str, str]]
    """The required gatherings of which no date is to come, each by its key and title."""
    renamed: Sequence[RenamedPerson] = ()
    """Who is called otherwise by the pairs than here."""


async def open_cohort(
    context: Context,
    programme: Programme,
    key: str,
    pairs: Sequence[Pair] | None = None,
    previous: str | None = None,
    watch: Watch = ignore,
    is_demo: bool = False,
    taken_over: bool = False,
    take_names: bool = False,
) -> OpenedCohort:
    """Open a cohort for applications, or (`pairs`) with pairs that somebody has matched, and wait until these
    have begun. `previous`: the cohort whose carried-over applicants are offered a place. `taken_over`: new
    pairs had been running elsewhere; `take_names`: who is known by another name is called as the pairs say.

    Raises Refused or BadInput before anything is written, Unreachable if the server is away.
    """
    check_key(key)
    check_not_over(programme, context.clock())

    renamed: list[RenamedPerson] = []

    def write(session: Session) -> tuple[tuple[CohortView, int], list[str]]:
        cohort = _cohort(context, session, key, programme, previous, is_demo, approved=pairs is not None)
        workflow_id = EntityKind.COHORT.workflow_id(key)
        if pairs is not None:
            found = as_known(session, key, pairs).pairs
            if not take_names:
                refuse_others_addresses(session, key, found)
            renamed[:] = renaming(session, found, take_names)
            new = cohorts.add_new_pairs(session, cohort, found, context.clock(), taken_over)
            return (cohort, new), [workflow_id]
        offered, waited = _offer_places(context, session, cohort)
        return (cohort, offered), [workflow_id, *waited]

    (cohort, new), answers = await write_and_tell(context, write)
    for answer in answers:
        answer.check()
    if pairs is not None:
        await pairings_begun(context, key, watch)
    return _opened(context, cohort, new, by_hand=pairs is not None)._replace(renamed=renamed)


def _opened(context: Context, cohort: CohortView, new: int, by_hand: bool) -> OpenedCohort:
    """`by_hand`: its pairs have been made already, so that the time for applications does not matter."""
    programme, now = cohort.programme, context.clock()
    applying, closes = programme.applications, calendar_of(programme).closes
    is_closed = closes is not None and closes <= now and not by_hand
    closed = applying.closes if applying and is_closed else None
    return OpenedCohort(cohort, new, closed, tuple(gatherings_over(programme, now)))


def _cohort(
    context: Context,
    session: Session,
    key: str,
    programme: Programme,
    previous: str | None,
    is_demo: bool,
    approved: bool,
) -> CohortView:
    """The cohort, in the store and with what its workflow is to be told. Raises NotFound, Refused."""
    if previous:
        queries.cohort(session, previous)
    is_new, now = not cohorts.is_known(session, key), context.clock()
    cohort = cohorts.open_cohort(session, key, programme, now, is_demo, follows=previous)
    if cohort.programme.key != programme.key:
        raise Refused(
            f"Cohort {key!r} is open already, for {cohort.programme.key}; choose another with --key."
        )
    check_open(cohort)
    if is_new:
        messages.start(session, context.signed(session, cohort_start(cohort, approved)), now)
    elif approved:
        event = context.signed(session, Approve())
        messages.update(session, EntityKind.COHORT.workflow_id(key), event, now)
    return cohort


def _offer_places(context: Context, session: Session, cohort: CohortView) -> tuple[int, list[str]]:
    """Whoever was carried over from the cohort before is offered a place here first; that they waited there
    is over then. Of what they told there nothing is copied before they take it up. How many are new, and the
    workflows that are told."""
    if cohort.follows is None:
        return 0, []
    told, new, now = list[str](), 0, context.clock()
    for view in applications.applications(session, cohort.follows, [ApplicationStage.CARRIED]):
        stage, before = ApplicationStage.OFFERED, EntityKind.APPLICATION.workflow_id(view.id)
        fate, key = arrivals.upsert(session, cohort.key, offered(view.application), now, stage)
        told += [EntityKind.APPLICATION.workflow_id(key), before]
        if fate is Imported.NEW:
            new += 1
            form = once_taken_up(session, applications.application(session, key))
            offer = beginning(key, cohort.key, form, cohort.programme, None, stage)
            messages.start(session, context.signed(session, offer), now)
            messages.signal(session, before, context.signed(session, OfferedInNextCohort()), now)
    return new, told
