import pytest

from domain.enums import GatheringKind, Stage
from domain.errors import Refused
from tests.domain.varied import gathering, no_evaluation, no_gates, no_review, with_gathering
from tests.living import bristol_rules, utc


def test_bristol_has_every_stage() -> None:
    assert all(bristol_rules().has(stage) for stage in Stage)


def test_a_stage_is_missing_when_its_gathering_is() -> None:
    assert not no_gates().has(Stage.INDUCTION)
    assert not no_gates().has(Stage.TRAINING)
    assert not no_review().has(Stage.MIDWAY_REVIEW)
    assert not no_evaluation().has(Stage.EVALUATION)


def test_only_required_gatherings_are_gates() -> None:
    optional = gathering("training", GatheringKind.TRAINING, utc(2027, 7, 6, 13), required=False)
    assert not with_gathering(optional).has(Stage.TRAINING)


def test_an_unknown_gathering_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        Refused, match="no gathering 'party'; it has: information, induction, training, review"
    ):
        bristol_rules().gathering("party")
