"""The hard rules for one pair, said plainly; `constraints` says the same for all pairs at once."""

from collections.abc import Mapping, Sequence

from domain.application.form import ApplicationForm, ArrangementWish
from domain.enums import Arrangement
from domain.matching.candidates import Candidate, gap
from domain.matching.normalised import normalised, normalised_set
from domain.matching.rules import Rule
from domain.people import is_same_name
from domain.programme.matching_plan import GradeGap, MatchingPlan

Above = Mapping[str, frozenset[str]]
"""For every person's email address everybody above them, as `managers` tells."""


def broken_rules(
    mentor: Candidate, mentee: Candidate, plan: MatchingPlan, ladder: Sequence[str], above: Above
) -> list[Rule]:
    """Why these two cannot be a pair. What the coordinator has forbidden is not among it."""
    one, other = mentor.application, mentee.application
    conflicts = (normalised_set(one.conflicts), normalised_set(other.conflicts))
    broken = {
        Rule.SAME_PERSON: mentor.email == mentee.email,
        Rule.SAME_NAME: mentor.email != mentee.email and is_same_name(one.name, other.name),
        Rule.ARRANGEMENT: one.arrangement.together(other.arrangement) is None,
        Rule.CONFLICT: mentee.email in conflicts[0] or mentor.email in conflicts[1],
        Rule.EARLIER_PAIR: mentee.id in mentor.earlier or mentor.id in mentee.earlier,
        Rule.APART: any(share(one, other, field) for field in plan.apart),
        Rule.REPORTING_LINE: plan.reporting_line and in_line(mentor.email, mentee.email, above),
        Rule.GRADE_GAP: outside_gap(one, other, plan.grade_gap, ladder),
    }
    return [rule for rule in Rule if broken.get(rule)]


def share(one: ApplicationForm, other: ApplicationForm, field: str) -> bool:
    """Whether both say the same in this field; what is not known is not the same."""
    first, second = (normalised(getattr(form, field)) for form in (one, other))
    return bool(first) and first == second


def outside_gap(
    mentor: ApplicationForm, mentee: ApplicationForm, wanted: GradeGap | None, ladder: Sequence[str]
) -> bool:
    """Whether the gap between their grades is not allowed, or not known, where there is a rule about it."""
    steps = gap(mentor, mentee, ladder)
    return wanted is not None and (steps is None or not wanted.allows(steps))


def in_line(one: str, other: str, above: Above) -> bool:
    """Whether one of these two email addresses is above the other, at any number of steps."""
    return other in above.get(one, ()) or one in above.get(other, ())


def as_asked(
    arrangement: Arrangement, one: ApplicationForm, other: ApplicationForm, offered: Sequence[Arrangement]
) -> bool:
    """Whether the programme offers this arrangement, and both partners asked for it or for either."""
    allowed = {ArrangementWish.EITHER, ArrangementWish(arrangement.value)}
    return {one.arrangement, other.arrangement} <= allowed and arrangement in offered
