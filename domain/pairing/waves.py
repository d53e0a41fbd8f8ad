"""When a partner is asked the questions of a wave, and that they have answered: of what, and not what."""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.clock import mornings_after
from domain.entity.outcomes import OutcomeKind
from domain.enums import Role, Stage, Wave
from domain.errors import Refused
from domain.pairing import events
from domain.pairing.pairing import Pairing
from domain.pairing.stages.evaluation import answer as answer_at_end
from domain.pairing.stages.evaluation import not_asked_yet
from domain.pairing.stages.over import follow_up_at, nothing_more
from domain.programme.rules import Rules
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


def chasers(pairing: Pairing, role: Role, wave: Wave) -> dict[int, datetime]:
    """When a partner who has not answered is reminded by a letter of its own, by the days after the questions
    came."""
    times, patience = window(pairing, role, wave), pairing.rules.patience
    if times is None or _others_remind(pairing, role, wave):
        return {}
    days = patience.evaluation_chasers if wave is Wave.END else patience.question_chasers
    opens = max(times.opens, pairing.since) if wave is Wave.END else times.opens
    moments = ((day, pairing.after(opens, day)) for day in days)
    return {day: at for day, at in moments if at < times.closes}


def _others_remind(pairing: Pairing, role: Role, wave: Wave) -> bool:
    """What reminds of the first gathering asks once more (`asks_with`), and of the review, with which the
    questions came, the coordinator does."""
    if wave is Wave.MIDWAY:
        return pairing.rules.review is not None
    return wave is Wave.BEFORE and _first_gathering(pairing, role) is not None


def asks_with(pairing: Pairing, role: Role, begins: datetime) -> Wave | None:
    """The wave that a reminder of what begins then asks once more: the one that closes with it."""
    times, answers = window(pairing, role, Wave.BEFORE), pairing.partner(role).answers
    return Wave.BEFORE if times and times.closes == begins and Wave.BEFORE not in answers else None


def is_late(pairing: Pairing, role: Role, wave: Wave, now: datetime) -> bool:
    """Whether a partner may still answer, has not, and has been reminded for the last time; where nobody is
    reminded, half of the time has gone."""
    times = window(pairing, role, wave)
    if times is None or wave in pairing.partner(role).answers or not _is_waited_for(pairing, wave):
        return False
    half = times.opens + (times.closes - times.opens) / 2
    return max(chasers(pairing, role, wave).values(), default=half) <= now <= times.closes


def _is_waited_for(pairing: Pairing, wave: Wave) -> bool:
    """Nobody is during a pause; nor for what is asked half-way before they begin, or at the end."""
    match wave:
        case Wave.MIDWAY:
            return pairing.paused is None and pairing.stage.pair_meets
        case Wave.END:
            return pairing.paused is None and pairing.stage is Stage.EVALUATION
    return pairing.paused is None


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
    return Window(opens, _first_gathering(pairing, role) or late)


def _first_gathering(pairing: Pairing, role: Role) -> datetime | None:
    """When the first begins to which an accepted partner comes; None if it has before they accepted."""
    starts = [
        sitting.starts
        for stage in (Stage.INDUCTION, Stage.TRAINING)
        for gathering in pairing.rules.of_stage(stage)
        if role in gathering.roles
        for sitting in [pairing.partner(role).seat_at(gathering) or (*gathering.sittings, None)[0]]
        if sitting
    ]
    first = min(starts, default=None)
    return first if first and pairing.accepted_at and first > pairing.accepted_at else None


def _midway(pairing: Pairing, role: Role) -> Window | None:
    """With the review; where a programme has none, half-way through the time for sessions."""
    if meeting := pairing.review_meeting(role):
        last = max(each.ends for each in pairing.review_meetings)
        return Window(meeting.ends, pairing.after(last, pairing.rules.patience.review))
    opens = _morning(pairing, _half_way(pairing.rules.sessions.opens, pairing.sessions_close), 0)
    return Window(opens, pairing.after(opens, pairing.rules.patience.review))


def _end(pairing: Pairing) -> Window | None:
    evaluation = pairing.rules.evaluation
    if evaluation is None or pairing.stage not in (Stage.EVALUATION, Stage.COMPLETED):
        return None
    return Window(pairing.questionnaire_opens(evaluation), pairing.questionnaire_closes(evaluation))


def _later(pairing: Pairing) -> Window | None:
    opens = follow_up_at(pairing)
    return Window(opens, later_closes(opens, pairing.rules.zone)) if opens else None


def midway_closes(rules: Rules) -> datetime:
    """When the last pair that has not paused, and got no more time, can no longer answer half-way."""
    if rules.review:
        asked = max(sitting.ends for sitting in rules.review.sittings)
    else:
        asked = mornings_after(_half_way(rules.sessions.opens, rules.sessions.closes), 0, rules.zone)
    return mornings_after(asked, rules.patience.review, rules.zone)


def _half_way(opens: datetime, closes: datetime) -> datetime:
    return opens + (closes - opens) / 2


def later_closes(opens: datetime, zone: ZoneInfo) -> datetime:
    """Until when it may be answered what was asked half a year on, at `opens`."""
    return end_of((opens + timedelta(days=_DAYS_FOR_LATER)).astimezone(zone).date(), zone)


def _morning(pairing: Pairing, at: datetime, days: int) -> datetime:
    return mornings_after(at, days, pairing.rules.zone)
