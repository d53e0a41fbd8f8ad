"""A drift in plain words: what it is, and what mending it does."""

from collections.abc import Mapping

from ops.reconcile.kinds import Drift, DriftKind

WHAT: Mapping[DriftKind, str] = {
    DriftKind.NEVER_BEGUN: "It stands in the store, and its workflow was never begun.",
    DriftKind.WORKFLOW_LOST: "It goes on in the store, and no workflow runs for it.",
    DriftKind.WORKFLOW_BEHIND: "Its workflow is behind the store, as after a reset or a restore of Temporal.",
    DriftKind.WORKFLOW_APART: "Its workflow and the store tell different things, as after a restore of one.",
    DriftKind.WORKFLOW_OF_BEFORE: "Its workflow is of somebody else, who had this id before a restore.",
    DriftKind.STORE_BEHIND: "The store knows less than its workflow, as after a restore of the store.",
    DriftKind.ROW_LOST: "Its workflow runs, and the store does not know it.",
    DriftKind.COHORT_UNKNOWN: (
        "Its workflow runs, and the store does not know its cohort: it was opened after the backup that this "
        "store was restored from, or it is another Tandem's, or this is the wrong store."
    ),
    DriftKind.OF_ANOTHER: "Its workflow belongs to another store than this one.",
    DriftKind.NOT_RECORDED: "What has happened in it cannot be recorded, however often that is tried.",
    DriftKind.NO_ANSWER: "Its workflow does not answer: see in the Web UI why, or if the workers keep up.",
    DriftKind.NOT_TOLD: "What a command has written for it in the store has not reached it yet.",
    DriftKind.LETTER_UNATTENDED: "It waits to go out, and nothing is there to deliver it.",
    DriftKind.LETTER_DONE: "It waits in the store, and its delivery has come to its end.",
    DriftKind.LETTER_UNKNOWN: "It is being delivered, and the store does not know it.",
    DriftKind.NO_MORNINGS: "Nothing brings its coordinator the morning letter.",
}

REMEDY: Mapping[DriftKind, str] = {
    DriftKind.NEVER_BEGUN: "begin it",
    DriftKind.WORKFLOW_LOST: "begin it again where the store left off",
    DriftKind.WORKFLOW_BEHIND: "end the workflow, and begin it again where the store left off",
    DriftKind.WORKFLOW_APART: "end the workflow, and begin it again where the store left off",
    DriftKind.WORKFLOW_OF_BEFORE: "end the workflow, and begin one for who is in the store",
    DriftKind.STORE_BEHIND: "take over how it stands from the workflow; what came between stays unrecorded",
    DriftKind.ROW_LOST: "end the workflow; who it was about is nowhere any more: bring them in again",
    DriftKind.COHORT_UNKNOWN: "end the workflow, since --end-unknown names its cohort",
    DriftKind.NOT_TOLD: "tell it",
    DriftKind.LETTER_UNATTENDED: "have it delivered",
    DriftKind.LETTER_DONE: "note that it is over, so that it does not go twice",
    DriftKind.NO_MORNINGS: "begin the schedule of its mornings",
}
"""As it continues "--fix would ..."."""

LEFT_ALONE: Mapping[DriftKind, str] = {
    DriftKind.COHORT_UNKNOWN: "Left alone. If it is yours and may go: --fix --end-unknown COHORT",
    DriftKind.OF_ANOTHER: "Left alone, always.",
    DriftKind.NOT_RECORDED: (
        "Left alone: it is tried again at least every two minutes. The worker's log says what fails; once "
        "that is put right, it goes on."
    ),
    DriftKind.NO_ANSWER: "Left alone.",
    DriftKind.LETTER_UNKNOWN: (
        "Left alone: it ends by itself, unless it is of another store, whose worker must end it."
    ),
    DriftKind.WORKFLOW_LOST: "It cannot be begun again: the store does not keep the whole of it.",
}


def what(drift: Drift) -> str:
    """What differs, in a sentence or two."""
    return f"{WHAT[drift.kind]} The last failure: {drift.failure}." if drift.failure else WHAT[drift.kind]


def name(drift: Drift) -> str:
    """Of what it is about, as people know it."""
    is_life = "-" in drift.id
    return drift.id if is_life else f"letter {drift.id}"
