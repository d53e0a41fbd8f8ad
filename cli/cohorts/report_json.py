"""The closing report for machines: what `--json` prints. What is withheld is null."""

from collections.abc import Mapping
from typing import Any

from domain.disclosure.cell import Shown
from domain.disclosure.profile import PROFILE_SENTENCES
from domain.disclosure.ratios import percentage
from domain.enums import Role
from domain.programme.gathering_plan import GatheringPlan
from domain.programme.programme import Programme
from services.reports.breakdowns import (
    ANSWERS,
    ARRANGEMENTS,
    ATTENDANCE,
    ENDINGS,
    FATES,
    KNOWN,
    MINIMUM,
    PAIRS,
    PARTNERS,
    RULE,
    STORIES,
    YES,
    applications_of,
    attendance_of,
    evaluation_of,
)
from services.reports.closing import ClosingReport
from services.reports.comparing import Comparison


def report_json(report: ClosingReport) -> dict[str, Any]:
    programme, pairs, partners = report.programme, report.tables[PAIRS], report.tables[PARTNERS]
    return {
        "report": report.number,
        "as_of": report.as_of.isoformat(),
        "cohort": _cohort(report),
        "disclosure": {"profile": report.profile, "rule": PROFILE_SENTENCES[report.profile]},
        "programme": _programme(programme),
        "applications": {role.value: _applications(report, role) for role in Role},
        "pairs": {
            "total": pairs.total,
            "endings": pairs.ways[ENDINGS],
            "arrangements": pairs.ways.get(ARRANGEMENTS),
            "met_minimum": pairs.ways[MINIMUM][YES],
        },
        "rules": {
            "known_pairs": pairs.ways[KNOWN][YES],
            "not_kept": {**_rules(pairs.ways), **_rules(partners.ways)},
        },
        "sessions": {**_sessions(programme), "held": report.sessions, "hours": report.hours},
        "gatherings": [_gathering(report, plan) for plan in programme.gatherings],
        "evaluation": _evaluation(report),
        "answers": report.evaluation.model_dump(mode="json"),
        "words": _words(report),
        "recommendations": report.voices.recommended,
        "stories": partners.ways[STORIES][YES] if STORIES in partners.ways else None,
        "outline": programme.report.model_dump(mode="json") if programme.report else None,
    }


def comparison_json(found: Comparison) -> dict[str, Any]:
    reports = (found.first, found.second)
    return {
        "cohorts": [{**_cohort(report), **report_line_json(report)} for report in reports],
        "per_cent": [
            {"what": one.what, found.first.cohort: one.first, found.second.cohort: one.second}
            for one in found.measures
        ],
    }


def _words(report: ClosingReport) -> dict[str, Any]:
    """Nothing of whose they are but what their authors agreed to."""
    voices = report.voices
    return {
        "quotes": [quote.model_dump(include={"words", "link", "by"}) for quote in voices.quotes],
        "answers": [
            {"question": voices.questions[key], "words": list(dict.fromkeys(said))}
            for key, said in voices.said.items()
            if said
        ],
        "actions": list(dict.fromkeys(voices.actions)),
        "corrected": voices.corrected,
        "corrected_before": voices.corrected_before,
    }


def report_line_json(report: ClosingReport) -> dict[str, Any]:
    """One of the list of reports."""
    return {
        "report": report.number,
        "as_of": report.as_of.isoformat(),
        "stage": report.stage,
        "profile": report.profile,
    }


def _cohort(report: ClosingReport) -> dict[str, Any]:
    programme = report.programme
    return {
        "key": report.cohort,
        "programme": programme.key,
        "title": programme.title,
        "organisation": programme.organisation,
        "stage": report.stage,
    }


def _programme(programme: Programme) -> dict[str, Any]:
    return programme.model_dump(
        mode="json", include={"summary", "arrangements", "objectives", "competencies"}
    )


def _applications(report: ClosingReport, role: Role) -> dict[str, Any]:
    table = report.tables[applications_of(role)]
    return {"total": table.total, "fates": table.ways[FATES]}


def _rules(ways: Mapping[str, Mapping[str, Shown]]) -> dict[str, Shown]:
    return {way.removeprefix(RULE): parts[YES] for way, parts in ways.items() if way.startswith(RULE)}


def _sessions(programme: Programme) -> dict[str, Any]:
    return {"minimum": programme.sessions.minimum, "minutes": programme.sessions.minutes}


def _gathering(report: ClosingReport, plan: GatheringPlan) -> dict[str, Any]:
    """Attendance is null as long as it has not taken place."""
    came = {role: report.tables.get(attendance_of(plan.key, role)) for role in plan.roles}
    return {
        **plan.model_dump(mode="json", include={"key", "title", "kind", "required"}),
        "attendance": {role.value: table and table.ways[ATTENDANCE] for role, table in came.items()},
    }


def _evaluation(report: ClosingReport) -> dict[str, Any] | None:
    plan = report.programme.evaluation
    if plan is None:
        return None
    tables = {role: report.tables.get(evaluation_of(role)) for role in Role}
    answers = {
        role.value: {
            "asked": table.total,
            "answered": table.ways[ANSWERS][YES],
            "percentage": percentage(table.ways[ANSWERS][YES], table.total, report.limits),
        }
        for role, table in tables.items()
        if table
    }
    return {"answers": answers, "questions": plan.questions}
