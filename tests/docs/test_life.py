"""docs/life.md tells the life that the domain lives."""

import pytest

from domain.enums import Concern, Stage
from tests.docs.pages import sections, table, text_of
from tests.docs.told import check_days, letters_of_pairings
from tests.every import every

pytestmark = pytest.mark.docs

PAGE = "docs/life.md"


@every("stage", Stage)
def test_every_stage_is_told(stage: Stage) -> None:
    assert f"**{stage.value.replace('_', ' ')}**" in text_of(PAGE)


def test_every_letter_of_a_pairing_is_in_the_table_of_letters() -> None:
    assert set(table(sections(text_of(PAGE))["The letters"])) == letters_of_pairings()


def test_every_concern_is_in_the_table_of_concerns() -> None:
    assert set(table(sections(text_of(PAGE))["The coordinator's list"])) == set(Concern)


def test_the_days_named_beside_a_key_of_patience_are_its_defaults() -> None:
    check_days(PAGE)
