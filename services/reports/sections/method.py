"""How all this is known, and what it cannot say."""

from collections.abc import Iterator

from domain.disclosure.profile import PROFILE_SENTENCES
from domain.enums import BOTH, Role, Wave
from domain.evaluation.effects import FEWEST
from domain.wording import listed
from services.reports.breakdowns import ANSWERS, YES, evaluation_of, wave_of
from services.reports.closing import ClosingReport
from services.reports.document import Block, Bullets, DataTable, Paragraph, ReportSection, Subheading
from services.reports.sections.effects import is_part, size
from services.reports.wording import per_cent, shown, spelled

_WAVES = {
    Wave.BEFORE: "before the induction",
    Wave.MIDWAY: "at the mid-point",
    Wave.END: "at the end",
    Wave.LATER: "half a year on",
}


def method(report: ClosingReport) -> ReportSection:
    return ReportSection("method", "Method and limits", tuple(_blocks(report)))


def _blocks(report: ClosingReport) -> Iterator[Block]:
    yield Paragraph(
        "Participants answered short questionnaires by a link of their own, were reminded twice at most, and "
        "could leave out any question or say that they would rather not answer it. Answers are kept under a "
        "pseudonym, and who gave them is told to nobody but themselves."
    )
    if rows := tuple(_rates(report)):
        yield DataTable(
            "Who was asked and who answered", ("questionnaire", "asked", "answered", "per cent"), rows
        )
    plan = report.programme.evaluation
    if plan and plan.questions:
        yield Paragraph("Besides, the programme's evaluation asked:")
        yield Bullets(plan.questions)
    if report.programme.report and report.programme.report.sections:
        headings = listed(report.programme.report.sections)
        yield Paragraph(f"What the programme wants its report to speak of: {headings}.")
    yield Paragraph(_EFFECTS.format(spelled(FEWEST)))
    yield from _then(report)
    yield Subheading("Small numbers")
    yield Paragraph(f"Profile {report.profile}. {PROFILE_SENTENCES[report.profile]} {_HOW}")
    if report.stage.is_open and report.limits.withheld_to:
        yield Paragraph(_WHILE_OPEN)
    yield Bullets(_LIMITS)


def _rates(report: ClosingReport) -> Iterator[tuple[str, ...]]:
    for wave, when in _WAVES.items():
        for role in BOTH:
            table = report.tables.get(_rate_of(wave, role))
            if table and table.total != 0 and (wave is not Wave.LATER or report.evaluation.in_wave(wave)):
                answered = table.ways[ANSWERS][YES]
                share = per_cent(answered, table.total, report.limits)
                name = f"{when}: {report.programme.role(role).label}"
                yield name, shown(table.total), shown(answered), share


def _rate_of(wave: Wave, role: Role) -> str:
    return evaluation_of(role) if wave is Wave.END else wave_of(wave, role)


def _then(report: ClosingReport) -> Iterator[Block]:
    """A note, never the result: leaders overrate themselves beforehand, and this puts it right too far."""
    found = report.evaluation.then
    told = [one for one in found if one.is_told and not is_part(one, found)]
    if told:
        said = "; ".join(f"\u201c{one.text}\u201d {size(one)}" for one in told)
        yield Paragraph(
            "A note, and no result: asked at the end what they would have said at the start, people mostly "
            f"see more change than their own answers of then and now show. Here: {said}.",
            True,
        )


_EFFECTS = (
    "How far answers have moved is told of the same people before and at the end, by Hedges' g (the mean's "
    "move in standard deviations; a half is seen by those around, about one is large) with the interval of "
    "95 of 100 samples drawn from the same people. Where the interval includes zero, nothing is "
    "called a change. Of fewer than {} there is too little to say. Pictures show means; medians are in the "
    "tables. There are no p-values: with so few people they would say little but how many there are."
)
_HOW = (
    "A result from fewer than ten people is withheld, and an option that fewer than five chose, with the "
    "next lowest. Options are put together where that lets more be told. The roles are told apart only where "
    "each by itself can be told in full. A total is that of the people and not of the rounded parts. What an "
    "earlier report has told stands until it is ten away from that."
)
_WHILE_OPEN = "As long as the cohort is not over, none at all is withheld like a few."
_LIMITS = (
    "Who applies and who answers has chosen to: those who left may see it otherwise.",
    "There is no group that did not take part, so that what changed may have changed anyway.",
    "Words are quoted because their authors agree, not because they are typical.",
)
