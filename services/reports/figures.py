"""The numbers of a cohort, as its status and its report show them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy.orm import Session

from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationEndReason, ApplicationStage, Attendance, Role, Wave
from domain.programme.gathering_plan import GatheringPlan
from domain.value import Value
from services.reports.checks import Checks, checks_of
from storage import statistics, stories
from storage.statistics import SIGNED_UP, ApplicationFate, Held
from storage.views import ApplicationView, CohortView, PairingView


class GatheringFigures(Value):
    """A gathering of the programme, and how many people in each role it is for came to it."""

    plan: GatheringPlan
    attendance: Mapping[Role, Mapping[str, int]]
    """Under `attended`, `missed`, `waived` and `signed_up`; nobody counts under two of the first three."""


class Figures(Value):
    cohort: CohortView
    fates: tuple[ApplicationFate, ...]
    gatherings: tuple[GatheringFigures, ...]
    held: Held
    accepted: int
    """How many pairs both of whose partners have accepted."""
    met_minimum: int
    """How many pairs have held as many sessions as the programme asks for."""
    evaluated: int
    """How many pairs both of whose partners have answered the evaluation."""
    asked: Mapping[Role, int]
    """How many partners the evaluation has been sent to."""
    answers: Mapping[Role, int]
    stories: int | None
    """How many partners agree that their story is told; None where nobody is asked."""
    checks: Checks

    @property
    def applications(self) -> int:
        return sum(fate.applications for fate in self.fates)

    def in_stage(self, stage: ApplicationStage) -> int:
        return sum(fate.applications for fate in self.fates if fate.stage is stage)

    @property
    def late(self) -> int:
        """How many applications came after the closing date."""
        return sum(fate.applications for fate in self.fates if fate.reason is ApplicationEndReason.LATE)


def figures_of(
    session: Session, cohort: CohortView, pairings: Sequence[PairingView], applied: Sequence[ApplicationView]
) -> Figures:
    """`pairings`, `applied`: all of this cohort."""
    key, programme = cohort.key, cohort.programme
    return Figures(
        cohort=cohort,
        fates=tuple(statistics.fates(session, key)),
        gatherings=tuple(_gatherings(session, cohort)),
        held=statistics.held(session, key),
        accepted=statistics.pairs_of_both(session, key, OutcomeKind.ACCEPTED),
        evaluated=statistics.pairs_of_both(session, key, OutcomeKind.ANSWERED, Wave.END),
        met_minimum=sum(pairing.sessions >= pairing.minimum for pairing in pairings),
        asked=statistics.asked_in(session, key, Wave.END),
        answers=statistics.answers(session, key),
        stories=len(stories.agreed(session, key)) if programme.stories else None,
        checks=checks_of(programme, pairings, applied, statistics.arranged_anew(session, key)),
    )


def _gatherings(session: Session, cohort: CohortView) -> Iterator[GatheringFigures]:
    counted = statistics.attendance(session, cohort.key)
    for plan in cohort.programme.gatherings:
        came = counted.get(plan.key, {})
        roles = {role: _attendance(came.get(role, Counter())) for role in plan.roles}
        yield GatheringFigures(plan=plan, attendance=roles)


def _attendance(counts: Counter[str]) -> dict[str, int]:
    return {what: counts[what] for what in (*(attendance.value for attendance in Attendance), SIGNED_UP)}
