"""What may differ between store and server, and what mends it, by name and in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class DriftKind(StrEnum):
    WORKFLOW_LOST = "workflow_lost"
    WORKFLOW_APART = "workflow_apart"
    ROW_LOST = "row_lost"
    STORE_BEHIND = "store_behind"
    NO_ANSWER = "no_answer"
    NOT_TOLD = "not_told"
    LETTER_UNATTENDED = "letter_unattended"
    LETTER_DONE = "letter_done"
    NO_MORNINGS = "no_mornings"
    ERASED_IS_BACK = "erased_is_back"


@dataclass(frozen=True)
class Drift:
    kind: DriftKind
    id: str
    """The id of the workflow, or of the letter; a person's after `person-`."""
    cohort: str | None
    """None where it cannot be known."""
    run: str | None = None
    """The run of the workflow that was looked at."""
    ended_as: str | None = None
    """For LETTER_DONE: the state in which its delivery ended."""

    @property
    def name(self) -> str:
        """Of what it is about, as people know it."""
        return self.id if "-" in self.id else f"letter {self.id}"


WHAT: Mapping[DriftKind, str] = {
    DriftKind.WORKFLOW_LOST: "It stands in the store, and no workflow runs for it.",
    DriftKind.WORKFLOW_APART: "Its workflow tells another story than the store, as after a reset.",
    DriftKind.ROW_LOST: "Its workflow runs, and the store does not know it, as after a restore of the store.",
    DriftKind.STORE_BEHIND: "The store knows less than its workflow, as after a restore of the store.",
    DriftKind.NO_ANSWER: "Its workflow does not answer: see in the Web UI why, or if the workers keep up.",
    DriftKind.NOT_TOLD: "What a command has written for it in the store has not reached it yet.",
    DriftKind.LETTER_UNATTENDED: "It waits to go out, and nothing is there to deliver it.",
    DriftKind.LETTER_DONE: "It waits in the store, and its delivery has come to its end.",
    DriftKind.NO_MORNINGS: "Nothing brings its coordinator the morning letter.",
    DriftKind.ERASED_IS_BACK: "They were erased, and are in the store again, as after a restore of it.",
}

REMEDY: Mapping[DriftKind, str] = {
    DriftKind.WORKFLOW_LOST: "begin it where the store left off",
    DriftKind.WORKFLOW_APART: "end the workflow, and begin it again where the store left off",
    DriftKind.ROW_LOST: "end the workflow; who it was about is nowhere any more: bring them in again",
    DriftKind.STORE_BEHIND: "take over how it stands from the workflow; what came between stays unrecorded",
    DriftKind.NOT_TOLD: "tell it",
    DriftKind.LETTER_UNATTENDED: "have it delivered",
    DriftKind.LETTER_DONE: "note that it is over, so that it does not go twice",
    DriftKind.NO_MORNINGS: "begin the schedule of its mornings",
    DriftKind.ERASED_IS_BACK: "erase them again, as soon as what of theirs goes on has ended",
}
"""As it continues "--fix would ..."; a workflow that does not answer is left alone."""
