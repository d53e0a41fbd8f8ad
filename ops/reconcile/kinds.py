"""What may differ between the store and what lives on the server, by name."""

from dataclasses import dataclass
from enum import StrEnum


class DriftKind(StrEnum):
    NEVER_BEGUN = "never_begun"
    """A life stands in the store and its workflow was never begun."""
    WORKFLOW_LOST = "workflow_lost"
    """A life goes on in the store, and has no workflow any more."""
    WORKFLOW_BEHIND = "workflow_behind"
    """The store knows more than the workflow: Temporal was restored from an older backup."""
    WORKFLOW_APART = "workflow_apart"
    """Both have gone on since one of them was restored, and tell different things."""
    WORKFLOW_OF_BEFORE = "workflow_of_before"
    """The workflow is of somebody else, who had the same id before the store was restored."""
    STORE_BEHIND = "store_behind"
    """The workflow knows more than the store: the store was restored from an older backup."""
    ROW_LOST = "row_lost"
    """A workflow of a cohort of ours, which the store does not know."""
    COHORT_UNKNOWN = "cohort_unknown"
    """A workflow of a cohort that the store does not know at all."""
    OF_ANOTHER = "of_another"
    """A workflow of another store."""
    NOT_RECORDED = "not_recorded"
    """What has happened in a life is refused by the store again and again."""
    NO_ANSWER = "no_answer"
    """The workflow does not say how far it is: it cannot be compared."""
    NOT_TOLD = "not_told"
    """What a command has written for it has not reached it."""
    LETTER_UNATTENDED = "letter_unattended"
    """A letter waits to go out, and nobody is there to send it."""
    LETTER_DONE = "letter_done"
    """A letter waits in the store, but its delivery has come to an end."""
    LETTER_UNKNOWN = "letter_unknown"
    """A delivery of a letter that the store does not know."""
    NO_MORNINGS = "no_mornings"
    """A cohort has no schedule for the coordinator's morning letter."""


@dataclass(frozen=True)
class Drift:
    kind: DriftKind
    id: str
    """The name of the life among all lives (its workflow's id), or of the letter."""
    cohort: str | None
    """None where it cannot be known."""
    run: str | None = None
    """The run of the workflow that was looked at."""
    ended_as: str | None = None
    """For LETTER_DONE: the state in which its delivery ended."""
    failure: str | None = None
    """For NOT_RECORDED: the kind of the last failure."""
