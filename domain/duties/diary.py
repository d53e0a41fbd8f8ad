"""Keeping each partner's own calendar true.

What a calendar should hold is worked out from the pairing, what it does hold was noted when our
letters went; each difference is one letter: new, moved or cancelled. A UID never changes, the
sequence grows by one with every letter about it (RFC 5546).
"""

from collections.abc import Iterator
from datetime import datetime

from domain.clock import mornings_after
from domain.duties.duty import Duty
from domain.letters import CalendarPart, Letter, LetterName, Method
from domain.pairing import DiaryEntry, Pairing
from domain.rules import Sitting
from domain.value import Moment, Value
from domain.words import BOTH, Role


class _Wanted(Value):
    """An event that should be in this partner's calendar from `at` on."""

    entry: DiaryEntry
    at: Moment


def diary(pairing: Pairing) -> Iterator[Duty]:
    wanted = [*_wanted_gatherings(pairing), *_wanted_sessions(pairing)] if pairing.is_open else []
    for wish in wanted:
        held = _held(pairing, wish.entry.uid, wish.entry.role)
        if held is None or held.cancelled:
            if not pairing.paused:  # a pair that pauses is not asked to come to anything new
                yield _new(wish, sequence=held.sequence + 1 if held else 0)
        elif (held.starts, held.ends) != (wish.entry.starts, wish.entry.ends):
            yield _moved(wish, sequence=held.sequence + 1, now=pairing.since)
    keep = {(wish.entry.uid, wish.entry.role) for wish in wanted}
    for entry in pairing.diary:
        if not entry.cancelled and (entry.uid, entry.role) not in keep:
            yield _cancelled(entry, now=pairing.since)


def noted(pairing: Pairing, letter: Letter, now: datetime) -> Pairing:
    """The pairing after this letter, written now, has changed its recipient's calendar."""
    part, starts, ends = letter.calendar, letter.starts, letter.ends
    if part is None or starts is None or ends is None:
        return pairing
    entry = DiaryEntry(
        uid=part.uid,
        role=letter.role,
        sequence=part.sequence,
        starts=starts,
        ends=ends,
        written=now,
        gathering=letter.gathering,
        sitting=letter.sitting,
        session=letter.session,
        cancelled=part.method is Method.CANCEL,
    )
    others = tuple(e for e in pairing.diary if (e.uid, e.role) != (entry.uid, entry.role))
    return pairing.changed(diary=(*others, entry))


def invited_at(pairing: Pairing, sitting: Sitting) -> datetime:
    """When an accepted pair is invited to this sitting."""
    days = pairing.rules.patience.invite_before
    return max(
        pairing.accepted_at or sitting.starts, mornings_after(sitting.starts, -days, pairing.rules.zone)
    )


def _held(pairing: Pairing, uid: str, role: Role) -> DiaryEntry | None:
    return next((e for e in pairing.diary if (e.uid, e.role) == (uid, role)), None)


def _wanted_gatherings(pairing: Pairing) -> Iterator[_Wanted]:
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
            entry = DiaryEntry(
                uid=f"{pairing.id}.{gathering.key}.{sitting.key}",
                role=role,
                sequence=0,
                starts=sitting.starts,
                ends=sitting.ends,
                written=pairing.since,
                gathering=gathering.key,
                sitting=sitting.key,
            )
            yield _Wanted(entry=entry, at=invited_at(pairing, sitting))


def _wanted_sessions(pairing: Pairing) -> Iterator[_Wanted]:
    for session in pairing.booked:
        for role in BOTH:
            entry = DiaryEntry(
                uid=f"{pairing.id}.session-{session.number}",
                role=role,
                sequence=0,
                starts=session.starts,
                ends=session.ends,
                written=pairing.since,
                session=session.number,
            )
            yield _Wanted(entry=entry, at=pairing.since)


def _new(wish: _Wanted, sequence: int) -> Letter:
    name = LetterName.SESSION_BOOKED if wish.entry.session else LetterName.GATHERING_INVITATION
    return _letter(name, wish.entry, Method.REQUEST, sequence, wish.at)


def _moved(wish: _Wanted, sequence: int, now: datetime) -> Letter:
    name = LetterName.SESSION_MOVED if wish.entry.session else LetterName.GATHERING_MOVED
    return _letter(name, wish.entry, Method.REQUEST, sequence, now)


def _cancelled(entry: DiaryEntry, now: datetime) -> Letter:
    name = LetterName.SESSION_CANCELLED if entry.session else LetterName.GATHERING_CANCELLED
    return _letter(name, entry, Method.CANCEL, entry.sequence + 1, now)


def calendar_key(uid: str, sequence: int, role: Role) -> str:
    """The business key of the letter that brings this change of an event to this partner."""
    return f"calendar:{uid}:{sequence}:{role}"


def _letter(name: LetterName, entry: DiaryEntry, method: Method, sequence: int, at: datetime) -> Letter:
    part = CalendarPart(uid=entry.uid, method=method, sequence=sequence)
    return Letter(
        name=name,
        role=entry.role,
        key=calendar_key(entry.uid, sequence, entry.role),
        at=at,
        gathering=entry.gathering,
        sitting=entry.sitting,
        session=entry.session,
        starts=entry.starts,
        ends=entry.ends,
        expires=entry.starts,
        calendar=part,
    )
