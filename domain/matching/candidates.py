"""Who may be paired: one application each, in the order of their ids."""

from collections.abc import Iterable, Mapping, Sequence

from domain.application import Application
from domain.errors import BadInput
from domain.matching.plain import plain
from domain.value import Value
from domain.words import Role

IdPair = tuple[str, str]
"""The candidate ids of a mentor and a mentee."""


class Candidate(Value):
    """Somebody who seeks partners in one role. Who takes both roles is two candidates with one email
    address."""

    id: str
    application: Application
    earlier: frozenset[str] = frozenset()
    """The candidate ids of those they were paired with before."""

    @property
    def email(self) -> str:
        return plain(self.application.email)


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
    return {plain(grade): rank for rank, grade in enumerate(ladder)}


def gap(mentor: Application, mentee: Application, ladder: Sequence[str]) -> int | None:
    """How many grades the mentor stands above the mentee; None if one of the grades is not known."""
    rank = ranks(ladder)
    upper, lower = rank.get(plain(mentor.grade)), rank.get(plain(mentee.grade))
    return None if upper is None or lower is None else upper - lower
