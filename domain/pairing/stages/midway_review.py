"""The mid-way review: each partner is asked how to go on; a wish to adjust goes to the coordinator."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from domain.clock import format_date, format_moment
from domain.entity.entity import ConcernDuty, Duty
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, EndReason, ReviewChoice, Stage, Wave
from domain.errors import Refused
from domain.letter.letter import Letter, LetterName
from domain.pairing import events
from domain.pairing.pairing import Pairing
from domain.pairing.quiet import review_closes
from domain.pairing.stages.over import end_by_word
from domain.pairing.stages.stage import StageRules, named
from domain.programme.rules import Rules
from domain.suggestion import Suggestion, suggest


def review(event: events.Review, pairing: Pairing, now: datetime) -> Pairing:
    if pairing.stage is not Stage.MIDWAY_REVIEW and not pairing.review_over:
        raise Refused(review_not_yet(event, pairing))
    _check_day(event, pairing)
    if event.choice is ReviewChoice.END and pairing.stage is Stage.EVALUATION:
        raise Refused(f"The pair is in its evaluation; to leave now, withdraw the {event.role}.")
    reviewed = pairing.with_partner(event.role, review=event.choice, reviewed=now).with_outcome(
        OutcomeKind.REVIEWED, now, role=event.role, about=event.choice.value
    )
    if event.choice is ReviewChoice.END:
        return end_by_word(reviewed, EndReason.withdrawal_of(event.role), now)
    return reviewed


def _check_day(event: events.Review, pairing: Pairing) -> None:
    """Nobody can have said how to go on before the meeting."""
    meeting, day = pairing.rules.review, event.happened_on
    if meeting and day and day < meeting.sittings[0].starts.astimezone(pairing.rules.zone).date():
        raise Refused(f"{format_date(day)} was before the mid-way review.")


def has_reviewed(event: events.Review, pairing: Pairing) -> bool:
    """Whether this has been said, or another word on a later day, which counts."""
    partner = pairing.partner(event.role)
    return partner.review is event.choice or _has_been_overtaken(event, partner.reviewed, pairing)


def _has_been_overtaken(event: events.Review, reviewed: datetime | None, pairing: Pairing) -> bool:
    if event.happened_on is None or reviewed is None:
        return False
    return event.happened_on < reviewed.astimezone(pairing.rules.zone).date()


def review_not_yet(_: events.Review, pairing: Pairing) -> str:
    meeting = pairing.rules.review
    if meeting is None:
        return "This programme has no mid-way review."
    day = format_moment(meeting.sittings[0].starts, pairing.rules.zone)
    return f"The mid-way review is on {day}; the pair is in {pairing.stage}."


def review_begins(pairing: Pairing) -> datetime | None:
    meetings = pairing.review_meetings
    if not meetings or pairing.review_over:
        return None
    return max(min(meeting.starts for meeting in meetings), pairing.since)


def review_over(pairing: Pairing) -> datetime | None:
    if all(pairing.partner(role).review for role in BOTH):
        return pairing.since
    return review_closes(pairing)


def _waits_for(pairing: Pairing) -> str:
    return f"{named(role for role in BOTH if not pairing.partner(role).review)} to say how to go on"


def _next_steps(pairing: Pairing, cohort: str) -> Iterator[Suggestion]:
    for role in BOTH:
        if not pairing.partner(role).review:
            yield suggest("pairing review", pairing.id, role, "continue")


def _duties(pairing: Pairing) -> Iterator[Duty]:
    patience = pairing.rules.patience
    for role in BOTH:
        partner = pairing.partner(role)
        if partner.review is ReviewChoice.ADJUST and partner.reviewed:
            until = pairing.after(partner.reviewed, patience.notice)
            yield ConcernDuty(concern=Concern.REVIEW_ADJUST, at=partner.reviewed, until=until)
        if pairing.stage is Stage.MIDWAY_REVIEW and not partner.review:
            meeting = pairing.review_meeting(role)
            after_meeting = meeting.ends if meeting else pairing.since
            yield Letter(
                name=LetterName.REVIEW_QUESTION,
                role=role,
                key=f"review_question:{role}",
                at=max(after_meeting, pairing.since),
                until=review_closes(pairing),
                wave=Wave.MIDWAY if Wave.MIDWAY in pairing.rules.asks else None,
            )


def _is_part_of(rules: Rules) -> bool:
    return rules.review is not None


def _on_leaving(pairing: Pairing, now: datetime) -> Mapping[str, Any]:
    return {"review_over": True}


MIDWAY_REVIEW = StageRules(
    waits_for=_waits_for,
    next_steps=_next_steps,
    duties=_duties,
    is_part_of=_is_part_of,
    on_leaving=_on_leaving,
)
