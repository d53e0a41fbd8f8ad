"""What may happen to a pairing in any open stage: it pauses, a date moves, a letter does not arrive."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from domain.clock import format_day
from domain.entity.calendar_sync import at_another_address
from domain.entity.entity import ConcernDuty, Duty
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, Role, SessionState
from domain.errors import Refused
from domain.letter.letter import Letter, LetterName
from domain.pairing import events
from domain.pairing.pairing import Pairing
from domain.pairing.sessions import with_session
from domain.pairing.stages.over import has_been_heard_of
from domain.programme.rescheduling import kind_of, rescheduled, seats_after, starts_of
from domain.suggestion import Suggestion, suggest

_FARTHEST = timedelta(days=731)


def pause(event: events.Pause, pairing: Pairing, now: datetime) -> Pairing:
    check_in_reach(event.until, pairing, now, "A pause can only last until")
    if pairing.paused:
        return _paused_until(event, pairing, now)
    if event.happened_on and any(now < ended for _, ended in pairing.pauses):
        raise Refused(
            f"The pair went on after that, on {format_day(pairing.pauses[-1][1], pairing.rules.zone)}."
        )
    # Nobody should find a session in their calendar that the pair has put off.
    for session in pairing.booked:
        if session.starts > now:
            cancelled = session.replace(state=SessionState.CANCELLED)
            pairing = with_session(pairing, cancelled, OutcomeKind.CANCELLED, now)
    paused = pairing.replace(paused=now, paused_until=event.until)
    return paused.with_outcome(OutcomeKind.PAUSED, now, starts=event.until)


def _paused_until(event: events.Pause, pairing: Pairing, now: datetime) -> Pairing:
    """A pause that lasts already, until another day from now on if one is given."""
    if event.until in (None, pairing.paused_until):
        return pairing
    longer = pairing.replace(paused_until=event.until)
    return longer.with_outcome(OutcomeKind.PAUSED, now, starts=event.until)


def check_in_reach(at: datetime | None, pairing: Pairing, now: datetime, only: str) -> None:
    """Raises Refused if this moment is over, or so far away that it must be a slip of the pen; `only` begins
    the sentence."""
    if at is not None and not now < at <= now + _FARTHEST:
        day = format_day(at, pairing.rules.zone)
        how = "is over" if at <= now else "is more than two years away"
        raise Refused(f"{only} a day to come, and {day} {how}.")


def resume(event: events.Resume, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.paused is None:
        return pairing
    if now < pairing.paused:
        raise Refused(f"The pair has paused since {format_day(pairing.paused, pairing.rules.zone)}.")
    return _resumed(pairing, pairing.paused, now, now)


def was_paused(event: events.Pause, pairing: Pairing) -> bool:
    """Whether it is known that the pair paused then, and went on since."""
    day = event.happened_on
    return day is not None and any(began <= day < ended for began, ended in _days_of_pauses(pairing))


def was_resumed(event: events.Resume, pairing: Pairing) -> bool:
    """Whether it is known that the pair went on then."""
    day = event.happened_on
    return day is not None and any(ended == day for _, ended in _days_of_pauses(pairing))


def _days_of_pauses(pairing: Pairing) -> Iterator[tuple[date, date]]:
    zone = pairing.rules.zone
    for began, ended in pairing.pauses:
        yield began.astimezone(zone).date(), ended.astimezone(zone).date()


def go_on(pairing: Pairing, now: datetime) -> Pairing:
    """The pairing after a pause that has ended by itself, and is counted until then, however late that is
    noticed."""
    if pairing.paused is None or pairing.paused_until is None:
        return pairing
    return _resumed(pairing, pairing.paused, pairing.paused_until, now)


def _resumed(pairing: Pairing, began: datetime, ended: datetime, now: datetime) -> Pairing:
    pauses = (*pairing.pauses, (began, ended))
    resumed = pairing.replace(paused=None, paused_until=None, pauses=pauses)
    return resumed.with_outcome(OutcomeKind.RESUMED, now)


def waits_while_paused(pairing: Pairing) -> str:
    """Continues the sentence "It waits for ..."."""
    until = pairing.paused_until
    return f"the pair to resume{f', by itself on {format_day(until, pairing.rules.zone)}' if until else ''}"


def steps_while_paused(pairing: Pairing) -> tuple[Suggestion, ...]:
    return (suggest("pairing resume", pairing.id),)


def while_paused(pairing: Pairing) -> Iterator[Duty]:
    if pairing.paused is None:
        return
    for role in BOTH:
        if has_been_heard_of(pairing, role):
            yield _paused_letter(pairing, pairing.paused, role)
    if pairing.paused_until is None:
        long = pairing.after(pairing.paused, pairing.rules.patience.long_pause)
        yield ConcernDuty(concern=Concern.LONG_PAUSE, at=long)


def _paused_letter(pairing: Pairing, since: datetime, role: Role) -> Letter:
    until = pairing.paused_until
    which = f"{since:%Y%m%dT%H%M%S}{f'-{until:%Y%m%dT%H%M}' if until else ''}"
    return Letter(name=LetterName.PAUSED, role=role, key=f"paused:{which}:{role}", at=since, until=until)


def resumption(pairing: Pairing) -> Iterator[Duty]:
    for _, ended in pairing.pauses[-1:]:
        for role in BOTH:
            if has_been_heard_of(pairing, role):
                key = f"resumed:{ended:%Y%m%dT%H%M%S}:{role}"
                yield Letter(name=LetterName.RESUMED, role=role, key=key, at=ended)


def reschedule(event: events.GatheringEvent, pairing: Pairing, now: datetime) -> Pairing:
    rules = rescheduled(event, pairing.rules, now)
    if rules == pairing.rules:
        return pairing
    moved = pairing.replace(rules=rules)
    for role in BOTH:
        moved = moved.with_partner(role, seats=seats_after(event, pairing.partner(role).seats))
    return moved.with_outcome(
        kind_of(event, pairing.rules), now, about=event.gathering, starts=starts_of(event)
    )


def letter_failed(event: events.LetterFailed, pairing: Pairing, now: datetime) -> Pairing:
    if not isinstance(event.role, Role):
        return pairing
    failed = pairing.with_partner(event.role, letter_failed=now)
    return failed.with_outcome(OutcomeKind.LETTER_FAILED, now, role=event.role)


def address_changed(event: events.AddressChanged, pairing: Pairing, now: datetime) -> Pairing:
    return at_another_address(pairing, event.role, now)


def failed_letters(pairing: Pairing) -> Iterator[Duty]:
    for role in BOTH:
        failed = pairing.partner(role).letter_failed
        if failed:
            until = pairing.after(failed, pairing.rules.patience.notice)
            yield ConcernDuty(concern=Concern.LETTER_FAILED, at=failed, until=until)
