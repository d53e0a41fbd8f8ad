"""What changed: for people, objective by objective, and around them."""

from collections.abc import Iterator, Sequence

from domain.enums import BOTH, Role, Wave
from domain.evaluation.numbers import PublishedNumber
from domain.evaluation.published import PublishedEffect, PublishedItem
from domain.programme.programme import Programme
from domain.programme.purpose import Objective
from domain.wording import listed
from services.reports.closing import ClosingReport
from services.reports.document import Block, Bullets, Paragraph, ReportSection, Subheading
from services.reports.sections.answers import answers
from services.reports.sections.effects import effects, is_part
from services.reports.sections.numbers import numbers
from services.reports.sections.relationship import TOLD_THERE
from services.reports.sections.voices import with_room

LATER = ("lasting", "in-touch", "progression")
"""The keys of the questions half a year on of which `around` tells."""
_ALL = {"all", "both", "each", "every", "everybody", "everyone"}
_NOT_OVER = "What has changed for people is told when the last questionnaire is over."


def changed(report: ClosingReport) -> ReportSection:
    return ReportSection("changed", "What changed for people", tuple(_blocks(report)))


def _blocks(report: ClosingReport) -> Iterator[Block]:
    if not report.evaluation.is_told(Wave.END):
        yield Paragraph(_NOT_OVER)
    for objective in report.programme.objectives:
        yield Subheading(objective.of)
        yield Paragraph(objective.text)
        yield from _measured(report, objective)
    yield from _of_no_objective(report)


def _measured(report: ClosingReport, objective: Objective) -> Iterator[Block]:
    """What the questions say by which this objective is measured."""
    if not objective.measured_by:
        yield Paragraph("No question is tied to this objective.", True)
    yield from effects(report, f"Before and after: {objective.of}", measuring(report, objective))
    once = asked_once(report, objective)
    if here := [item for item in once if item.key not in TOLD_THERE]:
        yield from answers(report, f"At the end: {objective.of}", here)
    yield from numbers(
        report, f"At the end, in numbers: {objective.of}", measuring_numbers(report, objective)
    )
    if there := dict.fromkeys(f"\u201c{item.text}\u201d" for item in once if item.key in TOLD_THERE):
        yield Paragraph(f"For this, see also {listed(there)} under The relationship.", True)


def measuring(report: ClosingReport, objective: Objective) -> list[PublishedEffect]:
    """How far people have moved whom this objective is for: those of its role, if they can be told apart."""
    role, found = group(report.programme, objective), report.evaluation.effects
    fitting = []
    for key in objective.measured_by:
        of_key = [one for one in found if one.key == key]
        of_role = [one for one in of_key if role and one.role is role]
        fitting += of_role or [one for one in of_key if not is_part(one, found)]
    return fitting


def asked_once(report: ClosingReport, objective: Objective) -> list[PublishedItem]:
    """What measures it and was asked at the end alone, so that nobody can have moved."""
    moving = {one.key for one in report.evaluation.effects}
    keys = (key for key in objective.measured_by if key not in moving)
    return [item for key in keys for item in report.evaluation.of(key)]


def measuring_numbers(report: ClosingReport, objective: Objective) -> list[PublishedNumber]:
    """The same of what asks for a number."""
    asked = [one for one in report.evaluation.numbers if one.wave is Wave.END]
    return [one for key in objective.measured_by for one in asked if one.key == key]


def _of_no_objective(report: ClosingReport) -> Iterator[Block]:
    """By whom they were asked."""
    programme, found = report.programme, report.evaluation.effects
    tied = {key for objective in programme.objectives for key in objective.measured_by}
    for role in (None, *BOTH):
        own = [one for one in found if one.key not in tied and _asked_of(one, found) is role]
        own = [one for one in own if not is_part(one, found)]
        if own:
            title = _of(programme, role)
            yield Subheading(f"{'Besides, f' if tied else 'F'}{title[1:]}")
            yield from effects(report, f"Before and after, {title}", own)


def _of(programme: Programme, role: Role | None) -> str:
    return "for both" if role is None else f"for each {programme.role(role).label}"


def _asked_of(one: PublishedEffect, found: Sequence[PublishedEffect]) -> Role | None:
    """Of whom the item was asked; None: of both."""
    both = any(other.key == one.key and other.role is not one.role for other in found)
    return None if both else one.role


def group(programme: Programme, objective: Objective) -> Role | None:
    """For whom an objective is, by how the programme calls the roles; None: for both, or for all."""
    of, named = objective.of.casefold(), set[Role]()
    if set(of.split()) & _ALL:
        return None
    # The longest first: "senior partners" has "partner" in it, which may be what the other role is called.
    for name, role in sorted(_names(programme), key=lambda one: -len(one[0])):
        if name in of:
            named.add(role)
            of = of.replace(name, "")
    return named.pop() if len(named) == 1 else None


def _names(programme: Programme) -> list[tuple[str, Role]]:
    return [(name, role) for role in BOTH for name in (programme.role(role).label.casefold(), role.value)]


def around(report: ClosingReport) -> ReportSection:
    return ReportSection("around", "What changed around them", tuple(_around(report)))


def _around(report: ClosingReport) -> Iterator[Block]:
    if actions := report.voices.actions:
        yield Paragraph("Changes that participants say they have made at work, and let us pass on:")
        shown, left = with_room(actions)
        yield Bullets(tuple(shown))
        if left:
            yield Paragraph("There are more than there is room for here.", True)
    else:
        yield Paragraph("No participant has told of a change at work that may be passed on.")
    later = [item for key in LATER for item in report.evaluation.of(key, Wave.LATER)]
    if later:
        yield from answers(report, "Half a year on", later)
    else:
        yield Paragraph("What lasts is asked later, and told in a report that is made after that.", True)
