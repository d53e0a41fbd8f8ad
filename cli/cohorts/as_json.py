"""Cohorts for machines: what `--json` prints."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from domain.enums import ApplicationStage, Role
from services.reports.figures import Figures, GatheringFigures
from services.reports.status import Approvals, CohortHistory, CohortStatus
from storage.views import CohortView


def status_json(status: CohortStatus) -> dict[str, Any]:
    return {
        "cohort": {
            **_cohort(status.cohort),
            "approvals": _approvals(status.approvals),
            "stages": dict(Counter(p.stage.value for p in status.pairings)),
        },
        **_figures(status.figures),
        "pairings": [
            {**p.model_dump(mode="json"), "letters": status.letters_each[p.id]} for p in status.pairings
        ],
        "letters": status.letters,
    }


def history_json(history: CohortHistory) -> dict[str, Any]:
    return {
        **_cohort(history.cohort),
        "calendar": history.calendar,
        "approvals": _approvals(history.approvals),
        "outcomes": [
            {**outcome.model_dump(mode="json"), "actor": history.actors.get(outcome.actor or "")}
            for outcome in history.outcomes
        ],
        "letters": history.letters,
    }


def _cohort(cohort: CohortView) -> dict[str, Any]:
    """How it stands, without the programme that it runs."""
    programme = cohort.programme
    return {
        "key": cohort.key,
        "programme": programme.key,
        "title": programme.title,
        "organisation": programme.organisation,
        **cohort.model_dump(mode="json", exclude={"key", "programme"}),
    }


def _approvals(approvals: Approvals) -> list[dict[str, object]]:
    return [{"by": by, "at": at} for by, at in approvals]


def _figures(figures: Figures) -> dict[str, Any]:
    sessions = figures.cohort.programme.sessions
    return {
        "applications": _applications(figures),
        "late": figures.late,
        "carried_over": figures.in_stage(ApplicationStage.CARRIED),
        "reserve": figures.in_stage(ApplicationStage.RESERVE),
        "gatherings": [_gathering(gathering) for gathering in figures.gatherings],
        "sessions": {
            "minimum": sessions.minimum,
            "minutes": sessions.minutes,
            "held": figures.held.sessions,
            "minutes_held": figures.held.minutes,
            "pairs_that_met_minimum": figures.met_minimum,
        },
        "evaluation": {"asked": _by_value(figures.asked), "answers": _by_value(figures.answers)},
        "stories": figures.stories,
        "checks": figures.checks.model_dump(mode="json"),
    }


def _applications(figures: Figures) -> dict[str, Any]:
    by_fate: dict[str, Counter[str]] = {role.value: Counter() for role in Role}
    reasons = Counter[str]()
    for fate in figures.fates:
        by_fate[fate.role.value][fate.stage.value] += fate.applications
        if fate.reason:
            reasons[fate.reason.value] += fate.applications
    return {
        "total": figures.applications,
        "by_fate": {role: dict(stages) for role, stages in by_fate.items()},
        "reasons": dict(reasons),
    }


def _gathering(gathering: GatheringFigures) -> dict[str, Any]:
    plan = gathering.plan
    return {
        **plan.model_dump(mode="json", include={"key", "title", "kind", "required", "roles"}),
        "sittings": [
            {"key": key, **sitting.model_dump(mode="json", by_alias=True, exclude={"key"})}
            for key, sitting in zip(plan.sitting_keys, plan.sittings, strict=True)
        ],
        "attendance": {role.value: dict(counts) for role, counts in gathering.attendance.items()},
    }


def _by_value(counts: Mapping[Any, int]) -> dict[str, int]:
    return {key.value: count for key, count in counts.items()}
