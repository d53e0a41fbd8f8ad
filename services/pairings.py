"""What a coordinator may ask about one pairing, and tell it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.clock import first_moment
from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome
from domain.enums import Arrangement, EndReason, ReviewChoice, Role, Stage, in_words
from domain.errors import BadInput, Refused, Unreachable
from domain.pairing.due import PairingSnapshot
from domain.pairing.events import (
    Accept,
    Answer,
    Attend,
    BookSession,
    CancelSession,
    CannotCome,
    ChangeArrangement,
    ChooseSitting,
    End,
    ExtendSessions,
    LogSession,
    MoveSession,
    PairingEvent,
    Pause,
    ProposeArrangement,
    ProposeTimes,
    Resume,
    Review,
    Waive,
    Withdraw,
)
from domain.programme.dates import which_date
from domain.programme.programme import Programme
from domain.programme.timetable import end_of
from domain.suggestion import suggest
from services import slots
from services.context import Context
from services.reopening import tell_or_reopen
from services.writes import write_and_update
from storage import goals, people, queries
from storage.goals import WhoHasWritten
from storage.messages import Message
from storage.views import LetterView, PairingView

MOST_PROPOSED = 3


class PairingHistory(NamedTuple):
    """A pairing with everything that has been recorded about it."""

    pairing: PairingView
    programme: Programme
    outcomes: Sequence[Outcome]
    letters: Sequence[LetterView]
    actors: Mapping[str, str]
    """The names of those who did something, by their ids."""
    written: WhoHasWritten


class UpdatedPairing(NamedTuple):
    """How a pairing stands once what was told has been recorded."""

    pairing: PairingView
    """As it was before."""
    snapshot: PairingSnapshot
    programme: Programme

    @property
    def id(self) -> str:
        return self.pairing.id


def list_pairings(
    context: Context, cohort: str | None = None, stage: Stage | None = None, attention: bool = False
) -> list[PairingView]:
    """Pairings by cohort and number; `attention`: only those with a concern. Raises NotFound."""
    with context.store() as session:
        if cohort is not None:
            queries.cohort(session, cohort)
        return queries.pairings(session, cohort, stage, attention)


def history(context: Context, pairing: str) -> PairingHistory:
    """Raises NotFound."""
    with context.store() as session:
        view = queries.pairing(session, pairing)
        workflow_id = EntityKind.PAIRING.workflow_id(pairing)
        outcomes = queries.outcomes(session, workflow_id)
        return PairingHistory(
            view,
            queries.cohort(session, view.cohort).programme,
            outcomes,
            queries.letters(session, workflow_id=workflow_id),
            people.names_of(session, (outcome.actor for outcome in outcomes)),
            goals.who_has_written(session, pairing),
        )


def programme_of(context: Context, pairing: str) -> Programme:
    """By which this pairing goes. Raises NotFound."""
    with context.store() as session:
        return queries.cohort(session, queries.pairing(session, pairing).cohort).programme


async def accept(
    context: Context, pairing: str, roles: Sequence[Role], on: date | None = None
) -> UpdatedPairing:
    """Partners accept, or did so `on` an earlier day. Like all that follows, raises Refused with the
    domain's sentence, NotFound, or Unreachable with the reason if there is no answer in time."""
    return await _update(context, pairing, *(Accept(role=role, happened_on=on) for role in roles))


async def attend(
    context: Context,
    pairing: str,
    gathering: str,
    roles: Sequence[Role] = (),
    attended: bool = True,
    on: date | None = None,
) -> UpdatedPairing:
    """`roles`: empty for everybody whom the gathering is for."""
    event = Attend(gathering=gathering, roles=tuple(roles), attended=attended, happened_on=on)
    return await _update(context, pairing, event)


async def choose_sitting(
    context: Context,
    pairing: str,
    gathering: str,
    roles: Sequence[Role] = (),
    sitting: str | None = None,
    on: date | None = None,
) -> UpdatedPairing:
    """Partners come to this date of a gathering, said by its key or by its day. `roles`: empty for everybody
    who has not attended it yet. Where each comes alone, raises Refused if somebody else has that time."""
    programme = programme_of(context, pairing)
    key = which_date(programme, gathering, sitting, on)
    event = ChooseSitting(gathering=gathering, sitting=key, roles=tuple(roles))
    if not slots.are_for_one(programme, gathering):
        return await _update(context, pairing, event)

    def write(session: Session) -> tuple[PairingView, Message]:
        view = queries.pairing(session, pairing)
        _check_open(view)
        return view, slots.take(session, view, context.signed(session, event), context.clock())

    view, snapshot = await write_and_update(context, write)
    return UpdatedPairing(view, snapshot, programme)


async def cannot_come(context: Context, pairing: str, gathering: str, role: Role) -> UpdatedPairing:
    """A partner can come to no date of a gathering that there is; the coordinator is told."""
    return await _update(context, pairing, CannotCome(gathering=gathering, role=role))


async def waive(
    context: Context, pairing: str, gathering: str, roles: Sequence[Role], on: date | None = None
) -> UpdatedPairing:
    return await _update(context, pairing, Waive(gathering=gathering, roles=tuple(roles), happened_on=on))


async def book_session(
    context: Context, pairing: str, starts: datetime, minutes: int | None = None
) -> UpdatedPairing:
    """`minutes`: as long as the programme's sessions, if None."""
    minutes = minutes or programme_of(context, pairing).sessions.minutes
    return await _update(context, pairing, BookSession(starts=starts, minutes=minutes))


async def propose_times(
    context: Context, pairing: str, role: Role, times: Sequence[datetime], minutes: int | None = None
) -> UpdatedPairing:
    """This partner proposes up to three times for the next session to the other. `minutes`: as long as the
    programme's sessions, if None. Raises BadInput also for more."""
    if not 1 <= len(times) <= MOST_PROPOSED:
        raise BadInput("Propose one time, two or three.")
    minutes = minutes or programme_of(context, pairing).sessions.minutes
    return await _update(context, pairing, ProposeTimes(role=role, times=tuple(times), minutes=minutes))


async def move_session(
    context: Context, pairing: str, session: int, starts: datetime, minutes: int | None = None
) -> UpdatedPairing:
    """`minutes`: as long as it was, if None."""
    return await _update(context, pairing, MoveSession(session=session, starts=starts, minutes=minutes))


async def cancel_session(context: Context, pairing: str, session: int) -> UpdatedPairing:
    return await _update(context, pairing, CancelSession(session=session))


async def log_session(
    context: Context,
    pairing: str,
    session: int | None = None,
    starts: datetime | None = None,
    minutes: int | None = None,
    held: bool = True,
    on: date | None = None,
) -> UpdatedPairing:
    """A session took place, or not: this one, the one of that time or day, or the earliest that is booked."""
    event = LogSession(session=session, starts=starts, day=on, minutes=minutes, held=held)
    return await _update(context, pairing, event)


async def review(
    context: Context, pairing: str, role: Role, choice: ReviewChoice, on: date | None = None
) -> UpdatedPairing:
    return await _update(context, pairing, Review(role=role, choice=choice, happened_on=on))


async def answer(
    context: Context, pairing: str, roles: Sequence[Role], on: date | None = None
) -> UpdatedPairing:
    """Partners have answered the evaluation."""
    return await _update(context, pairing, *(Answer(role=role, happened_on=on) for role in roles))


async def pause(
    context: Context, pairing: str, until: date | None = None, on: date | None = None
) -> UpdatedPairing:
    """`until`: the local day on which the pair goes on by itself."""
    zone = programme_of(context, pairing).zone
    event = Pause(until=first_moment(until, zone) if until else None, happened_on=on)
    return await _update(context, pairing, event)


async def extend_sessions(context: Context, pairing: str, closes: date) -> UpdatedPairing:
    """This day becomes the last for this pair's sessions; one that has ended by itself goes on."""
    with context.store() as session:
        view = queries.pairing(session, pairing)
        programme = queries.cohort(session, view.cohort).programme
        has_ended = view.stage is Stage.ENDED
    event = ExtendSessions(closes=end_of(closes, programme.zone))
    if not has_ended:
        return await _update(context, pairing, event)
    return UpdatedPairing(view, await tell_or_reopen(context, view, event), programme)


async def change_arrangement(context: Context, pairing: str, arrangement: Arrangement) -> UpdatedPairing:
    """The pair goes on in this arrangement, which its programme must offer. Raises BadInput."""
    _check_offered(programme_of(context, pairing), arrangement)
    return await _update(context, pairing, ChangeArrangement(arrangement=arrangement))


async def propose_arrangement(
    context: Context, pairing: str, role: Role, arrangement: Arrangement
) -> UpdatedPairing:
    """This partner would like to go on in this arrangement: the other is asked, and if it is what the other
    has proposed, so it is. Raises BadInput if the programme does not offer it."""
    _check_offered(programme_of(context, pairing), arrangement)
    return await _update(context, pairing, ProposeArrangement(role=role, arrangement=arrangement))


def _check_offered(programme: Programme, arrangement: Arrangement) -> None:
    offered = programme.arrangements
    if arrangement not in offered:
        raise BadInput(f"This programme does not offer {arrangement.value}; it has: {', '.join(offered)}.")


async def resume(context: Context, pairing: str, on: date | None = None) -> UpdatedPairing:
    return await _update(context, pairing, Resume(happened_on=on))


async def withdraw(context: Context, pairing: str, role: Role, on: date | None = None) -> UpdatedPairing:
    return await _update(context, pairing, Withdraw(role=role, happened_on=on))


async def end(context: Context, pairing: str, reason: EndReason, on: date | None = None) -> UpdatedPairing:
    event = End.model_validate({"reason": reason.value, "happened_on": on})
    return await _update(context, pairing, event)


async def tell(context: Context, pairing: str, event: PairingEvent) -> UpdatedPairing:
    """Any event, as the functions above tell theirs."""
    return await _update(context, pairing, event)


async def _update(context: Context, pairing: str, *events: PairingEvent) -> UpdatedPairing:
    """Where one is not answered in time the pairing may have heard it, and hears the others as well."""
    from temporal.client import Pairings

    with context.store() as session:
        view = queries.pairing(session, pairing)
        _check_open(view)
        programme = queries.cohort(session, view.cohort).programme
        signed = [context.signed(session, event) for event in events]
    pairings, unanswered = Pairings(await context.client()), None
    for event in signed:
        try:
            snapshot = await pairings.update(pairing, event)
        except Unreachable as problem:
            unanswered = unanswered or problem
    if unanswered:
        raise unanswered
    return UpdatedPairing(view, snapshot, programme)


def _check_open(view: PairingView) -> None:
    """A pairing that is over runs no more; the store still knows how it ended."""
    if not view.stage.is_open:
        why = f" ({in_words(view.reason)})" if view.reason else ""
        told = f"Pairing {view.id} is {in_words(view.stage)}{why}; nothing more can be recorded for it."
        raise Refused(f"{told} If that was a mistake: {suggest('pairing undo', view.id)}")
