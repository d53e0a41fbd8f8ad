"""A report that tells of answers alone."""

from collections.abc import Sequence
from datetime import date

from domain.disclosure.breakdown import PublishedBreakdown
from domain.disclosure.profile import Profile
from domain.enums import CohortStage, Wave
from domain.evaluation.item import Item
from domain.evaluation.published import publish_evaluation
from domain.evaluation.questionnaire import QuestionnairePlan
from domain.evaluation.results import Sheets, results
from domain.programme.purpose import Objective
from services.reports.breakdowns import MINIMUM, PAIRS, SESSIONS, YES
from services.reports.closing import ClosingReport
from services.reports.voices import Voices
from tests.factories import programme


def report_of(items: Sequence[Item], sheets: Sheets, *objectives: Objective) -> ClosingReport:
    """Of a programme that asks these and nothing else; all questionnaires are over."""
    plan = QuestionnairePlan(core=False, items=tuple(items))
    withheld = PublishedBreakdown(total=None, ways={MINIMUM: {YES: None}})
    return ClosingReport(
        cohort="bristol-2021",
        programme=programme("bristol-2021").replace(questionnaire=plan, objectives=objectives),
        number=1,
        as_of=date(2028, 2, 1),
        stage=CohortStage.ENDED,
        profile=Profile.NHS,
        tables={PAIRS: withheld, SESSIONS: withheld},
        evaluation=publish_evaluation(results(plan, sheets), tuple(Wave), Profile.NHS),
        voices=Voices(),
    )
