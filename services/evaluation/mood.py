"""How the participants of a cohort are half-way, as numbers of many people together, while there is time to
put right what does not go well."""

from collections.abc import Mapping

from domain.clock import format_day
from domain.disclosure.answers import publish_answers
from domain.disclosure.breakdown import PublishedBreakdown
from domain.enums import Wave
from domain.errors import Refused
from domain.evaluation.item import Item
from domain.evaluation.results import results, sheets_of
from domain.pairing.waves import midway_closes
from domain.programme.timetable import rules_of
from domain.value import Value
from services.context import Context
from storage import answers, queries


class ItemMood(Value):
    item: Item
    told: PublishedBreakdown | None
    """How many have answered what, rounded and withheld; None where too few have answered."""

    @property
    def ways(self) -> Mapping[str, int | None]:
        return self.told.ways["options"] if self.told else {}


def mood(context: Context, key: str) -> list[ItemMood]:
    """Both roles together, question by question. Raises NotFound, or Refused as long as answers may come in:
    between two looks nobody's answer is to be seen."""
    with context.store() as session:
        cohort = queries.cohort(session, key)
        closes = midway_closes(rules_of(cohort.programme))
        if context.clock() < closes:
            day = format_day(closes, cohort.programme.zone)
            raise Refused(f"What was answered half-way can be seen when all have had time to, on {day}.")
        sheets = sheets_of(answers.answered(session, key))
    profile = cohort.programme.disclosure.profile
    found = results(cohort.programme.questionnaire, sheets).items
    return [
        ItemMood(item=one.item, told=publish_answers(one.both, profile))
        for one in found
        if one.wave is Wave.MIDWAY
    ]
