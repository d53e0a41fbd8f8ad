"""Two cohorts beside each other, by what may be told of each."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, Protocol

from domain.disclosure.breakdown import PublishedBreakdown
from domain.disclosure.cell import Shown
from domain.disclosure.profile import Limits, Profile
from domain.disclosure.ratios import percentage
from domain.enums import BOTH, Wave
from domain.evaluation.published import PublishedEvaluation, PublishedItem, agreeing
from services.context import Context
from services.reports.breakdowns import (
    ACCEPTED,
    ANSWERS,
    COMPLETED,
    ENDINGS,
    MINIMUM,
    PAIRS,
    YES,
    evaluation_of,
)
from services.reports.closing import ClosingReport, make_report


class PublishedCohort(Protocol):
    """What a report has told of a cohort."""

    @property
    def cohort(self) -> str: ...
    @property
    def profile(self) -> Profile: ...
    @property
    def tables(self) -> Mapping[str, PublishedBreakdown]: ...
    @property
    def evaluation(self) -> PublishedEvaluation: ...


class Measure(NamedTuple):
    """The same share, in per cent, of two cohorts."""

    what: str
    first: Shown
    second: Shown


class Comparison(NamedTuple):
    first: ClosingReport
    second: ClosingReport
    measures: tuple[Measure, ...]


def compare(context: Context, first: str, second: str) -> Comparison:
    """The latest reports of two cohorts, made now where they would say something new. Raises NotFound."""
    with context.store() as session:
        one, other = (make_report(session, key, context.clock()) for key in (first, second))
    return Comparison(one, other, measures(one, other))


def measures(first: PublishedCohort, second: PublishedCohort) -> tuple[Measure, ...]:
    """What both have, whether it can be told or not."""
    here, there = dict(_shares(first)), dict(_shares(second))
    return tuple(Measure(what, here[what], there[what]) for what in here if what in there)


def _shares(told: PublishedCohort) -> Iterator[tuple[str, Shown]]:
    pairs, limits = told.tables[PAIRS], told.profile.limits
    yield "Pairs: both accepted", _share(pairs, ACCEPTED, YES, limits)
    yield "Pairs: met the minimum", _share(pairs, MINIMUM, YES, limits)
    yield "Pairs: came to the end", _share(pairs, ENDINGS, COMPLETED, limits)
    for role in BOTH:
        if table := told.tables.get(evaluation_of(role)):
            yield f"Answered the evaluation: {role}s", _share(table, ANSWERS, YES, limits)
    for item in told.evaluation.in_wave(Wave.END):
        share = agreeing(item, limits)
        if share is not None:
            yield f"Agree: {_named(item)}", share


def _named(item: PublishedItem) -> str:
    return item.text if item.role is None else f"{item.text} ({item.role}s)"


def _share(table: PublishedBreakdown, way: str, part: str, limits: Limits) -> Shown:
    """None also where rounding would make all of it: that would be said of a few who are withheld."""
    parts = table.ways[way]
    share = percentage(parts[part], table.total, limits)
    return None if share == _ALL and None in parts.values() else share


_ALL = 100
