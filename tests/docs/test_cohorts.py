"""docs/cohorts.md tells the calendar that a cohort keeps."""

import re

from domain.enums import CohortStage
from tests.docs.pages import sections, text_of
from tests.docs.pages import table as table_in
from tests.docs.told import check_days, letters_of_cohorts
from workflows.cohort import BATCH

PAGE = "docs/cohorts.md"
_COMMANDS = (
    *("close-applications", "extend", "draft", "approve", "reschedule", "add-sitting", "attendance", "end"),
    "report",
)


def test_every_stage_is_told_in_its_order() -> None:
    told = re.findall(r"^- \*\*([a-z ]+)\*\*:", sections(text_of(PAGE))["The stages"], re.MULTILINE)

    assert told == [stage.value for stage in CohortStage]


def test_every_letter_about_a_cohort_is_in_the_table_of_letters() -> None:
    assert set(table_in(sections(text_of(PAGE))["The letters"])) == letters_of_cohorts()


def test_what_a_coordinator_can_do_is_in_the_table_of_commands() -> None:
    commands = table_in(sections(text_of(PAGE))["What you can do"])

    assert [re.match(r"tandem cohort (\S+)", command)[1] for command in commands] == list(_COMMANDS)  # type: ignore[index]


def test_the_size_of_a_batch_is_told() -> None:
    assert f"in batches of {BATCH}," in text_of(PAGE)


def test_the_days_named_beside_a_key_of_patience_are_its_defaults() -> None:
    check_days(PAGE)
