"""What the judge says of a run."""

from collections import defaultdict
from dataclasses import dataclass, field


@dataclass
class Verdict:
    pairings: int = 0
    transitions: int = 0
    letters: int = 0
    """Rows of the outbox that are sent."""
    answered: int = 0
    held: int = 0
    """Letters that a human must decide about, since nobody knows whether they arrived."""
    refused: int = 0
    """Letters that the mail server has refused for good."""
    in_doubt: int = 0
    """How often it was in doubt whether a letter had arrived."""
    copies: int = 0
    """Letters that the mail server took once more."""
    unheard: int = 0
    """News of the cohort that did not come to lives that stood apart after they had been reset."""
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """What is wrong: of each kind, whom it is about."""

    @property
    def is_good(self) -> bool:
        return not any(self.faults.values())

    def blame(self, what: str, who: str) -> None:
        self.faults[what].append(who)
