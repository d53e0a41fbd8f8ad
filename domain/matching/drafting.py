"""Makes the draft: from candidates and a plan to pairs, the people left over, and the reasons.

This is the door of the solver: it imports numpy and scipy. The values it takes and gives do not.
"""

from collections.abc import Iterator, Sequence, Set

import numpy as np

from domain.enums import Role
from domain.matching.candidates import Candidate, IdPair, check_ids, in_role
from domain.matching.constraints import People, Violations, violations
from domain.matching.criteria import criteria_met, points
from domain.matching.draft import Draft, Proposal, Unplaced
from domain.matching.pins import pinned_places
from domain.matching.scoring import Scores, scores
from domain.matching.solver import IndexPair, Side, best_pairs
from domain.matching.unplaced import why_unplaced
from domain.programme.matching_plan import MatchingPlan


def make_draft(
    candidates: Sequence[Candidate],
    plan: MatchingPlan,
    ladder: Sequence[str] = (),
    pins: Set[IdPair] = frozenset(),
    forbids: Set[IdPair] = frozenset(),
) -> Draft:
    """The best pairs: the most people placed first, then the best total, then the most of those who have
    waited; the same draft for the same candidates in whatever order.

    `ladder` holds the grades, the lowest first. `pins` and `forbids` name mentor and mentee by candidate
    id. Raises Refused for a pin against a rule, BadInput for an id given twice.
    """
    check_ids(candidates)
    mentors, mentees = in_role(candidates, Role.MENTOR), in_role(candidates, Role.MENTEE)
    barred = violations(mentors, mentees, plan, ladder, forbids)
    pinned = pinned_places(mentors, mentees, pins, barred)
    total = scores(mentors, mentees, plan, ladder)
    pairs = sorted([*pinned, *_chosen(mentors, mentees, barred, total, pinned)])
    unplaced = tuple(_unplaced(mentors, mentees, barred, pairs))
    fixed = set(pinned)
    return Draft(
        pairs=tuple(
            _proposal(mentors[i], mentees[j], plan, ladder).replace(pinned=(i, j) in fixed) for i, j in pairs
        ),
        unplaced=unplaced,
        placed=len(candidates) - len(unplaced),
        score=sum(int(total[pair]) for pair in pairs) / 1000,
    )


def _chosen(
    mentors: People, mentees: People, barred: Violations, total: Scores, pinned: Sequence[IndexPair]
) -> list[IndexPair]:
    """The best pairs beside the pinned ones."""
    allowed = barred == 0
    for pair in pinned:
        allowed[pair] = False
    return best_pairs(
        allowed,
        total,
        _side(mentors, [row for row, _ in pinned]),
        _side(mentees, [column for _, column in pinned]),
    )


def _side(people: People, taken: Sequence[int]) -> Side:
    """What is left of people's places once these are taken."""
    capacity = np.array([person.application.capacity for person in people], np.int64)
    used = np.bincount(np.array(taken, np.int64), minlength=len(people))
    first = np.array([person.waited for person in people], np.bool_)
    return Side(places=np.maximum(capacity - used, 0), placed=used > 0, first=first)


def _proposal(mentor: Candidate, mentee: Candidate, plan: MatchingPlan, ladder: Sequence[str]) -> Proposal:
    one, other = mentor.application, mentee.application
    arrangement = one.arrangement.together(other.arrangement)
    assert arrangement is not None, "the rules let only those through whose wishes meet"
    met = criteria_met(one, other, arrangement, plan.weights, ladder)
    return Proposal(
        mentor=mentor.id,
        mentee=mentee.id,
        arrangement=arrangement,
        score=sum(points(wish, plan.weights) for wish in met) / 1000,
        met=met,
    )


def _unplaced(
    mentors: People, mentees: People, barred: Violations, pairs: Sequence[IndexPair]
) -> Iterator[Unplaced]:
    rows = _side(mentors, [row for row, _ in pairs])
    columns = _side(mentees, [column for _, column in pairs])
    for row in np.flatnonzero(~rows.placed).tolist():
        yield why_unplaced(mentors[row].id, Role.MENTOR, barred[row], columns.places > 0)
    for column in np.flatnonzero(~columns.placed).tolist():
        yield why_unplaced(mentees[column].id, Role.MENTEE, barred[:, column], rows.places > 0)
