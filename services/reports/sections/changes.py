"""What changed: for people, objective by objective, and around them."""

from collections.abc import Iterator, Sequence

from domain.enums import BOTH, Role, Wave
from domain.evaluation.published import PublishedEffect
from domain.programme.programme import Programme
from domain.programme.purpose import Objective
from services.reports.closing import ClosingReport
from services.reports.document import Block, Bullets, Paragraph, ReportSection, Subheading
from services.reports.sections.answers import answers
from services.reports.sections.effects import effects
from services.reports.sections.voices import with_room

_LATER = ("lasting", "in-touch", "progression")


def changed(report: ClosingReport) -> ReportSection:
    return ReportSection("changed", "What changed for people", tuple(_blocks(report)))


def _blocks(report: ClosingReport) -> Iterator[Block]:
    programme, found = report.programme, report.evaluation.effects
    if not found:
        yield Paragraph("What has changed for people is told when the last questionnaire is over.")
    for role in (None, *BOTH):
        objectives = [each for each in programme.objectives if group(programme, each) is role]
        own = [one for one in found if _asked_of(one, found) is role]
        if own or objectives:
            yield Subheading(_of(programme, role))
            yield Bullets(tuple(f"Objective: {each.text}" for each in objectives))
            yield from effects(f"Before and after: {_of(programme, role).lower()}", own)


def _of(programme: Programme, role: Role | None) -> str:
    return "For both" if role is None else f"For each {programme.role(role).label}"


def _asked_of(one: PublishedEffect, found: Sequence[PublishedEffect]) -> Role | None:
    """Of whom the item was asked; None: of both."""
    both = any(other.key == one.key and other.role is not one.role for other in found)
    return None if both else one.role


def group(programme: Programme, objective: Objective) -> Role | None:
    """For whom an objective is, by how the programme calls the roles; None: for both, or for all."""
    of = objective.of.casefold()
    named = [role for role in BOTH if any(name in of for name in _names(programme, role))]
    return named[0] if len(named) == 1 else None


def _names(programme: Programme, role: Role) -> tuple[str, ...]:
    return programme.role(role).label.casefold(), role.value


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
    later = [item for key in _LATER for item in report.evaluation.of(key, Wave.LATER)]
    if later:
        yield from answers(report, "Half a year on", later)
    else:
        yield Paragraph("What lasts is asked later, and told in a report that is made after that.", True)
