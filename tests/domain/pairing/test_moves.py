"""The table of a pairing's life: every move is made by some life, and no other."""

from collections.abc import Callable
from itertools import pairwise

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, EndReason, GatheringKind, Stage
from domain.pairing.events import Answer, Attend, LogSession, Waive
from domain.pairing.machine import PAIRING
from domain.pairing.stages.every import STAGES
from domain.programme.rules import Rules
from tests.domain.varied import (
    gathering,
    no_evaluation,
    no_gates,
    no_induction,
    no_review,
    nothing_but_sessions,
    with_gathering,
    without,
)
from tests.living import Life, accepted, bristol_rules, evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit


def stages(entity: Life) -> list[Stage]:
    """The stages this life has gone through, in order."""
    entered = [Stage(o.about or "") for o in entity.outcomes if o.kind is OutcomeKind.STAGE]
    ended = [Stage.ENDED] if entity.stage is Stage.ENDED else []
    return [Stage.APPLICATION, *entered, *ended]


def met(entity: Life, times: int) -> Life:
    for number in range(times):
        entity.update(LogSession(starts=utc(2027, 6, 20 + number)))
    return entity


def proposed(entity: Life) -> Life:
    return entity


def lacking(rules: Rules) -> set[Stage]:
    return {stage for stage, home in STAGES.items() if not home.is_part_of(rules)}


def silent(entity: Life) -> Life:
    entity.until_over()
    return entity


def excused_from(entity: Life, *keys: str) -> Life:
    for key in keys:
        entity.update(Waive(gathering=key))
    return entity


def whole_lives() -> list[Life]:
    """Five lives that between them make every move there is."""
    return [
        silent(Life()),
        silent(lived(accepted)),
        silent(excused_from(lived(accepted), "induction")),
        silent(lived(mentoring)),
        silent(lived(evaluation)),
    ]


@pytest.fixture(scope="module")
def steps() -> set[tuple[Stage, Stage, EndReason | None]]:
    made: set[tuple[Stage, Stage, EndReason | None]] = set()
    for entity in whole_lives():
        lived_through = stages(entity)
        made |= {
            (source, target, entity.pairing.end_reason if target is Stage.ENDED else None)
            for source, target in pairwise(lived_through)
        }
    return made


def test_the_moves_that_pairings_make_are_those_of_the_table(
    steps: set[tuple[Stage, Stage, EndReason | None]],
) -> None:
    table = {(source, move.target, move.reason) for move in PAIRING.moves for source in move.sources}
    assert steps == table


def test_a_move_into_the_end_has_a_reason_and_no_other_move_has() -> None:
    for move in PAIRING.moves:
        assert (move.reason is not None) == (move.target is Stage.ENDED)


def test_every_open_stage_has_a_move_and_what_is_over_has_none() -> None:
    for stage in Stage:
        assert bool(PAIRING.moves_from(stage)) == stage.is_open


def test_a_pair_that_does_everything_goes_through_the_whole_life() -> None:
    assert stages(silent(lived(evaluation))) == [
        Stage.APPLICATION,
        Stage.INDUCTION,
        Stage.TRAINING,
        Stage.MENTORING,
        Stage.MIDWAY_REVIEW,
        Stage.MENTORING,
        Stage.EVALUATION,
        Stage.COMPLETED,
    ]


# Stages a programme does not have


def test_bristol_has_every_stage() -> None:
    assert lacking(bristol_rules()) == set()


def test_a_stage_is_missing_when_its_gathering_is() -> None:
    assert lacking(no_gates()) == {Stage.INDUCTION, Stage.TRAINING}
    assert lacking(no_review()) == {Stage.MIDWAY_REVIEW}
    assert lacking(no_evaluation()) == {Stage.EVALUATION}


def test_only_required_gatherings_are_gates() -> None:
    optional = gathering("training", GatheringKind.TRAINING, utc(2027, 7, 6, 13), required=False)
    assert lacking(with_gathering(optional)) == {Stage.TRAINING}


def test_without_an_induction_the_training_comes_first() -> None:
    assert lived(accepted, no_induction).stage is Stage.TRAINING


def test_without_a_training_mentoring_follows_the_induction() -> None:
    entity = lived(accepted, lambda: without(GatheringKind.TRAINING))
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction"))
    assert entity.stage is Stage.MENTORING


def test_without_either_mentoring_begins_at_acceptance() -> None:
    assert lived(accepted, no_gates).stage is Stage.MENTORING


def test_an_induction_nobody_must_attend_holds_nobody_up() -> None:
    optional = gathering("induction", GatheringKind.INDUCTION, utc(2027, 6, 30, 9), required=False)
    assert lived(accepted, lambda: with_gathering(optional)).stage is Stage.TRAINING


def test_without_a_review_mentoring_is_not_interrupted() -> None:
    entity = met(lived(mentoring, no_review), 4)
    assert Stage.MIDWAY_REVIEW not in stages(silent(entity))
    assert entity.stage is Stage.COMPLETED


def test_without_an_evaluation_the_pairing_is_completed_when_the_time_is_over() -> None:
    entity = silent(met(lived(mentoring, no_evaluation), 4))
    assert (entity.stage, entity.now) == (Stage.COMPLETED, utc(2028, 1, 6, 23, 59))
    assert Stage.EVALUATION not in stages(entity)


def test_a_programme_of_nothing_but_sessions_can_be_lived() -> None:
    entity = lived(accepted, nothing_but_sessions)
    entity.until(utc(2027, 7, 1))
    assert stages(silent(met(entity, 4))) == [Stage.APPLICATION, Stage.MENTORING, Stage.COMPLETED]


# How it ends by itself


@pytest.mark.parametrize("how", [proposed, accepted])
def test_a_pair_that_never_got_to_mentoring_never_began(how: Callable[[Life], Life]) -> None:
    entity = silent(lived(how))
    assert (entity.stage, entity.pairing.end_reason) == (Stage.ENDED, EndReason.NEVER_BEGAN)
    assert entity.now == utc(2028, 1, 6, 23, 59)


@pytest.mark.parametrize("sessions", [0, 1])
def test_a_silent_pair_that_met_less_than_half_ends_without_contact(sessions: int) -> None:
    entity = silent(met(lived(mentoring), sessions))
    assert (entity.stage, entity.pairing.end_reason) == (Stage.ENDED, EndReason.NO_CONTACT)


@pytest.mark.parametrize(("sessions", "too_few"), [(2, True), (3, True), (4, False)])
def test_a_pair_that_met_at_least_half_is_evaluated(sessions: int, too_few: bool) -> None:
    entity = met(lived(mentoring), sessions)
    entity.until(utc(2028, 1, 7))
    assert entity.stage is Stage.EVALUATION
    assert (Concern.TOO_FEW_SESSIONS in entity.pairing.concerns) == too_few


def test_a_pair_that_met_little_but_lately_is_evaluated() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 12, 15))
    entity.update(LogSession(starts=utc(2027, 12, 14)))
    entity.until(utc(2028, 1, 7))
    assert entity.stage is Stage.EVALUATION


def test_sessions_that_are_too_short_do_not_save_a_silent_pair() -> None:
    entity = lived(mentoring)
    for day in (20, 21):
        entity.update(LogSession(starts=utc(2027, 6, day), minutes=30))
    silent(entity)
    assert entity.pairing.end_reason is EndReason.NO_CONTACT


def test_the_answers_alone_complete_it_when_there_is_no_closing_duty() -> None:
    entity = lived(evaluation)
    for role in BOTH:
        entity.update(Answer(role=role))
    assert entity.now == utc(2028, 1, 10, 10)
    assert entity.stage is Stage.COMPLETED
