"""What should be in the two partners' calendars, gatherings and booked sessions; reminders of gatherings, and
what follows when somebody did not come or nobody wrote down who did.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from domain.clock import mornings_after
from domain.entity.calendar_sync import WantedEvent, differences, wanted_event
from domain.entity.entity import CalendarEntry, ConcernDuty, Duty
from domain.enums import BOTH, Attendance, Concern, GatheringKind, Role, Stage
from domain.letter.letter import Letter, LetterName
from domain.pairing.pairing import Pairing
from domain.pairing.waves import asks_with
from domain.programme.rules import Gathering, Sitting


def calendar_letters(pairing: Pairing) -> Iterator[Duty]:
    wanted = [*_gatherings(pairing), *_sessions(pairing)] if pairing.is_open else []
    # A pair that pauses is not asked to come to anything new.
    nothing_new = pairing.paused is not None
    yield from differences(pairing, wanted, nothing_new, cleared_from=pairing.farewell_from)


def invited_at(pairing: Pairing, sitting: Sitting) -> datetime:
    """When an accepted pair is invited to this sitting."""
    days = pairing.rules.patience.invite_before
    return max(
        pairing.accepted_at or sitting.starts, mornings_after(sitting.starts, -days, pairing.rules.zone)
    )


def _gatherings(pairing: Pairing) -> Iterator[WantedEvent]:
    if not pairing.accepted_at:
        return
    for gathering in pairing.rules.gatherings:
        for role in gathering.roles:
            sitting = pairing.next_sitting(gathering, role)
            if (
                gathering.kind.stage is None
                or sitting is None
                or pairing.partner(role).has_settled(gathering)
            ):
                continue
            wish = wanted_event(pairing, gathering, sitting, role, at=invited_at(pairing, sitting))
            old = wish.instead_of
            # Whoever missed a date is invited to another; nobody's past is moved.
            missed = old is not None and pairing.partner(role).has_record_of(gathering, old.sitting)
            yield wish.replace(instead_of=None) if missed else wish


def _sessions(pairing: Pairing) -> Iterator[WantedEvent]:
    for session in pairing.booked:
        for role in BOTH:
            entry = CalendarEntry(
                uid=f"{pairing.id}.session-{session.number}",
                role=role,
                sequence=0,
                starts=session.starts,
                ends=session.ends,
                written=pairing.since,
                session=session.number,
            )
            yield WantedEvent(entry=entry, at=pairing.since)


def gatherings(pairing: Pairing) -> Iterator[Duty]:
    if not pairing.accepted_at:
        return
    for gathering in pairing.rules.gatherings:
        if gathering.kind.stage is None:
            continue
        for role in gathering.roles:
            if not _settled(pairing, gathering, role):
                yield from _for_partner(pairing, gathering, role)


def _settled(pairing: Pairing, gathering: Gathering, role: Role) -> bool:
    """Who has said how to go on has been part of the review, whoever wrote down the attendance."""
    partner = pairing.partner(role)
    return partner.has_settled(gathering) or bool(_is_review(gathering) and partner.review)


def _is_review(gathering: Gathering) -> bool:
    return gathering.kind is GatheringKind.MIDWAY_REVIEW


def _for_partner(pairing: Pairing, gathering: Gathering, role: Role) -> Iterator[Duty]:
    sitting = pairing.next_sitting(gathering, role)
    if absent := pairing.partner(role).cannot_come(gathering, sitting):
        if _is_asked_for(pairing, gathering):
            yield ConcernDuty(concern=Concern.CANNOT_COME, at=absent)
    elif sitting:
        if not _is_review(gathering):  # which is followed by a question
            yield from _reminder(pairing, gathering, sitting, role)
        if _is_asked_for(pairing, gathering):
            unrecorded = pairing.after(sitting.ends, pairing.rules.patience.attendance)
            yield ConcernDuty(concern=Concern.ATTENDANCE_UNRECORDED, at=unrecorded)
    elif gathering.one_to_one and gathering.sittings:
        yield from _choice(pairing, gathering, role)
    elif _is_asked_for(pairing, gathering):
        yield ConcernDuty(concern=Concern.MISSED_GATHERING, at=pairing.since)
    yield from _missed(pairing, gathering, sitting, role)


def _choice(pairing: Pairing, gathering: Gathering, role: Role) -> Iterator[Duty]:
    """Who comes alone is asked to choose a time, and once more; then it is the coordinator's."""
    last, patience = gathering.sittings[-1], pairing.rules.patience
    asked = invited_at(pairing, gathering.sittings[0])
    again = (
        pairing.after(asked, patience.evaluation_chasers[0]) if patience.evaluation_chasers else last.starts
    )
    for name, at, expires in (
        (LetterName.GATHERING_CHOICE, asked, again),
        (LetterName.GATHERING_CHOICE_CHASER, again, last.starts),
    ):
        yield Letter(
            name=name,
            role=role,
            key=f"{name}:{gathering.key}:{role}",
            at=at,
            gathering=gathering.key,
            expires=expires,
        )
    if _is_asked_for(pairing, gathering):
        yield ConcernDuty(concern=Concern.MISSED_GATHERING, at=last.ends)


def _is_asked_for(pairing: Pairing, gathering: Gathering) -> bool:
    """Nobody waits for a review once its stage is over, or before it."""
    return gathering.is_required and (not _is_review(gathering) or pairing.stage is Stage.MIDWAY_REVIEW)


def _reminder(pairing: Pairing, gathering: Gathering, sitting: Sitting, role: Role) -> Iterator[Duty]:
    told = [
        e.written
        for e in pairing.calendar_entries
        if (e.role, e.sitting, e.gathering) == (role, sitting.key, gathering.key)
    ]
    if not told:
        return  # the invitation has not gone yet
    at = mornings_after(sitting.starts, -pairing.rules.patience.remind_before, pairing.rules.zone)
    if at < max(told) + timedelta(days=1):
        return  # or the news of its moving, only just
    yield Letter(
        name=LetterName.GATHERING_REMINDER,
        role=role,
        key=f"reminder:{gathering.key}:{sitting.key}:{sitting.starts:%Y%m%dT%H%M}:{role}",
        at=at,
        gathering=gathering.key,
        sitting=sitting.key,
        starts=sitting.starts,
        ends=sitting.ends,
        wave=asks_with(pairing, role, sitting.starts),
        expires=sitting.starts,
    )


def _missed(
    pairing: Pairing, gathering: Gathering, next_sitting: Sitting | None, role: Role
) -> Iterator[Duty]:
    record = pairing.partner(role).record_of(gathering)
    if record is None or record.attendance is not Attendance.MISSED:
        return
    if _is_review(gathering) and next_sitting is None:
        return  # the question that follows is all there is to catch up with
    yield Letter(
        name=LetterName.GATHERING_MISSED,
        role=role,
        key=f"missed:{gathering.key}:{record.sitting}:{role}",
        at=record.at,
        gathering=gathering.key,
        sitting=next_sitting.key if next_sitting else None,
        starts=next_sitting.starts if next_sitting else None,
        ends=next_sitting.ends if next_sitting else None,
    )
