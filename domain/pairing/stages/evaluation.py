"""The questionnaire to each partner, its chasers, and the closing date they name."""

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from domain.entity.entity import ConcernDuty, Duty
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, Role, Stage, Wave
from domain.errors import Refused
from domain.letter.letter import Letter, LetterName
from domain.pairing import events
from domain.pairing.pairing import Pairing
from domain.pairing.stages.gates import attendance_steps
from domain.pairing.stages.stage import StageRules, named
from domain.programme.rules import Rules
from domain.suggestion import Suggestion, suggest, who


def answer(event: events.Answer, pairing: Pairing, now: datetime) -> Pairing:
    evaluation = pairing.rules.evaluation
    if evaluation is None or now < pairing.questionnaire_opens(evaluation):
        raise Refused(not_asked_yet(event, pairing))
    partner = pairing.partner(event.role)
    answered = pairing.with_partner(event.role, answers={**partner.answers, Wave.END: now})
    return answered.with_outcome(OutcomeKind.ANSWERED, now, role=event.role, about=Wave.END)


def not_asked_yet(_: events.Answer, pairing: Pairing) -> str:
    if pairing.rules.evaluation is None:
        return "This programme has no evaluation questionnaire."
    return f"The evaluation has not been sent yet; the pair is in {pairing.stage}."


def evaluation_over(pairing: Pairing) -> datetime | None:
    answered = all(pairing.partner(role).answered for role in BOTH)
    if answered and not pairing.unsettled(Stage.EVALUATION):
        return max([pairing.since, *_closing_gatherings_over(pairing)])
    evaluation = pairing.rules.evaluation
    return pairing.questionnaire_closes(evaluation) if evaluation else pairing.since


def _closing_gatherings_over(pairing: Pairing) -> list[datetime]:
    """When the gatherings that partners are invited to, but need not attend, have taken place."""
    return [
        sitting.ends
        for gathering in pairing.rules.of_stage(Stage.EVALUATION)
        for role in gathering.roles
        if not pairing.partner(role).has_settled(gathering)
        and (sitting := pairing.next_sitting(gathering, role))
    ]


def _waits_for(pairing: Pairing) -> str:
    if silent := _silent(pairing):
        return f"{named(silent)} to answer the evaluation"
    unsettled = pairing.unsettled(Stage.EVALUATION)
    return f"the {unsettled[0][1]} to attend {unsettled[0][0].key}" if unsettled else "the closing gatherings"


def _next_steps(pairing: Pairing, cohort: str) -> Iterator[Suggestion]:
    silent, evaluation = _silent(pairing), pairing.rules.evaluation
    if silent and evaluation:
        opens = pairing.questionnaire_opens(evaluation)
        yield suggest("pairing answer", pairing.id, who(silent), opens=opens)
    yield from attendance_steps(pairing, cohort)


def _silent(pairing: Pairing) -> list[Role]:
    return [role for role in BOTH if not pairing.partner(role).answered]


def _duties(pairing: Pairing) -> Iterator[Duty]:
    if pairing.stage is not Stage.EVALUATION:
        return
    if pairing.mentoring_since and not pairing.has_met_minimum:
        yield ConcernDuty(concern=Concern.TOO_FEW_SESSIONS, at=pairing.since)
    for role in _silent(pairing):
        yield from _questionnaire(pairing, role)


def _questionnaire(pairing: Pairing, role: Role) -> Iterator[Duty]:
    times = pairing.rules.evaluation
    if times is None:
        return
    opens = max(pairing.since, pairing.questionnaire_opens(times))
    closes = pairing.questionnaire_closes(times)
    yield Letter(
        name=LetterName.EVALUATION,
        role=role,
        key=f"evaluation:{role}",
        wave=_wave(pairing),
        at=opens,
        until=closes,
        expires=closes,
    )
    days = pairing.rules.patience.evaluation_chasers
    moments = [*(pairing.after(opens, day) for day in days), closes]
    for day, (at, following) in zip(days, pairwise(moments), strict=True):
        if at < closes:
            yield Letter(
                name=LetterName.EVALUATION_CHASER,
                role=role,
                key=f"evaluation_chaser:{day}:{role}",
                wave=_wave(pairing),
                at=at,
                until=closes,
                expires=min(following, closes),
            )


def _wave(pairing: Pairing) -> Wave | None:
    """None where the questions are elsewhere."""
    return Wave.END if Wave.END in pairing.rules.asks else None


def _is_part_of(rules: Rules) -> bool:
    return rules.evaluation is not None


EVALUATION = StageRules(waits_for=_waits_for, next_steps=_next_steps, duties=_duties, is_part_of=_is_part_of)
