"""Who may be paired: one application each, in the order of their ids."""

from collections.abc import Iterable, Mapping, Sequence

from domain.application.form import ApplicationForm
from domain.enums import Role
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

    @property
    def email(self) -> str:
        return normalised(self.application.email)


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
