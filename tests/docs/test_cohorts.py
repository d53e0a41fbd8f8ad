"""docs/cohorts.md tells the calendar that a cohort keeps."""

import re

import pytest

from domain.enums import CohortStage
from tests.docs.pages import sections, text_of
from tests.docs.pages import table as table_in
from tests.docs.told import check_days, letters_of_cohorts

pytestmark = pytest.mark.docs

PAGE = "docs/cohorts.md"


def test_every_stage_is_told_in_its_order() -> None:
    told = re.findall(r"^- \*\*([a-z ]+)\*\*:", sections(text_of(PAGE))["The stages"], re.MULTILINE)

    assert told == [stage.value for stage in CohortStage]


def test_every_letter_about_a_cohort_is_in_the_table_of_letters() -> None:
    assert set(table_in(sections(text_of(PAGE))["The letters"])) == letters_of_cohorts()


def test_the_days_named_beside_a_key_of_patience_are_its_defaults() -> None:
    check_days(PAGE)
