"""The numbers of a cohort, as its status and its report show them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from cli.cohorts.checks import Checks, checks_of
from domain.enums import ApplicationEndReason, ApplicationStage, Attendance, Role
from domain.programme.programme import GatheringPlan
from domain.value import Value
from storage import statistics, stories
from storage.statistics import SIGNED_UP, ApplicationFate, Held
from storage.views import ApplicationView, CohortView, PairingView


class GatheringFigures(Value):
    """A gathering of the programme, and how many people in each role it is for came to it."""

    plan: GatheringPlan
    attendance: Mapping[Role, Mapping[str, int]]
    """Under `attended`, `missed`, `waived` and `signed_up`; nobody counts under two of the first three."""

    def as_json(self) -> dict[str, Any]:
        plan = self.plan
        return {
            **plan.model_dump(mode="json", include={"key", "title", "kind", "required", "roles"}),
            "sittings": [
                {"key": key, "date": sitting.on.isoformat(), "hours": sitting.hours, "where": sitting.where}
                for key, sitting in zip(plan.sitting_keys, plan.sittings, strict=True)
            ],
            "attendance": {role.value: dict(counts) for role, counts in self.attendance.items()},
        }


class Figures(Value):
    cohort: CohortView
    fates: tuple[ApplicationFate, ...]
    gatherings: tuple[GatheringFigures, ...]
    held: Held
    met_minimum: int
    """How many pairs have held as many sessions as the programme asks for."""
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

    def as_json(self) -> dict[str, Any]:
        sessions = self.cohort.programme.sessions
        return {
            "applications": self._applications_json(),
            "late": self.late,
            "carried_over": self.in_stage(ApplicationStage.CARRIED),
            "reserve": self.in_stage(ApplicationStage.RESERVE),
            "gatherings": [gathering.as_json() for gathering in self.gatherings],
            "sessions": {
                "minimum": sessions.minimum,
                "minutes": sessions.minutes,
                "held": self.held.sessions,
                "minutes_held": self.held.minutes,
                "pairs_that_met_minimum": self.met_minimum,
            },
            "evaluation": {"asked": _plain(self.asked), "answers": _plain(self.answers)},
            "stories": self.stories,
            "checks": self.checks.model_dump(mode="json"),
        }

    def _applications_json(self) -> dict[str, Any]:
        by_fate: dict[str, Counter[str]] = {role.value: Counter() for role in Role}
        reasons = Counter[str]()
        for fate in self.fates:
            by_fate[fate.role.value][fate.stage.value] += fate.applications
            if fate.reason:
                reasons[fate.reason.value] += fate.applications
        return {
            "total": self.applications,
            "by_fate": {role: dict(stages) for role, stages in by_fate.items()},
            "reasons": dict(reasons),
        }


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
        met_minimum=sum(pairing.sessions >= pairing.minimum for pairing in pairings),
        asked=statistics.asked_to_evaluate(session, key),
        answers=statistics.answers(session, key),
        stories=len(stories.agreed(session, key)) if programme.stories else None,
        checks=checks_of(programme, pairings, applied),
    )


def _gatherings(session: Session, cohort: CohortView) -> Iterator[GatheringFigures]:
    counted = statistics.attendance(session, cohort.key)
    for plan in cohort.programme.gatherings:
        came = counted.get(plan.key, {})
        roles = {role: _attendance(came.get(role, Counter())) for role in plan.roles}
        yield GatheringFigures(plan=plan, attendance=roles)


def _attendance(counts: Counter[str]) -> dict[str, int]:
    return {what: counts[what] for what in (*(attendance.value for attendance in Attendance), SIGNED_UP)}


def _plain(counts: Mapping[Role, int]) -> dict[str, int]:
    return {role.value: count for role, count in counts.items()}
