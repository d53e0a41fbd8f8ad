"""A draft of pairs, for a coordinator to approve: who with whom and why, and who with nobody and why."""

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

from domain.enums import Arrangement, Role
from domain.matching.candidates import Candidate
from domain.matching.criteria import MetCriterion
from domain.matching.rules import Rule
from domain.value import Value


class Proposal(Value):
    """One pair of the draft. `mentor` and `mentee` are candidate ids."""

    mentor: str
    mentee: str
    arrangement: Arrangement
    score: float
    """In the plan's own weights."""
    met: tuple[MetCriterion, ...]
    pinned: bool = False
    """Whether the coordinator had decided this pair beforehand."""


class UnplacedReason(StrEnum):
    NO_PARTNERS_AT_ALL = "no_partners_at_all"
    """Nobody else is in the other role."""
    NO_ALLOWED_PARTNER = "no_allowed_partner"
    """The rules remove everybody in the other role."""
    ALL_TAKEN = "all_taken"
    """Everybody the rules allow has as many partners as they can take."""


class Removed(Value):
    """How many possible partners a rule removes. One whom several rules remove counts under each."""

    rule: Rule
    partners: int


class Relaxation(Value):
    """What would change if this rule alone were set aside for this person."""

    rule: Rule
    partners: int
    """So many more partners would be allowed."""
    with_room: int
    """So many of them could still take a partner beside those of this draft."""


class Unplaced(Value):
    """Somebody without a partner in this draft."""

    id: str
    role: Role
    reason: UnplacedReason
    others: int
    """How many others there are in the other role."""
    allowed: int
    """How many of them the rules allow. Where there are any, all are taken; if any one of them took one
    partner more, this person could be added to the draft as it stands."""
    removed: tuple[Removed, ...] = ()
    nearest: Relaxation | None = None
    """The rule that alone bars the most possible partners; None if no single rule that a coordinator can
    set aside bars any."""


class Draft(Value):
    pairs: tuple[Proposal, ...]
    unplaced: tuple[Unplaced, ...]
    placed: int
    """How many candidates have a partner."""
    score: float
    """Of all pairs together, in the plan's own weights."""

    @property
    def everybody(self) -> frozenset[str]:
        """The candidate ids of whoever was there when it was made."""
        placed = (person for pair in self.pairs for person in (pair.mentor, pair.mentee))
        return frozenset([*placed, *(unplaced.id for unplaced in self.unplaced)])

    def still_fits(self, candidates: Iterable[Candidate]) -> bool:
        """Whether the same people are there now, each with as many seats as the draft takes, pins apart,
        and nobody of a pair has been the other's partner since."""
        there = {candidate.id: candidate for candidate in candidates}
        if self.everybody != there.keys():
            return False
        taken = Counter(person for p in self.pairs if not p.pinned for person in (p.mentor, p.mentee))
        has_room = all(count <= there[person].application.capacity for person, count in taken.items())
        return has_room and not any(p.mentee in there[p.mentor].earlier for p in self.pairs)
