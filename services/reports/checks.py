"""Whether the pairs of a cohort keep the rules of its programme, counted over the pairs as they are.

The matching keeps them by itself; but pairs may be made by hand, and answers may change afterwards.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.application.completeness import is_eligible
from domain.application.form import ApplicationForm
from domain.application.rules import INVITATION, MANAGER
from domain.enums import GatheringKind, Role
from domain.matching.candidates import Candidate
from domain.matching.normalised import normalised
from domain.matching.one_pair import as_asked, in_line, outside_gap, share
from domain.matching.reporting_line import managers
from domain.programme.programme import Programme
from domain.value import Value
from domain.wording import counted
from storage.views import ApplicationView, PairingView


class Checks(Value):
    """How many there are that the programme's rules do not allow; None for a rule it does not have."""

    pairs: int
    unknown: int
    """Pairs of which a partner has not applied here, so that little can be said."""
    not_apart: Mapping[str, int]
    """Pairs of one department, employer, site or profession, where the programme keeps these apart."""
    outside_grade_gap: int | None
    """Pairs with a gap between their grades that is not allowed, or not known."""
    not_as_asked: int
    """Pairs in an arrangement that a partner did not ask for, or that the programme does not have."""
    in_reporting_line: int | None
    """Participants with a partner of their own reporting line."""
    below_minimum_grade: int
    not_invited: int
    """Participants in a role that one enters by invitation who had not been invited."""
    without_prerequisite: int
    without_manager_support: int
    trained_only: Mapping[str, tuple[Role, ...]]
    """For each training the roles that it is for."""

    def breaches(self) -> Iterator[str]:
        """A phrase for each rule that does not hold, such as `2 pairs of one department`."""
        for number, thing, what in self.by_rule():
            if number:
                yield f"{counted(number, thing)} {what}"

    def by_rule(self) -> Iterator[tuple[int | None, str, str]]:
        """For each rule how many do not keep it, whether these are pairs or participants, and a phrase for
        it: `2, pair, of one department`."""
        for field, pairs in self.not_apart.items():
            yield pairs, "pair", f"of one {field}"
        yield self.outside_grade_gap, "pair", "outside the gap between the grades"
        yield self.not_as_asked, "pair", "in an arrangement that was not asked for"
        yield self.in_reporting_line, "participant", "with a partner of their own reporting line"
        yield self.below_minimum_grade, "participant", "below the minimum grade"
        yield self.not_invited, "participant", "not invited, in a role entered by invitation"
        yield self.without_prerequisite, "participant", "without a prerequisite"
        yield self.without_manager_support, "participant", "without the line manager's support"


class _Pair(NamedTuple):
    """Two partners who have both applied."""

    pairing: PairingView
    mentor: ApplicationView
    mentee: ApplicationView

    @property
    def forms(self) -> tuple[ApplicationForm, ApplicationForm]:
        return self.mentor.application, self.mentee.application


def checks_of(
    programme: Programme,
    pairings: Sequence[PairingView],
    applied: Sequence[ApplicationView],
    arranged_anew: Collection[str] = (),
) -> Checks:
    """`applied`: everybody who has applied to the cohort. `arranged_anew`: the ids of pairings that have
    since chosen another arrangement, whatever was asked for on the forms."""
    views = {(view.person, view.application.role): view for view in applied}
    pairs = list(_known(pairings, views))
    partners = {(p.person(role).id, role) for p in pairings for role in Role}
    people = [view for who, view in views.items() if who in partners]
    plan = programme.matching
    return Checks(
        pairs=len(pairings),
        unknown=len(pairings) - len(pairs),
        not_apart={field: sum(share(*pair.forms, field) for pair in pairs) for field in plan.apart},
        outside_grade_gap=sum(outside_gap(*pair.forms, plan.grade_gap, programme.grades) for pair in pairs)
        if plan.grade_gap
        else None,
        not_as_asked=sum(
            not as_asked(pair.pairing.arrangement, *pair.forms, programme.arrangements)
            for pair in pairs
            if pair.pairing.id not in arranged_anew
        ),
        in_reporting_line=_in_line(pairs, applied) if plan.reporting_line else None,
        below_minimum_grade=sum(not is_eligible(view.application, programme) for view in people),
        not_invited=_lacking(people, [INVITATION]),
        without_prerequisite=_lacking(people, [p.key for p in programme.prerequisites]),
        without_manager_support=_lacking(people, [MANAGER]),
        trained_only={g.key: g.roles for g in programme.gatherings if g.kind is GatheringKind.TRAINING},
    )


def _known(
    pairings: Iterable[PairingView], views: Mapping[tuple[str, Role], ApplicationView]
) -> Iterator[_Pair]:
    for pairing in pairings:
        mentor, mentee = (views.get((pairing.person(role).id, role)) for role in Role)
        if mentor and mentee:
            yield _Pair(pairing, mentor, mentee)


def _in_line(pairs: Iterable[_Pair], applied: Iterable[ApplicationView]) -> int:
    above = managers(Candidate(id=view.id, application=view.application) for view in applied)
    found: set[str] = set()
    for pair in pairs:
        mentor, mentee = (normalised(view.application.email) for view in (pair.mentor, pair.mentee))
        if in_line(mentor, mentee, above):
            found |= {pair.mentor.id, pair.mentee.id}
    return len(found)


def _lacking(people: Iterable[ApplicationView], conditions: Sequence[str]) -> int:
    """How many still wait for one of these to be confirmed."""
    return sum(not set(view.outstanding).isdisjoint(conditions) for view in people)
