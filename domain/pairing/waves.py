"""When a partner is asked the questions of a wave, and that they have answered: of what, and not what."""

from datetime import datetime, timedelta
from typing import NamedTuple

from domain.clock import mornings_after
from domain.entity.outcomes import OutcomeKind
from domain.enums import Role, Stage, Wave
from domain.errors import Refused
from domain.pairing import events
from domain.pairing.pairing import Pairing
from domain.pairing.stages.evaluation import answer as answer_at_end
from domain.pairing.stages.evaluation import not_asked_yet
from domain.pairing.stages.over import follow_up_at, nothing_more
from domain.programme.timetable import end_of

_DAYS_FOR_LATE = 14
"""Who comes after the first gathering has so long for the questions before it."""
_DAYS_FOR_LATER = 28
"""Half a year on, nothing else tells when it is over."""


class Window(NamedTuple):
    opens: datetime
    closes: datetime

    def is_open(self, now: datetime) -> bool:
        return self.opens <= now <= self.closes


def window(pairing: Pairing, role: Role, wave: Wave) -> Window | None:
    """Between which moments this partner may answer, as things stand; None if this is not to be foreseen, or
    they are not asked."""
    if wave not in pairing.rules.asks or pairing.stage is Stage.ENDED:
        return None
    match wave:
        case Wave.BEFORE:
            found = _before(pairing, role)
        case Wave.MIDWAY:
            found = _midway(pairing, role)
        case Wave.END:
            found = _end(pairing)
        case _:
            found = _later(pairing)
    return None if found is None or pairing.is_before_takeover(found.opens) else found


def open_waves(pairing: Pairing, role: Role, now: datetime) -> list[Wave]:
    """Those that this partner may answer now."""
    times = ((wave, window(pairing, role, wave)) for wave in Wave)
    return [wave for wave, found in times if found and found.is_open(now)]


def answer(event: events.Answer, pairing: Pairing, now: datetime) -> Pairing:
    """Of another wave than the last but one it may be told whenever it is: nothing follows from it."""
    if event.wave is Wave.END:
        if pairing.stage is Stage.EVALUATION:
            return answer_at_end(event, pairing, now)
        raise Refused(not_asked_yet(event, pairing) if pairing.is_open else nothing_more(pairing))
    if event.wave not in pairing.rules.asks:
        raise Refused(f"Nothing is asked in this programme in the wave {event.wave}.")
    partner = pairing.partner(event.role)
    answered = pairing.with_partner(event.role, answers={**partner.answers, event.wave: now})
    return answered.with_outcome(OutcomeKind.ANSWERED, now, role=event.role, about=event.wave)


def has_answered(event: events.Answer, pairing: Pairing) -> bool:
    return event.wave in pairing.partner(event.role).answers


def _before(pairing: Pairing, role: Role) -> Window | None:
    """From the acceptance of both until the first gathering."""
    opens = pairing.accepted_at
    if opens is None:
        return None
    late = end_of(_morning(pairing, opens, _DAYS_FOR_LATE).date(), pairing.rules.zone)
    starts = [
        sitting.starts
        for stage in (Stage.INDUCTION, Stage.TRAINING)
        for gathering in pairing.rules.of_stage(stage)
        if role in gathering.roles
        for sitting in [pairing.partner(role).seat_at(gathering) or (*gathering.sittings, None)[0]]
        if sitting
    ]
    first = min(starts, default=late)
    return Window(opens, first if first > opens else late)


def _midway(pairing: Pairing, role: Role) -> Window | None:
    """With the review; where a programme has none, half-way through the time for sessions."""
    if meeting := pairing.review_meeting(role):
        last = max(each.ends for each in pairing.review_meetings)
        return Window(meeting.ends, pairing.after(last, pairing.rules.patience.review))
    sessions = pairing.rules.sessions
    half_way = sessions.opens + (pairing.sessions_close - sessions.opens) / 2
    opens = _morning(pairing, half_way, 0)
    return Window(opens, pairing.after(opens, pairing.rules.patience.review))


def _end(pairing: Pairing) -> Window | None:
    evaluation = pairing.rules.evaluation
    if evaluation is None or pairing.stage not in (Stage.EVALUATION, Stage.COMPLETED):
        return None
    return Window(pairing.questionnaire_opens(evaluation), pairing.questionnaire_closes(evaluation))


def _later(pairing: Pairing) -> Window | None:
    opens = follow_up_at(pairing)
    if opens is None:
        return None
    last = (opens + timedelta(days=_DAYS_FOR_LATER)).astimezone(pairing.rules.zone).date()
    return Window(opens, end_of(last, pairing.rules.zone))


def _morning(pairing: Pairing, at: datetime, days: int) -> datetime:
    return mornings_after(at, days, pairing.rules.zone)
