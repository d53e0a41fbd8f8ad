"""The closing report as Markdown. `*` stands for what is withheld."""

from collections.abc import Iterable, Iterator, Sequence

from domain.clock import format_date
from domain.disclosure.breakdown import PublishedBreakdown
from domain.disclosure.cell import Shown
from domain.disclosure.profile import PROFILE_SENTENCES
from domain.disclosure.ratios import percentage
from domain.enums import Attendance, EndReason, Role, in_words
from domain.programme.evaluation_plan import EvaluationPlan
from domain.programme.programme import Programme
from domain.wording import counted
from services.reports.breakdowns import (
    ANSWERS,
    ARRANGEMENTS,
    ATTENDANCE,
    ENDINGS,
    FATES,
    KNOWN,
    MINIMUM,
    NO,
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

Row = Iterable[object]

_TO_WRITE = "_To be written._"
_WITHHELD = "*"


def markdown(report: ClosingReport) -> str:
    programme = report.programme
    parts = (
        _heading(report),
        _programme(programme),
        _objectives(programme),
        _applications(report),
        _pairs(report),
        _sessions(report),
        _gatherings(report),
        _evaluation(report),
        _stories(report.tables[PARTNERS]),
        _sections(programme),
        _next_steps(programme),
        _small_numbers(report),
    )
    return "\n".join(line for part in parts for line in part)


def _heading(report: ClosingReport) -> Iterator[str]:
    programme, made = report.programme, format_date(report.as_of)
    yield f"# {programme.title}: report"
    yield ""
    yield f"{programme.organisation}. Cohort {report.cohort}, report no. {report.number}, as of {made}."
    if report.stage.is_open:
        yield ""
        yield f"**The cohort is not over ({in_words(report.stage)}): these numbers will change.**"
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


def _applications(report: ClosingReport) -> Iterator[str]:
    tables = [report.tables[applications_of(role)] for role in Role]
    yield from ("## Applications", "")
    if all(table.total == 0 for table in tables):
        yield from ("Nobody has applied.", "")
        return
    columns = ("what became of them", *(f"{role}s" for role in Role))
    yield from _parts(columns, tables, FATES)


def _pairs(report: ClosingReport) -> Iterator[str]:
    pairs = report.tables[PAIRS]
    yield from ("## Pairs", "")
    yield from _parts(("ending", "pairs"), [pairs], ENDINGS)
    if ARRANGEMENTS in pairs.ways:
        yield from _parts(("arrangement", "pairs"), [pairs], ARRANGEMENTS)
    yield from (_rules(report), "")


def _sessions(report: ClosingReport) -> Iterator[str]:
    wanted, pairs = report.programme.sessions, report.tables[PAIRS]
    minimum = f"the minimum of {wanted.minimum}, each of at least {counted(wanted.minutes, 'minute')}"
    yield from ("## Sessions", "")
    yield f"- Sessions that took place: {_shown(report.sessions)}; hours in all: {_shown(report.hours)}."
    yield f"- Pairs that met {minimum}: {_shown(pairs.ways[MINIMUM][YES])} of {_shown(pairs.total)}."
    yield ""


def _gatherings(report: ClosingReport) -> Iterator[str]:
    rows = [
        (plan.title, f"{role}s", *(_shown(table.ways[ATTENDANCE][what]) for what in Attendance))
        for plan in report.programme.gatherings
        for role in plan.roles
        if (table := report.tables.get(attendance_of(plan.key, role)))
    ]
    if rows:
        yield from ("## Gatherings", "")
        yield from _table(("gathering", "who", "attended", "missed", "excused"), rows)


def _evaluation(report: ClosingReport) -> Iterator[str]:
    plan = report.programme.evaluation
    if plan is None:
        return
    yield from ("## Evaluation", "")
    rows = [
        (f"{role}s", _shown(table.total), *_answered(report, table))
        for role in Role
        if (table := report.tables.get(evaluation_of(role)))
    ]
    if rows:
        yield from _table(("who", "asked", "answered", "per cent"), rows)
    yield from _questions(plan)


def _answered(report: ClosingReport, table: PublishedBreakdown) -> tuple[str, str]:
    answered = table.ways[ANSWERS][YES]
    return _shown(answered), _shown(percentage(answered, table.total, report.limits))


def _questions(plan: EvaluationPlan) -> Iterator[str]:
    if plan.questionnaire:
        yield f"The answers are kept where they were given: {plan.questionnaire}"
        yield ""
    for question in plan.questions:
        yield from (f"### {question}", "", _TO_WRITE, "")


def _stories(partners: PublishedBreakdown) -> Iterator[str]:
    if STORIES in partners.ways:
        agree = _shown(partners.ways[STORIES][YES])
        yield from ("## Stories", "", f"Participants who agree to tell their story: {agree}.", "")


def _sections(programme: Programme) -> Iterator[str]:
    for section in programme.report.sections if programme.report else ():
        yield from (f"## {section}", "", _TO_WRITE, "")


def _next_steps(programme: Programme) -> Iterator[str]:
    if programme.report and programme.report.next_steps:
        announced = f"What comes next is announced on {format_date(programme.report.next_steps)}."
        yield from ("## Next steps", "", announced, "", _TO_WRITE, "")


def _small_numbers(report: ClosingReport) -> Iterator[str]:
    """The stamp: by which rule, and what else is not said."""
    yield from ("## Small numbers", "")
    limits = report.limits
    yield f"Profile {report.profile}. {PROFILE_SENTENCES[report.profile]} {_HOW}"
    if report.stage.is_open and limits.withheld_to:
        yield _WHILE_OPEN
    yield from (_SINCE, "")


_HOW = (
    "A total is that of the people and not of the rounded parts. Where a small number could be worked out "
    "from the others, all of them are withheld."
)
_WHILE_OPEN = "As long as the cohort is not over, none at all is withheld like a few."
_SINCE = (
    "A number that an earlier report has told stands as it did until it is 10 away from that, and may be "
    "behind by a few."
)


def _rules(report: ClosingReport) -> str:
    """Whether the pairs keep the rules of the programme."""
    found = {
        f"{thing} {way.removeprefix(RULE)}": parts[YES]
        for thing, table in (("pairs", PAIRS), ("participants", PARTNERS))
        for way, parts in report.tables[table].ways.items()
        if way.startswith(RULE)
    }
    too_little = report.tables[PAIRS].ways[KNOWN][NO]
    unknown = f" Pairs of which too little is known: {_shown(too_little)}." if too_little != 0 else ""
    if report.stage.is_open and all(number is None for number in found.values()):
        return "Rules: whether all are kept is told when the cohort is over."
    breaches = "; ".join(f"{what}: {_shown(number)}" for what, number in found.items() if number != 0)
    return f"Rules: {f'not kept by {breaches}' if breaches else 'all are kept'}.{unknown}"


def _parts(columns: Row, tables: Sequence[PublishedBreakdown], way: str) -> Iterator[str]:
    """A line for each part of which there is any; one for all where all are withheld."""
    names = list(tables[0].ways[way])
    told = [(name, [table.ways[way][name] for table in tables]) for name in names]
    rows = [(_named(name), *map(_shown, numbers)) for name, numbers in told if any(n != 0 for n in numbers)]
    if not any(table.is_broken_down(way) for table in tables):
        rows = [("each by itself", *(_WITHHELD for _ in tables))]
    yield from _table(columns, [*rows, ("total", *(_shown(table.total) for table in tables))])


def _named(part: str) -> str:
    """`ended: no contact`, say."""
    words = in_words(part)
    return f"ended: {words.removeprefix('ended ')}" if part in set(EndReason) else words


def _shown(number: Shown) -> str:
    return _WITHHELD if number is None else str(number)


def _table(columns: Row, rows: Iterable[Row]) -> Iterator[str]:
    columns = list(columns)
    yield _line(columns)
    yield _line("---" for _ in columns)
    yield from map(_line, rows)
    yield ""


def _line(cells: Row) -> str:
    return f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |"
