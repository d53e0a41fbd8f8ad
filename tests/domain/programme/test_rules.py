import pytest

from domain.errors import Refused
from tests.living import bristol_rules

pytestmark = pytest.mark.unit


def test_an_unknown_gathering_is_refused_with_those_there_are() -> None:
    with pytest.raises(
        Refused, match="no gathering 'party'; it has: information, induction, training, review"
    ):
        bristol_rules().gathering("party")
