"""The report as a document: the thirteen sections that committees know, and the tables after them."""

from collections.abc import Iterator

from domain.clock import format_date
from domain.enums import Wave, in_words
from domain.evaluation.core import BURDEN, BURDEN_ALL_RIGHT
from domain.evaluation.numbers import PublishedNumber
from domain.evaluation.published import AGREE, PublishedEffect, PublishedItem
from services.reports.closing import ClosingReport
from services.reports.document import Block, Document, Paragraph, ReportSection
from services.reports.sections.answers import table
from services.reports.sections.changes import LATER, around, asked_once, changed, measuring, measuring_numbers
from services.reports.sections.effects import is_part
from services.reports.sections.effects import table as effects_table
from services.reports.sections.happened import happened
from services.reports.sections.labour import labour
from services.reports.sections.method import method
from services.reports.sections.numbers import numbers
from services.reports.sections.one_page import one_page
from services.reports.sections.people import people
from services.reports.sections.purpose import purpose
from services.reports.sections.relationship import TOLD_THERE, relationship
from services.reports.sections.standards import standards
from services.reports.sections.voices import corrected, in_their_words, practice
from services.reports.wording import sentence

_SECTIONS = (
    *(purpose, one_page, people, happened, relationship, changed, around, labour, in_their_words),
    *(practice, corrected, method, standards),
)


def document(report: ClosingReport) -> Document:
    programme = report.programme
    return Document(
        title=f"{programme.title}: report",
        organisation=programme.organisation,
        lines=tuple(_lines(report)),
        sections=(*(section(report) for section in _SECTIONS), annex(report)),
        stamp=f"Small numbers: profile {report.profile}; * is withheld",
    )


def _lines(report: ClosingReport) -> Iterator[str]:
    made = format_date(report.as_of)
    yield f"Cohort {report.cohort}, report no. {report.number}, as of {made}."
    if report.stage.is_open:
        yield f"The cohort is not over ({in_words(report.stage)}): these numbers will change."


def annex(report: ClosingReport) -> ReportSection:
    blocks = tuple(_tables(report)) or (Paragraph("There are no other numbers that can be told."),)
    return ReportSection("annex", "Annex: the other tables", blocks)


def _tables(report: ClosingReport) -> Iterator[Block]:
    """What no section has shown: effects role by role, and the answers and numbers that are not told
    above."""
    if parts := _parts(report):
        yield effects_table(report, "Before and at the end, role by role", parts)
    for wave, when in _WAVES.items():
        items = [
            one for one in report.evaluation.in_wave(wave) if one.scale.options and not _is_told(report, one)
        ]
        agreement = [item for item in items if AGREE in item.scale.options]
        if agreement:
            yield table(report, f"Answers {when}", agreement)
        for key in dict.fromkeys(item.key for item in items if item not in agreement):
            of_key = [item for item in items if item.key == key]
            yield table(report, f"{of_key[0].text} {sentence(when)}", of_key)
        yield from numbers(report, f"Numbers {when}", _numbers(report, wave))


def _parts(report: ClosingReport) -> list[PublishedEffect]:
    """Effects of a role beside that of both, which stand under no objective."""
    found = report.evaluation.effects
    told = [one for objective in report.programme.objectives for one in measuring(report, objective)]
    return [one for one in found if is_part(one, found) and one.is_told and one not in told]


def _numbers(report: ClosingReport, wave: Wave) -> list[PublishedNumber]:
    """Those that stand under no objective."""
    told = [one for objective in report.programme.objectives for one in measuring_numbers(report, objective)]
    return [one for one in report.evaluation.numbers if one.wave is wave and one not in told]


def _is_told(report: ClosingReport, item: PublishedItem) -> bool:
    """Whether a section has the answers."""
    if item.wave is Wave.LATER:
        return item.key in LATER
    asked = report.programme.questionnaire.item(item.key)
    if asked and asked.then_of:
        return True  # as a note about the method
    once = {one.key for objective in report.programme.objectives for one in asked_once(report, objective)}
    return item.wave is Wave.END and item.key in {*TOLD_THERE, BURDEN, BURDEN_ALL_RIGHT, *once}


_WAVES = {
    Wave.BEFORE: "before the induction",
    Wave.MIDWAY: "at the mid-point",
    Wave.END: "at the end",
    Wave.LATER: "half a year on",
}
