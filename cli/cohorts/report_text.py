"""The closing report as Markdown."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from cli.cohorts.calendar import now_in
from cli.cohorts.figures import Figures
from cli.cohorts.tables import fates, rules_sentence
from cli.output import plain
from domain.clock import format_date
from domain.enums import Attendance, EndReason, Role, Stage
from domain.programme.programme import Programme
from domain.wording import counted

Endings = Counter[tuple[Stage, EndReason | None]]
Row = Iterable[object]

_TO_WRITE = "_To be written._"


def markdown(figures: Figures, endings: Endings, arrangements: Mapping[str, int]) -> str:
    """`endings` and `arrangements`: how many pairs came to which end, and in which they were."""
    parts = (
        _heading(figures),
        _programme(figures.cohort.programme),
        _objectives(figures.cohort.programme),
        _applications(figures),
        _pairs(figures, endings, arrangements),
        _sessions(figures),
        _gatherings(figures),
        _evaluation(figures),
        _stories(figures),
        _sections(figures.cohort.programme),
        _next_steps(figures.cohort.programme),
    )
    return "\n".join(line for part in parts for line in part)


def _heading(figures: Figures) -> Iterator[str]:
    cohort, programme = figures.cohort, figures.cohort.programme
    yield f"# {programme.title}: report"
    yield ""
    yield f"{programme.organisation}. Cohort {cohort.key}, {_as_of(now_in(cohort), programme)}."
    if cohort.stage.is_open:
        yield ""
        yield f"**The cohort is not over ({plain(cohort.stage)}): these numbers will change.**"
    yield ""


def _as_of(now: datetime, programme: Programme) -> str:
    return f"as of {format_date(now.astimezone(programme.zone).date())}"


def _programme(programme: Programme) -> Iterator[str]:
    sessions = programme.sessions
    yield "## The programme"
    yield ""
    yield programme.summary
    yield ""
    for role in Role:
        text = programme.role(role)
        known_as = "" if text.label.lower() == role else f" ({role})"
        yield f"- {text.label}{known_as}: {text.who}"
    yield f"- Arrangement: {' or '.join(programme.arrangements)}"
    yield (
        f"- At least {counted(sessions.minimum, 'session')} of {sessions.minutes} minutes, between "
        f"{format_date(sessions.opens)} and {format_date(sessions.closes)}"
    )
    yield from (f"- {competency}" for competency in programme.competencies)
    yield ""


def _objectives(programme: Programme) -> Iterator[str]:
    if programme.objectives:
        yield "## What it was for"
        yield ""
        yield from (f"- **{objective.of}**: {objective.text}" for objective in programme.objectives)
        yield ""


def _applications(figures: Figures) -> Iterator[str]:
    yield "## Applications"
    yield ""
    if not figures.fates:
        yield "Nobody has applied."
        yield ""
        return
    yield from _table(("what became of them", "mentors", "mentees", "together"), fates(figures))


def _pairs(figures: Figures, endings: Endings, arrangements: Mapping[str, int]) -> Iterator[str]:
    yield "## Pairs"
    yield ""
    rows = [
        (f"{plain(stage)}: {plain(why)}" if why else plain(stage), n) for (stage, why), n in endings.items()
    ]
    yield from _table(("ending", "pairs"), [*rows, ("total", sum(endings.values()))])
    if len(figures.cohort.programme.arrangements) > 1:
        yield from _table(("arrangement", "pairs"), arrangements.items())
    yield rules_sentence(figures)
    yield ""


def _sessions(figures: Figures) -> Iterator[str]:
    held, wanted = figures.held, figures.cohort.programme.sessions
    met = f"{figures.met_minimum} of {counted(figures.checks.pairs, 'pair')}"
    yield "## Sessions"
    yield ""
    yield f"- {counted(held.sessions, 'session')} took place, {counted(held.minutes, 'minute')} in all."
    yield f"- {met} met the minimum of {wanted.minimum}, each of at least {wanted.minutes} minutes."
    yield ""


def _gatherings(figures: Figures) -> Iterator[str]:
    rows = [
        (gathering.plan.title, f"{role}s", *(counts[attendance.value] for attendance in Attendance))
        for gathering in figures.gatherings
        for role, counts in gathering.attendance.items()
    ]
    if rows:
        yield "## Gatherings"
        yield ""
        yield from _table(("gathering", "who", "attended", "missed", "excused"), rows)


def _evaluation(figures: Figures) -> Iterator[str]:
    evaluation = figures.cohort.programme.evaluation
    if evaluation is None:
        return
    yield "## Evaluation"
    yield ""
    rows = [(f"{role}s", figures.asked[role], figures.answers[role]) for role in Role]
    yield from _table(("who", "asked", "answered"), rows)
    if evaluation.questionnaire:
        yield f"The answers are kept where they were given: {evaluation.questionnaire}"
        yield ""
    for question in evaluation.questions:
        yield from (f"### {question}", "", _TO_WRITE, "")


def _stories(figures: Figures) -> Iterator[str]:
    if figures.stories is not None:
        agree = counted(figures.stories, "participant agrees", "participants agree")
        yield from ("## Stories", "", f"{agree} to tell their story.", "")


def _sections(programme: Programme) -> Iterator[str]:
    for section in programme.report.sections if programme.report else ():
        yield from (f"## {section}", "", _TO_WRITE, "")


def _next_steps(programme: Programme) -> Iterator[str]:
    if programme.report and programme.report.next_steps:
        announced = f"What comes next is announced on {format_date(programme.report.next_steps)}."
        yield from ("## Next steps", "", announced, "", _TO_WRITE, "")


def _table(columns: Row, rows: Iterable[Row]) -> Iterator[str]:
    columns = list(columns)
    yield _line(columns)
    yield _line("---" for _ in columns)
    yield from map(_line, rows)
    yield ""


def _line(cells: Row) -> str:
    return f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |"
