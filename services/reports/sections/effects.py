"""How far answers have moved, drawn, told in a sentence and set in a table."""

from collections.abc import Iterable, Iterator, Sequence

from domain.evaluation.effects import FEWEST
from domain.evaluation.published import DOWN, STAYED, UP, PublishedEffect
from services.pictures.kinds import Slope, SlopesPicture
from services.reports.closing import ClosingReport
from services.reports.document import Block, DataTable, Illustration, Paragraph
from services.reports.wording import sentence, shown, spelled

_POINTS = {
    1: "strongly disagree",
    2: "disagree",
    3: "neither",
    4: "agree",
    5: "strongly agree",
}
_HIGHEST = 5
TOO_FEW = "too few to say"
ALIKE = "The answers are too much alike to say how far they have moved"


def effects(report: ClosingReport, title: str, found: Sequence[PublishedEffect]) -> Iterator[Block]:
    """A picture of those of which enough have answered both times, on the scale that all of them have; a
    table of numbers, which have each their own; a sentence for the others."""
    told = [one for one in found if one.is_told]
    if agreements := [one for one in told if one.is_agreement]:
        yield Illustration(
            title, _picture(report, agreements), says(agreements), table(report, title, agreements)
        )
    if numbers := [one for one in told if not one.is_agreement]:
        yield Paragraph(says(numbers))
        yield table(report, f"{title}, in numbers", numbers)
    if few := [one for one in found if one.people is None]:
        questions = "; ".join(f"\u201c{one.text}\u201d" for one in few)
        yield Paragraph(f"Fewer than {spelled(FEWEST)} answered both times, {TOO_FEW}: {questions}", True)
    if alike := [one for one in found if one.people is not None and not one.is_told]:
        questions = "; ".join(f"\u201c{label(report, one)}\u201d" for one in alike)
        yield Paragraph(f"{ALIKE}: {questions}", True)


_INCLUDES_ZERO = ("its interval includes zero", "each interval includes zero")
"""Of one, and of several."""


def is_part(one: PublishedEffect, found: Sequence[PublishedEffect]) -> bool:
    """Whether it is that of a role beside that of both."""
    return one.role is not None and any(other.key == one.key and other.role is None for other in found)


def _picture(report: ClosingReport, found: Iterable[PublishedEffect]) -> SlopesPicture:
    slopes = tuple(_slope(label(report, one), one) for one in found)
    return SlopesPicture((_POINTS[1], _POINTS[_HIGHEST]), _HIGHEST, ("before", "at the end"), slopes)


def _slope(title: str, one: PublishedEffect) -> Slope:
    return Slope(title, one.mean_before or 0, one.mean_after or 0, size(one), one.is_up or one.is_down)


def label(report: ClosingReport, one: PublishedEffect) -> str:
    return one.text if one.role is None else f"{one.text} ({report.programme.role(one.role).label})"


def size(one: PublishedEffect) -> str:
    """`g 0.8 [0.4 to 1.2], n about 25`, of one that can be told."""
    return f"g {interval(one)}, n about {one.people}"


def says(found: Sequence[PublishedEffect]) -> str:
    up, down = [one for one in found if one.is_up], [one for one in found if one.is_down]
    many = f"{spelled(len(found))} {'question' if len(found) == 1 else 'questions'}"
    if not up and not down:
        return f"Of {many} none has moved clearly: {_INCLUDES_ZERO[len(found) > 1]}."
    what = "agreement" if all(one.is_agreement for one in found) else "the answers"
    if len(found) == 1:
        return sentence(f"{what} {'rose' if up else 'fell'} clearly with {_quoted(found[0])}")
    rose = f"{what} rose clearly with {_many(up, found)}"
    fell = f" and fell with {_many(down, found)}" if down else ""
    most = max(up or down, key=lambda one: abs(one.size or 0))
    most_of_all = "most with" if len(up) + len(down) > 1 else "with"
    return f"Of {many}, {rose}{fell}; {most_of_all} {_quoted(most)}."


def _quoted(one: PublishedEffect) -> str:
    return f"\u201c{one.text.rstrip('.')}\u201d ({size(one)})"


def _many(some: Sequence[PublishedEffect], found: Sequence[PublishedEffect]) -> str:
    return "none" if not some else "all" if len(some) == len(found) > 1 else spelled(len(some))


def table(report: ClosingReport, title: str, found: Iterable[PublishedEffect]) -> DataTable:
    columns = (
        "question",
        "mean, before \u2192 end",
        "median",
        "up / stayed / down",
        "g [95% interval]",
        "n, about",
    )
    return DataTable(title, columns, tuple(_row(report, one) for one in found))


def _row(report: ClosingReport, one: PublishedEffect) -> tuple[str, ...]:
    return (
        label(report, one),
        f"{one.mean_before or 0:.1f} \u2192 {one.mean_after or 0:.1f}",
        _medians(one),
        " / ".join(shown(one.moved.get(way)) for way in (UP, STAYED, DOWN)),
        interval(one),
        shown(one.people),
    )


def interval(one: PublishedEffect) -> str:
    """`0.8 [0.4 to 1.2]`, of one that can be told."""
    return f"{one.size:.1f} [{one.low:.1f} to {one.high:.1f}]"


def _medians(one: PublishedEffect) -> str:
    """In words: a number from 1 to 5 could be taken for one of people."""
    said = _point if one.is_agreement else _number
    before, after = said(one.median_before), said(one.median_after)
    return before if before == after else f"{before} \u2192 {after}"


def _number(median: float | None) -> str:
    return "*" if median is None else f"{median:.1f}"


def _point(median: float | None) -> str:
    if median is None:
        return "*"
    whole = int(median)
    return _POINTS[whole] if whole == median else f"{_POINTS[whole]} / {_POINTS[whole + 1]}"
