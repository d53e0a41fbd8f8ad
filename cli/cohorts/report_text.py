"""The closing report as Markdown."""

from collections.abc import Iterable, Iterator

from cli.cohorts.tables import fates, rules_sentence
from domain.clock import format_date
from domain.enums import Attendance, Role, in_words
from domain.programme.programme import Programme
from domain.wording import counted
from services.reports.closing import ClosingReport
from services.reports.figures import Figures

Row = Iterable[object]

_TO_WRITE = "_To be written._"


def markdown(report: ClosingReport) -> str:
    figures = report.figures
    parts = (
        _heading(report),
        _programme(figures.cohort.programme),
        _objectives(figures.cohort.programme),
        _applications(figures),
        _pairs(report),
        _sessions(figures),
        _gatherings(figures),
        _evaluation(figures),
        _stories(figures),
        _sections(figures.cohort.programme),
        _next_steps(figures.cohort.programme),
    )
    return "\n".join(line for part in parts for line in part)


def _heading(report: ClosingReport) -> Iterator[str]:
    cohort, programme = report.figures.cohort, report.figures.cohort.programme
    yield f"# {programme.title}: report"
    yield ""
    yield f"{programme.organisation}. Cohort {cohort.key}, as of {format_date(report.as_of)}."
    if cohort.stage.is_open:
        yield ""
        yield f"**The cohort is not over ({in_words(cohort.stage)}): these numbers will change.**"
    yield ""


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
    each = counted(sessions.minutes, "minute")
    window = f"between {format_date(sessions.opens)} and {format_date(sessions.closes)}"
    yield f"- At least {counted(sessions.minimum, 'session')} of {each}, {window}"
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


def _pairs(report: ClosingReport) -> Iterator[str]:
    yield "## Pairs"
    yield ""
    rows = [
        (f"{in_words(stage)}: {in_words(why)}" if why else in_words(stage), n)
        for (stage, why), n in report.endings.items()
    ]
    yield from _table(("ending", "pairs"), [*rows, ("total", sum(report.endings.values()))])
    if len(report.figures.cohort.programme.arrangements) > 1:
        yield from _table(("arrangement", "pairs"), report.arrangements.items())
    yield rules_sentence(report.figures)
    yield ""


def _sessions(figures: Figures) -> Iterator[str]:
    held, wanted = figures.held, figures.cohort.programme.sessions
    met = f"{figures.met_minimum} of {counted(figures.checks.pairs, 'pair')}"
    yield "## Sessions"
    yield ""
    yield f"- {counted(held.sessions, 'session')} took place, {counted(held.minutes, 'minute')} in all."
    each = counted(wanted.minutes, "minute")
    yield f"- {met} met the minimum of {wanted.minimum}, each of at least {each}."
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
