"""Whether what a programme says of itself fits its rules: a sentence for each thing that does not."""

from collections.abc import Iterator

from domain.clock import format_date
from domain.enums import Arrangement, Role
from domain.programme.evaluation_plan import ReportPlan
from domain.programme.programme import Programme


def check_purpose(programme: Programme) -> Iterator[str]:
    """One sentence, beginning with the key it is about, for everything that cannot be."""
    yield from _explanations(programme)
    if programme.predecessor and programme.predecessor.key == programme.key:
        yield f"predecessor.key: {programme.key!r} is this programme itself; name the one before it."
    for role in Role:
        yield from _preferred(programme, role)
    if programme.report:
        yield from _report(programme.report)


def _explanations(programme: Programme) -> Iterator[str]:
    for arrangement in Arrangement:
        if arrangement not in programme.arrangements and getattr(programme.explanations, arrangement):
            yield f"explanations.{arrangement}: the programme does not offer it; add it to arrangements."


def _preferred(programme: Programme, role: Role) -> Iterator[str]:
    described, wanted = {prerequisite.key for prerequisite in programme.prerequisites}, programme.role(role)
    for key in wanted.preferred:
        if key not in described:
            yield (
                f'roles.{role}.preferred: {key!r} is not described; add [[prerequisites]] with key = "{key}".'
            )
        if key in wanted.prerequisites:
            yield f"roles.{role}.preferred: {key!r} is one of its prerequisites; it cannot be both."


def _report(report: ReportPlan) -> Iterator[str]:
    for number, committee in enumerate(report.committees, 1):
        if committee.on < report.due:
            yield (
                f"report.committees.{number}.on: {format_date(committee.on)} is too early; "
                "it must come after report.due."
            )
    if report.announcement and report.next_steps is None:
        yield "report.announcement: say when it is made: next_steps = 2028-07-03."
