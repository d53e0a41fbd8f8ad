"""A number that is asked once stands in the report: under its objective, else in the annex."""

import pytest

from domain.enums import Role, Wave
from domain.evaluation.item import Item, ItemKind
from domain.programme.purpose import Objective
from services.reports.closing import ClosingReport
from services.reports.document import Block, DataTable, Paragraph
from services.reports.sections.changes import changed
from services.reports.writing import annex
from tests.services.reports.answered import report_of

pytestmark = pytest.mark.unit

_TEXT = "To how many meetings did you go?"
_ASKED = Item(key="meetings", text=_TEXT, kind=ItemKind.NUMBER, waves=(Wave.END,), roles=(Role.MENTOR,))
_TABLE = ("Numbers at the end", ("question", "median", "n, about"), ((f"{_TEXT} (Partner)", "5.5", "10"),))


def _report(people: int, *objectives: Objective) -> ClosingReport:
    sheets = [(Role.MENTOR, {Wave.END: {"meetings": str(one)}}) for one in range(people)]
    return report_of([_ASKED], sheets, *objectives)


def _tables(blocks: tuple[Block, ...]) -> list[DataTable]:
    return [block for block in blocks if isinstance(block, DataTable)]


def test_it_stands_in_the_annex_with_how_many_said_it() -> None:
    assert _tables(annex(_report(12)).blocks) == [_TABLE]


def test_it_stands_under_the_objective_that_it_measures_and_not_twice() -> None:
    report = _report(12, Objective(of="Partners", text="To be heard.", measured_by=("meetings",)))

    assert _tables(changed(report).blocks) == [("At the end, in numbers: Partners", *_TABLE[1:])]
    assert _tables(annex(report).blocks) == []


def test_of_too_few_it_is_said_that_nothing_can_be_told() -> None:
    (said,) = annex(_report(9)).blocks

    assert isinstance(said, Paragraph)
    assert said.text == f"Of \u201c{_TEXT}\u201d nothing can be told without telling of a few."
