"""What every pair would score: the wishes it meets, in thousandths of the plan's weights."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array  # type: ignore[import-untyped]

from domain.application.form import ApplicationForm, BackgroundWish
from domain.matching.choices import keys_of, named_by, weight_of
from domain.matching.constraints import People, equal_field, gaps, reciprocal
from domain.matching.criteria import thousandths
from domain.matching.normalised import normalised_set
from domain.programme.matching_plan import MatchingPlan

Scores = NDArray[np.int64]
Vocabulary = Callable[[ApplicationForm], Iterable[str]]


def scores(mentors: People, mentees: People, plan: MatchingPlan, ladder: Sequence[str]) -> Scores:
    """The score of every pair, whether it is allowed or not; a row for each mentor."""
    weights = plan.weights
    total = np.zeros((len(mentors), len(mentees)), np.int64)
    if any(weights.wishes):
        total += _choices(mentors, mentees, weights.wishes) + _choices(mentees, mentors, weights.wishes).T
    if weights.goals:
        total += thousandths(weights.goals) * _goals(mentors, mentees)
    if weights.profession:
        total += thousandths(weights.profession) * equal_field(mentors, mentees, "profession")
    if weights.site:
        total += thousandths(weights.site) * equal_field(mentors, mentees, "site")
    if weights.availability:
        meet = _shared(mentors, _availability, mentees, _availability) > 0
        total += thousandths(weights.availability) * meet
    if weights.background:
        wishes = _background(mentors, mentees) + _background(mentees, mentors).T
        total += thousandths(weights.background) * wishes
    if weights.grade_gap:
        total += _by_gap(gaps(mentors, mentees, ladder), weights.grade_gap)
    return total


def _choices(askers: People, partners: People, weights: Sequence[float]) -> Scores:
    """What it weighs that the asker in the row has named the partner in the column."""
    columns = defaultdict[str, list[int]](list)
    for column, partner in enumerate(partners):
        for key in dict.fromkeys(keys_of(partner.application)):
            columns[key].append(column)
    total = np.zeros((len(askers), len(partners)), np.int64)
    for row, asker in enumerate(askers):
        for place, choice in reversed(list(enumerate(asker.application.wishes, 1))):
            total[row, columns.get(named_by(choice), [])] = thousandths(weight_of(place, weights))
    return total


def _goals(mentors: People, mentees: People) -> Scores:
    meet = _shared(mentors, lambda a: a.offers, mentees, lambda a: a.goals)
    other = _shared(mentors, lambda a: a.goals, mentees, lambda a: a.offers)
    return meet + other * reciprocal(mentors, mentees)


def _by_gap(gap: NDArray[np.int16], weights: dict[int, float]) -> Scores:
    total = np.zeros(gap.shape, np.int64)
    for steps, weight in weights.items():
        total[gap == steps] = thousandths(weight)
    return total


def _background(askers: People, partners: People) -> Scores:
    """Where the partner in the column is of the background that the asker in the row wishes for."""
    common = _shared(askers, _wanted, partners, lambda a: a.background) > 0
    both_known = _any(askers, _wanted)[:, None] & _any(partners, lambda a: a.background)[None, :]
    similar, different = (
        np.array([c.application.background_wish is wish for c in askers], np.bool_)[:, None]
        for wish in (BackgroundWish.SIMILAR, BackgroundWish.DIFFERENT)
    )
    return (both_known & ((similar & common) | (different & ~common))).astype(np.int64)


def _wanted(asker: ApplicationForm) -> Iterable[str]:
    return normalised_set(asker.background_asked) or asker.background


def _availability(person: ApplicationForm) -> Iterable[str]:
    return person.availability


def _any(people: People, words: Vocabulary) -> NDArray[np.bool_]:
    return np.array([bool(normalised_set(words(c.application))) for c in people], np.bool_)


def _shared(rows: People, of_row: Vocabulary, columns: People, of_column: Vocabulary) -> Scores:
    """How many of their words the two have in common."""
    places: dict[str, int] = {}
    one, other = (
        [[places.setdefault(w, len(places)) for w in normalised_set(words(c.application))] for c in side]
        for side, words in ((rows, of_row), (columns, of_column))
    )
    product = _table(one, len(places)) @ _table(other, len(places)).T
    return np.asarray(product.toarray(), np.int64)


def _table(lists: list[list[int]], width: int) -> csr_array:
    ends = np.cumsum([0, *map(len, lists)])
    columns = np.array([place for places in lists for place in places], np.int32)
    return csr_array((np.ones(len(columns), np.int32), columns, ends), shape=(len(lists), max(width, 1)))
