"""The six standards of EMCC's award for mentoring programmes (ISMCP), with the evidence that Tandem has. What
only people can show is named, too: it is a checklist and no award."""

from collections.abc import Iterator

from domain.enums import BOTH, GatheringKind
from domain.wording import capitalised, listed
from services.reports.breakdowns import AGREED, ANSWERS, ATTENDANCE, PAIRS, YES, attendance_of, evaluation_of
from services.reports.closing import ClosingReport
from services.reports.document import Block, DataTable, Paragraph, ReportSection
from services.reports.wording import how_many, shown


def standards(report: ClosingReport) -> ReportSection:
    return ReportSection("standards", "Standards met", tuple(_blocks(report)))


def _blocks(report: ClosingReport) -> Iterator[Block]:
    yield Paragraph(
        "The six standards of the International Standards for Mentoring and Coaching Programmes (EMCC), each "
        "with what is on record here, and what people must show beside it."
    )
    rows = tuple(
        (name, evidence(report) or "nothing on record", beside) for name, evidence, beside in _STANDARDS
    )
    yield DataTable("Checklist", ("standard", "on record", "for people to show"), rows)


def _clarity(report: ClosingReport) -> str:
    programme = report.programme
    has = ["what it is for"] * bool(programme.why)
    has += ["what it wants to come to"] * bool(programme.objectives)
    has += ["what taking part is like"] * bool(programme.expectations)
    has += ["sponsors in their own words"] * any(sponsor.quote for sponsor in programme.sponsors)
    return f"The programme's file says {listed(has)}." if has else ""


def _training(report: ClosingReport) -> str:
    kinds = (GatheringKind.INDUCTION, GatheringKind.TRAINING, GatheringKind.WORKSHOP)
    held = [plan for plan in report.programme.held if plan.kind in kinds]
    came = [
        f"{plan.title}, {report.programme.role(role).label}: {shown(table.ways[ATTENDANCE]['attended'])} came"
        for plan in held
        for role in plan.roles
        if (table := report.tables.get(attendance_of(plan.key, role)))
    ]
    return f"{'; '.join(came)}." if came else ""


def _matching(report: ClosingReport) -> str:
    apart = list(report.programme.matching.apart)
    kept = f" Partners are kept apart by {listed(apart)}." if apart else ""
    return f"The draft of the matches gives its reasons, and a human approves it by name.{kept}"


def _measurement(report: ClosingReport) -> str:
    label = report.programme.role
    answered = [
        f"{label(role).label}: {shown(table.ways[ANSWERS][YES])} of {shown(table.total)} answered"
        for role in BOTH
        if (table := report.tables.get(evaluation_of(role)))
    ]
    notes = "what was corrected is noted" if report.voices.corrected else "no correction was noted"
    return f"{'; '.join([*answered, notes]).capitalize()}." if answered else ""


def _ethics(report: ClosingReport) -> str:
    programme = report.programme
    agreed = report.tables[PAIRS].ways[AGREED][YES]
    has = [how_many(agreed, "pairs", "agreed on confidentiality and how they work together")]
    has += ["letters say who helps in confidence"] * bool(programme.wellbeing)
    has += ["nobody can be recognised in what is passed on"]
    said = f"{'; '.join(has)}."
    return capitalised(said)


def _administration(report: ClosingReport) -> str:
    return (
        "Every step and every letter is on record, and who did what; people can see, correct and delete "
        f"what is kept of them; {report.programme.contact.name} can be reached from each letter."
    )


_STANDARDS = (
    ("Clarity of purpose", _clarity, "that those who decide share it"),
    ("Training and briefing", _training, "what was taught, and by whom"),
    ("Selection and matching", _matching, "how people were chosen and heard"),
    ("Measurement and review", _measurement, "what was decided because of it"),
    ("Ethics and care", _ethics, "how concerns were met"),
    ("Administration and support", _administration, "that there is time and money for it"),
)
