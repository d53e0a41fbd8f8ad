"""docs/applications.md tells the way that an application goes."""

import re

import pytest

from domain.enums import ApplicationEndReason, ApplicationStage, Concern
from tests.docs.pages import sections, table, text_of
from tests.docs.told import check_days, letters_of_applications

pytestmark = pytest.mark.docs

PAGE = "docs/applications.md"


def test_every_stage_is_told_in_its_order() -> None:
    told = re.findall(r"^- \*\*([a-z ]+)\*\*:", sections(text_of(PAGE))["The stages"], re.MULTILINE)

    assert told == [stage.value.replace("_", " ") for stage in _IN_THE_ORDER_OF_THE_PAGE]


_IN_THE_ORDER_OF_THE_PAGE = (
    *(stage for stage in ApplicationStage if stage.is_open),
    *(stage for stage in ApplicationStage if not stage.is_open),
)


def test_every_reason_is_in_the_table_of_reasons() -> None:
    assert set(table(sections(text_of(PAGE))["The reasons"])) == set(ApplicationEndReason)


def test_every_letter_about_an_application_is_in_the_table_of_letters() -> None:
    assert set(table(sections(text_of(PAGE))["The letters"])) == letters_of_applications()


def test_what_to_do_is_told_for_every_concern_about_an_application() -> None:
    listed = table(sections(text_of("docs/life.md"))["The coordinator's list"])
    about = {
        concern for concern, cells in listed.items() if cells[1] != "a pairing" and cells[1] != "a cohort"
    }

    assert set(table(sections(text_of(PAGE))["What the coordinator is told"])) == about
    assert {Concern.MANAGER_SILENT, Concern.LETTER_FAILED} <= about


def test_the_days_named_beside_a_key_of_patience_are_its_defaults() -> None:
    check_days(PAGE)
