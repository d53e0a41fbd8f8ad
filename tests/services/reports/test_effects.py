"""How far answers have moved, as the report says it: on the scale of five points, and in numbers."""

import pytest

from domain.enums import Role, Wave
from domain.evaluation.item import Item, ItemKind
from services.pictures.kinds import SlopesPicture
from services.reports.closing import ClosingReport
from services.reports.document import Block, DataTable, Illustration, Paragraph
from services.reports.sections.effects import effects
from services.reports.sections.one_page import one_page
from tests.services.reports.answered import report_of

pytestmark = pytest.mark.unit

_AROUND = (Wave.BEFORE, Wave.END)
_MEETINGS = Item(key="meetings", text="To how many meetings did you go?", kind=ItemKind.NUMBER, waves=_AROUND)
_VOICE = Item(key="voice", text="I am heard.", waves=_AROUND)
_LEARNED = Item(key="learned", text="I have learned.", waves=_AROUND)


def _report(*items: Item, people: int = 12) -> ClosingReport:
    """Of so many people who each went to no meeting, and then to many; some agree that they are heard, as
    nobody did; all agree that they have learned."""
    before = {"meetings": "0", "voice": "2", "learned": "2"}
    after = [{"meetings": str(30 + one), "voice": str(4 + one % 2), "learned": "5"} for one in range(people)]
    return report_of(items, [(Role.MENTOR, {Wave.BEFORE: before, Wave.END: each}) for each in after])


def _told(*items: Item) -> list[Block]:
    report = _report(*items)
    return list(effects(report, "Before and after", report.evaluation.effects))


def test_numbers_are_told_in_a_table_and_not_on_the_scale_of_agreement() -> None:
    said, table = _told(_MEETINGS)

    assert isinstance(said, Paragraph)
    assert said.text.startswith("The answers rose clearly with \u201c")
    assert isinstance(table, DataTable)
    (row,) = table.rows
    assert row[1:3] == ("0.0 \u2192 35.5", "0.0 \u2192 35.5")


def test_beside_numbers_agreement_has_its_picture() -> None:
    blocks = _told(_VOICE, _MEETINGS)

    assert [type(block) for block in blocks] == [Illustration, Paragraph, DataTable]
    assert isinstance(blocks[0], Illustration)
    assert isinstance(blocks[0].picture, SlopesPicture)
    assert [slope.label for slope in blocks[0].picture.slopes] == ["I am heard."]


def test_where_all_answer_alike_a_sentence_says_that_it_cannot_be_told_and_nothing_says_what() -> None:
    (said,) = _told(_LEARNED)

    assert isinstance(said, Paragraph)
    assert said.text.startswith(
        "The answers are too much alike to say how far they have moved: \u201cI have "
    )
    (found,) = _report(_LEARNED).evaluation.effects
    assert (found.people, found.mean_before, found.mean_after, found.median_after) == (10, None, None, None)
    assert found.moved == {}


def test_what_is_too_much_alike_is_not_said_to_have_stood_still() -> None:
    alone, beside = (str(one_page(_report(*items))) for items in ((_LEARNED,), (_LEARNED, _VOICE)))

    assert "How far people have moved cannot be told" in alone
    assert "Agreement rose clearly with \u201cI am heard" in beside
