"""Who may be paired: one application each, in the order of their ids."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from domain.application.form import ApplicationForm
from domain.enums import EndReason, Role, Stage
from domain.errors import BadInput
from domain.matching.normalised import normalised
from domain.value import Value

IdPair = tuple[str, str]
"""The candidate ids of a mentor and a mentee."""


class Candidate(Value):
    """Somebody who seeks partners in one role. Who takes both roles is two candidates with one email
    address."""

    id: str
    application: ApplicationForm
    earlier: frozenset[str] = frozenset()
    """The candidate ids of those they were paired with before."""
    waited: bool = False
    """Whether they have waited since the last cohort, and come first among equals."""

    @property
    def email(self) -> str:
        return normalised(self.application.email)


class PairSoFar(Value):
    """A pair that somebody has been part of, of this cohort or an earlier one."""

    seeks_as: Role | None
    """The role in which it takes one of their seats: in this cohort alone; None where it takes none."""
    stage: Stage
    reason: EndReason | None
    others: frozenset[str]
    """The candidate ids of the other partner."""

    def takes_a_seat(self, role: Role) -> bool:
        """Also one that this person has left: who left does not want another in its place."""
        is_theirs = self.stage is not Stage.ENDED or self.reason is EndReason.withdrawal_of(role)
        return self.seeks_as is role and is_theirs


def candidate(
    key: str, form: ApplicationForm, pairs: Collection[PairSoFar], waited: bool = False
) -> Candidate | None:
    """Somebody with as many seats as are left and the partners of before; None if all seats are taken."""
    seats = form.capacity - sum(pair.takes_a_seat(form.role) for pair in pairs)
    earlier = frozenset(other for pair in pairs for other in pair.others)
    if seats < 1:
        return None
    return Candidate(id=key, application=form.replace(capacity=seats), earlier=earlier, waited=waited)


def in_role(candidates: Iterable[Candidate], role: Role) -> tuple[Candidate, ...]:
    """Those in this role, by id: a draft must not depend on the order in which people are listed."""
    return tuple(sorted((c for c in candidates if c.application.role is role), key=lambda c: c.id))


def check_ids(candidates: Sequence[Candidate]) -> None:
    """Raises BadInput with a sentence for every id that two candidates share."""
    ids = [c.id for c in candidates]
    if len(set(ids)) < len(ids):
        doubles = sorted({i for i in ids if ids.count(i) > 1})
        raise BadInput(*(f"There are two candidates with the id {i!r}." for i in doubles))


def ranks(ladder: Sequence[str]) -> Mapping[str, int]:
    """How high each grade stands on the ladder, the lowest at 0."""
    return {normalised(grade): rank for rank, grade in enumerate(ladder)}


def gap(mentor: ApplicationForm, mentee: ApplicationForm, ladder: Sequence[str]) -> int | None:
    """How many grades the mentor stands above the mentee; None if one of the grades is not known."""
    rank = ranks(ladder)
    upper, lower = rank.get(normalised(mentor.grade)), rank.get(normalised(mentee.grade))
    return None if upper is None or lower is None else upper - lower
