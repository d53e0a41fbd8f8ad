"""The numbers of a cohort as people read them: short tables, and a sentence for each of the rest."""

from collections import Counter
from collections.abc import Iterator

from cli.exports.table import Cell
from cli.output import print_table, say
from domain.clock import format_short_date
from domain.enums import Attendance, Role, in_words
from domain.wording import counted
from services.reports.figures import Figures, GatheringFigures
from storage.statistics import SIGNED_UP, ApplicationFate

Row = tuple[Cell, ...]


def print_applications(figures: Figures) -> None:
    """How many have come how far, and why it ended where it did."""
    if not figures.fates:
        say("\nNobody has applied.")
        return
    print_table("\nApplications", ("", "mentors", "mentees", "together"), fates(figures))


def print_gatherings(figures: Figures) -> None:
    """Who came to what."""
    columns = ("gathering", "held on", "who", "attended", "missed", "excused", "signed up")
    rows = [row for gathering in figures.gatherings for row in _came(gathering)]
    if rows:
        print_table("\nGatherings", columns, rows)


def say_numbers(figures: Figures) -> None:
    """Sessions, evaluation, stories, and whether the rules hold."""
    sessions, pairs = figures.cohort.programme.sessions, figures.checks.pairs
    if not pairs:
        return
    met, minimum = f"{figures.met_minimum} of {counted(pairs, 'pair')}", sessions.minimum
    say(
        f"\nSessions: {figures.held.sessions} held. {met} met the minimum of {minimum} "
        f"({counted(sessions.minutes, 'minute')} each)."
    )
    if any(figures.asked.values()):
        answered = ", ".join(f"{figures.answers[r]} of {counted(figures.asked[r], r)}" for r in Role)
        say(f"Evaluation: answered by {answered}.")
    if figures.stories is not None:
        say(f"Stories: {counted(figures.stories, 'partner agrees', 'partners agree')} to tell theirs.")
    say(rules_sentence(figures))


def rules_sentence(figures: Figures) -> str:
    """Whether the pairs keep the rules of the programme."""
    checks = figures.checks
    breaches = "; ".join(checks.breaches())
    known = checks.pairs - checks.unknown
    unknown = _unknown(checks.unknown)
    if breaches:
        return f"Rules: not all are kept: {breaches}.{unknown}"
    return f"Rules: all are kept by {counted(known, 'pair')}.{unknown}" if known else f"Rules:{unknown}"


def _unknown(pairs: int) -> str:
    """Of pairs that were matched by hand."""
    if not pairs:
        return ""
    each = "a partner" if pairs == 1 else "a partner of each"
    return f" {counted(pairs, 'pair')} cannot be judged, since {each} has not applied here."


def fates(figures: Figures) -> Iterator[Row]:
    """What became of applications, with how many mentors, mentees and people together."""
    together = Counter[tuple[str, Role]]()
    for fate in figures.fates:
        together[_fate(fate), fate.role] += fate.applications
    for name in dict.fromkeys(name for name, _ in together):
        yield _row(name, [together[name, role] for role in Role])
    totals = [sum(f.applications for f in figures.fates if f.role is role) for role in Role]
    yield _row("total", totals)


def _fate(fate: ApplicationFate) -> str:
    """`carried: late`, say."""
    return f"{in_words(fate.stage)}: {in_words(fate.reason)}" if fate.reason else in_words(fate.stage)


def _row(name: str, numbers: list[int]) -> Row:
    return (name, *numbers, sum(numbers))


def _came(gathering: GatheringFigures) -> Iterator[Row]:
    """A line for each role; what is the same for both is said once."""
    plan = gathering.plan
    more = f" +{len(plan.sittings) - 1}" if len(plan.sittings) > 1 else ""
    first = format_short_date(plan.sittings[0].on) if plan.sittings else "cancelled"
    about: Row = (plan.key, f"{first}{more}")
    for role, counts in gathering.attendance.items():
        signed_up = "" if plan.kind.stage else counts[SIGNED_UP]
        yield (*about, f"{role}s", *(counts[attendance.value] for attendance in Attendance), signed_up)
        about = ("", "")
