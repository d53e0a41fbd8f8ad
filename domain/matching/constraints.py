"""The hard rules over all pairs at once: a row for each mentor, a column for each mentee."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set

import numpy as np
from numpy.typing import NDArray

from domain.application.form import ArrangementWish
from domain.matching.candidates import Candidate, IdPair, ranks
from domain.matching.normalised import normalised, normalised_set
from domain.matching.reporting_line import managers
from domain.matching.rules import Rule
from domain.people import name_key
from domain.programme.matching_plan import GradeGap, MatchingPlan

Violations = NDArray[np.uint16]
"""Which rules remove each pair, one bit a rule; 0 where the pair is allowed."""
Mask = NDArray[np.bool_]
People = Sequence[Candidate]

BIT = {rule: 1 << place for place, rule in enumerate(Rule)}
UNKNOWN = -9999
"""Stands for a gap that is not known: further than any two grades can be apart."""


def violations(
    mentors: People, mentees: People, plan: MatchingPlan, ladder: Sequence[str], forbids: Set[IdPair]
) -> Violations:
    """Every rule that removes each pair."""
    found = np.zeros((len(mentors), len(mentees)), np.uint16)
    _add(found, Rule.SAME_PERSON, _equal(mentors, mentees, lambda c: c.email))
    _add(found, Rule.SAME_NAME, _equal(mentors, mentees, lambda c: name_key(c.application.name)))
    found[(found & BIT[Rule.SAME_PERSON]) > 0] = BIT[Rule.SAME_PERSON]
    _add(found, Rule.ARRANGEMENT, _arrangements_clash(mentors, mentees))
    _add(found, Rule.CONFLICT, _declared(mentors, mentees))
    _add(found, Rule.EARLIER_PAIR, _named(mentors, mentees, lambda c: c.earlier, lambda c: c.id))
    _add(found, Rule.FORBIDDEN, _forbidden(mentors, mentees, forbids))
    for field in plan.apart:
        _add(found, Rule.APART, equal_field(mentors, mentees, field))
    if plan.reporting_line:
        _add(found, Rule.REPORTING_LINE, _in_line(mentors, mentees))
    if plan.grade_gap:
        _add(found, Rule.GRADE_GAP, ~_allowed_gaps(gaps(mentors, mentees, ladder), plan.grade_gap))
    return found


def rules_in(bits: int) -> list[Rule]:
    return [rule for rule in Rule if bits & BIT[rule]]


def equal_field(mentors: People, mentees: People, field: str) -> Mask:
    """Where both say the same in this field; what is not known is not the same."""
    return _equal(mentors, mentees, lambda c: normalised(getattr(c.application, field)))


def reciprocal(mentors: People, mentees: People) -> Mask:
    """Where a pair, if it is one, is reciprocal at least at times: neither insists on the roles staying."""
    rows, columns = (_wishes(side, ArrangementWish.REVERSE) for side in (mentors, mentees))
    return ~(rows[:, None] | columns[None, :])


def gaps(mentors: People, mentees: People, ladder: Sequence[str]) -> NDArray[np.int16]:
    """How many grades each mentor stands above each mentee, or UNKNOWN."""
    rank = ranks(ladder)
    rows, columns = (
        np.array([rank.get(normalised(c.application.grade), UNKNOWN) for c in side], np.int16)
        for side in (mentors, mentees)
    )
    known = (rows != UNKNOWN)[:, None] & (columns != UNKNOWN)[None, :]
    return np.where(known, rows[:, None] - columns[None, :], UNKNOWN).astype(np.int16)


def _add(found: Violations, rule: Rule, where: Mask) -> None:
    found[where] |= BIT[rule]


def _equal(mentors: People, mentees: People, key: Callable[[Candidate], str]) -> Mask:
    codes: dict[str, int] = {}
    rows, columns = (
        np.array([codes.setdefault(key(c), len(codes)) if key(c) else -1 for c in side], np.int32)
        for side in (mentors, mentees)
    )
    return np.asarray((rows[:, None] == columns[None, :]) & (rows >= 0)[:, None])


def _wishes(side: People, wish: ArrangementWish) -> Mask:
    return np.array([c.application.arrangement is wish for c in side], np.bool_)


def _arrangements_clash(mentors: People, mentees: People) -> Mask:
    clash = np.zeros((len(mentors), len(mentees)), np.bool_)
    for one in ArrangementWish:
        for other in ArrangementWish:
            if one.together(other) is None:
                clash |= _wishes(mentors, one)[:, None] & _wishes(mentees, other)[None, :]
    return clash


def _allowed_gaps(gap: NDArray[np.int16], wanted: GradeGap) -> Mask:
    allowed = [g for g in np.unique(gap) if g != UNKNOWN and wanted.allows(int(g))]
    return np.isin(gap, allowed)


def _in_line(mentors: People, mentees: People) -> Mask:
    above = managers([*mentors, *mentees])
    return _named(mentors, mentees, lambda c: above[c.email], lambda c: c.email)


def _declared(mentors: People, mentees: People) -> Mask:
    return _named(mentors, mentees, lambda c: normalised_set(c.application.conflicts), lambda c: c.email)


def _forbidden(mentors: People, mentees: People, forbids: Set[IdPair]) -> Mask:
    by_mentor: dict[str, set[str]] = defaultdict(set)
    for mentor, mentee in forbids:
        by_mentor[mentor].add(mentee)
    return _marked(mentors, mentees, lambda c: by_mentor.get(c.id, ()), lambda c: c.id)


def _named(
    mentors: People,
    mentees: People,
    names: Callable[[Candidate], Iterable[str]],
    key: Callable[[Candidate], str],
) -> Mask:
    """Where either of the two names the other."""
    return _marked(mentors, mentees, names, key) | _marked(mentees, mentors, names, key).T


def _marked(
    rows: People,
    columns: People,
    names: Callable[[Candidate], Iterable[str]],
    key: Callable[[Candidate], str],
) -> Mask:
    """Where the one in the row names the one in the column."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, candidate in enumerate(columns):
        places[key(candidate)].append(place)
    marked = np.zeros((len(rows), len(columns)), np.bool_)
    for row, candidate in enumerate(rows):
        marked[row, [place for name in names(candidate) for place in places.get(name, ())]] = True
    return marked
