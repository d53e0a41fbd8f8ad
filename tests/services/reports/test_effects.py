"""How far answers have moved, as the report says it: on the scale of five points, and in numbers."""

from datetime import date

import pytest

from domain.disclosure.profile import Profile
from domain.enums import CohortStage, Role, Wave
from domain.evaluation.item import Item, ItemKind
from domain.evaluation.published import publish_evaluation
from domain.evaluation.questionnaire import QuestionnairePlan
from domain.evaluation.results import results
from services.pictures.kinds import SlopesPicture
from services.reports.closing import ClosingReport
from services.reports.document import Block, DataTable, Illustration, Paragraph
from services.reports.sections.effects import effects
from services.reports.voices import Voices
from tests.factories import programme

pytestmark = pytest.mark.unit

_AROUND = (Wave.BEFORE, Wave.END)
_MEETINGS = Item(key="meetings", text="To how many meetings did you go?", kind=ItemKind.NUMBER, waves=_AROUND)
_VOICE = Item(key="voice", text="I am heard.", waves=_AROUND)


def _told(*items: Item, people: int = 12) -> list[Block]:
    """Of so many people who each went to one meeting, or to some more, and agree now."""
    before, after = {"meetings": "0", "voice": "2"}, {"meetings": "40", "voice": "4"}
    sheets = [
        (Role.MENTOR, {Wave.BEFORE: before, Wave.END: {**after, "meetings": str(30 + one)}})
        for one in range(people)
    ]
    plan = QuestionnairePlan(core=False, items=items)
    found = publish_evaluation(results(plan, sheets), tuple(Wave), Profile.NHS)
    report = ClosingReport(
        cohort="bristol-2021",
        programme=programme("bristol-2021"),
        number=1,
        as_of=date(2028, 2, 1),
        stage=CohortStage.ENDED,
        profile=Profile.NHS,
        tables={},
        evaluation=found,
        voices=Voices(),
    )
    return list(effects(report, "Before and after", found.effects))


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
