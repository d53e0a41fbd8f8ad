"""What an event does to an application that is in the running, in the stages that the table allows it in."""

from datetime import datetime

from domain.application import events
from domain.application.application import Application
from domain.application.end_corrections import put_end_right
from domain.application.moves import enter
from domain.application.rules import INVITATION, MANAGER
from domain.clock import format_moment
from domain.entity.calendar_sync import at_another_address
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationEndReason, ApplicationStage
from domain.errors import Refused
from domain.pairing.events import AddressChanged, LetterFailed
from domain.programme.rules import Seat, Sitting
from domain.suggestion import suggest
from domain.wording import it_has


def arrive(event: events.Arrive, application: Application, now: datetime) -> Application:
    arrived = application.replace(
        received=application.received or _in_time(event.received, application),
        missing=event.missing,
        eligible=application.eligible if event.eligible is None else event.eligible,
    )
    if event.new_manager and application.checking_since:
        arrived = arrived.replace(managers=application.managers + 1, checking_since=now, asked_to_talk=None)
    if arrived == application:
        return application
    if application.stage in (ApplicationStage.OFFERED, ApplicationStage.INVITED):
        arrived = arrived.replace(stage=ApplicationStage.INCOMPLETE, since=now)
    return arrived.with_outcome(OutcomeKind.APPLIED, now)


def amend_instead(_: Application) -> str:
    return f"What a form says is put right, and not taken back: {suggest('application amend')}"


def _in_time(received: datetime, application: Application) -> datetime:
    """Whoever was asked first, and is still waited for, has answered in time."""
    asked = application.stage in (ApplicationStage.OFFERED, ApplicationStage.INVITED)
    return min(received, application.answer_by) if asked else received


def invite(event: events.Invite, application: Application, now: datetime) -> Application:
    if application.invited:
        return application
    return application.replace(invited=True).with_outcome(OutcomeKind.INVITED, now, about=INVITATION)


def take_up(event: events.TakeUp, application: Application, now: datetime) -> Application:
    received = _in_time(now, application)
    taken = application.replace(received=received, invited=True, stage=ApplicationStage.INCOMPLETE, since=now)
    return taken.with_outcome(OutcomeKind.APPLIED, now)


def has_taken_up(_: events.TakeUp, application: Application) -> bool:
    return application.is_open and application.received is not None


def no_place_offered(_: events.TakeUp, application: Application) -> str:
    return "No place is offered here; this person was invited to apply."


def confirm(event: events.Confirm, application: Application, now: datetime) -> Application:
    _check_known(event.condition, application)
    if event.met:
        return _met(event.condition, application, now)
    if event.condition in application.rules.preferred:
        raise Refused(f"The {event.condition} is only preferred: nobody is declined for want of it.")
    if application.stage is ApplicationStage.PAIRED:
        raise Refused(f"The application is {application.stage.value}; its conditions have been met.")
    reason = (
        ApplicationEndReason.MANAGER_DECLINED
        if event.condition == MANAGER
        else ApplicationEndReason.PREREQUISITES
    )
    not_met = application.replace(
        not_met=application.not_met | {event.condition}, confirmed=application.confirmed - {event.condition}
    )
    not_met = not_met.with_outcome(OutcomeKind.NOT_MET, now, about=event.condition)
    return enter(not_met, ApplicationStage.DECLINED, now, reason)


def ask_to_talk(_: events.AskToTalk, application: Application, now: datetime) -> Application:
    if MANAGER not in application.outstanding:
        raise Refused("No line manager is waited for here.")
    return application.replace(asked_to_talk=now).with_outcome(OutcomeKind.ASKED_TO_TALK, now, about=MANAGER)


def has_asked_to_talk(_: events.AskToTalk, application: Application) -> bool:
    return application.asked_to_talk is not None and MANAGER in application.outstanding


def _check_known(condition: str, application: Application) -> None:
    rules = application.rules
    manager = [MANAGER] if rules.manager_support else []
    known = [*manager, *(p.key for p in rules.prerequisites), *rules.preferred]
    if condition not in known:
        raise Refused(f"This role has no condition {condition!r}; {it_has(known)}.")


def is_confirmed(event: events.Confirm, application: Application) -> bool:
    return event.condition in (application.confirmed if event.met else application.not_met)


def _met(condition: str, application: Application, now: datetime) -> Application:
    if condition in application.confirmed:
        return application
    confirmed = application.replace(confirmed=application.confirmed | {condition})
    return confirmed.with_outcome(OutcomeKind.CONFIRMED, now, about=condition)


def sign_up(event: events.SignUp, application: Application, now: datetime) -> Application:
    gathering = application.rules.gathering(event.gathering)
    others = tuple(seat for seat in application.seats if seat.gathering != gathering.key)
    if event.sitting is None:
        if len(others) == len(application.seats):
            return application
        return application.replace(seats=others).with_outcome(
            OutcomeKind.SIGNED_OFF, now, about=gathering.key
        )
    sitting = gathering.sitting(event.sitting)
    seat = Seat(gathering=gathering.key, sitting=sitting.key)
    if seat in application.seats:
        return application
    if sitting.starts <= now:
        raise Refused(
            f"That sitting of {gathering.key} began on "
            f"{format_moment(sitting.starts, application.rules.zone)}."
        )
    signed = application.replace(seats=(*others, seat))
    return signed.with_outcome(OutcomeKind.SIGNED_UP, now, about=gathering.key, starts=sitting.starts)


def come(event: events.Come, application: Application, now: datetime) -> Application:
    gathering = application.rules.gathering(event.gathering)
    if not gathering.sittings:
        raise Refused(f"{gathering.key} was cancelled.")
    first = gathering.sittings[0].starts
    if first > now:
        raise Refused(
            f"{gathering.key} begins on {format_moment(first, application.rules.zone)}; "
            "attendance can be recorded "
            "from then on."
        )
    if gathering.key in application.came_to:
        return application
    # Who missed the sitting they had signed up for may choose another; a later one stays theirs.
    signed = application.seat_at(gathering)
    keep = not event.came and signed is not None and signed.starts > now
    seats = tuple(seat for seat in application.seats if keep or seat.gathering != gathering.key)
    application = _having_heard(application, None if keep else signed)
    if not event.came:
        if seats == application.seats:
            return application
        return application.replace(seats=seats).with_outcome(OutcomeKind.MISSED, now, about=gathering.key)
    came = application.replace(came_to=application.came_to | {gathering.key}, seats=seats)
    came = came.with_outcome(OutcomeKind.ATTENDED, now, about=gathering.key)
    for prerequisite in application.rules.prerequisites:
        if prerequisite.gathering == gathering.key:
            came = _met(prerequisite.key, came, now)
    return came


def _having_heard(application: Application, signed: Sitting | None) -> Application:
    """The same, noting when a session was over to which somebody had signed up who has not applied yet."""
    if signed is None or application.stage is not ApplicationStage.INVITED:
        return application
    return application.replace(heard=signed.ends)


def decline(event: events.Decline, application: Application, now: datetime) -> Application:
    return enter(application, ApplicationStage.DECLINED, now, ApplicationEndReason.BY_COORDINATOR)


def is_declined(_: events.Decline, application: Application) -> bool:
    return application.stage is ApplicationStage.DECLINED


def end_the_pairing(_: events.Decline, application: Application) -> str:
    return f"This person has a partner; end the pairing instead: {suggest('pairing end')}"


def withdraw(event: events.WithdrawApplication, application: Application, now: datetime) -> Application:
    # What a pairing has told this person is not that the application is withdrawn.
    return enter(application.replace(told_of_ending=False), ApplicationStage.WITHDRAWN, now)


def is_withdrawn(_: events.WithdrawApplication, application: Application) -> bool:
    return application.stage is ApplicationStage.WITHDRAWN


def leave_the_pairing(_: events.WithdrawApplication, application: Application) -> str:
    return f"This person has a partner; withdraw them from the pairing: {suggest('pairing withdraw')}"


def placed(event: events.Placed, application: Application, now: datetime) -> Application:
    if event.pairing in application.pairings:
        return application
    placed = application.replace(pairings=application.pairings | {event.pairing}, was_paired=True)
    placed = placed.with_outcome(OutcomeKind.PLACED, now, about=event.pairing)
    placed = enter(placed, ApplicationStage.PAIRED, now)
    return put_end_right(application, placed, now) if event.again else placed


def freed(event: events.Freed, application: Application, now: datetime) -> Application:
    if event.pairing not in application.pairings:
        return application
    pairings = application.pairings - {event.pairing}
    freed = application.replace(pairings=pairings, told_of_ending=event.told)
    freed = freed.with_outcome(OutcomeKind.FREED, now, about=event.pairing)
    if freed.pairings:
        return freed
    match event.how:
        case "completed":
            return enter(freed, ApplicationStage.COMPLETED, now)
        case "left":
            return enter(freed, ApplicationStage.WITHDRAWN, now)
        case "silent":
            return enter(freed, ApplicationStage.WITHDRAWN, now, ApplicationEndReason.NO_ANSWER)
    return enter(freed, ApplicationStage.RESERVE, now)


def unmatched(event: events.Unmatched, application: Application, now: datetime) -> Application:
    return enter(application, ApplicationStage.RESERVE, now, ApplicationEndReason.NO_PARTNER)


def close(event: events.Close, application: Application, now: datetime) -> Application:
    """Judged first by what is known of it."""
    application = application.replace(cohort_over=True)
    match application.stage:
        case ApplicationStage.PAIRED:
            return enter(application, ApplicationStage.COMPLETED, now)
        case ApplicationStage.OFFERED | ApplicationStage.INVITED | ApplicationStage.INCOMPLETE:
            return enter(application, ApplicationStage.WITHDRAWN, now, ApplicationEndReason.NO_ANSWER)
        case ApplicationStage.CHECKING:
            return enter(application, ApplicationStage.CARRIED, now, _what_was_missing(application))
    if not application.is_open:
        return application
    # Who had a partner and lost them is told so in other words.
    reason = None if application.was_paired else ApplicationEndReason.NO_PARTNER
    return enter(application, ApplicationStage.CARRIED, now, reason)


def _what_was_missing(application: Application) -> ApplicationEndReason:
    first = application.outstanding[0]
    return {INVITATION: ApplicationEndReason.NOT_INVITED, MANAGER: ApplicationEndReason.MANAGER_SILENT}.get(
        first, ApplicationEndReason.PREREQUISITES
    )


def letter_failed(event: LetterFailed, application: Application, now: datetime) -> Application:
    return application.replace(letter_failed=now).with_outcome(OutcomeKind.LETTER_FAILED, now)


def address_changed(event: AddressChanged, application: Application, now: datetime) -> Application:
    return at_another_address(application, event.role, now)
