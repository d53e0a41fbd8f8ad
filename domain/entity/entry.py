"""What is handed over to be recorded, in one piece: the snapshot, what happened, what to write."""

from typing import Any, ClassVar

from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome
from domain.enums import ApplicationStage, CohortStage, Concern, Stage
from domain.letter.letter import Letter
from domain.value import Moment, Value


class Snapshot(Value):
    """Where an entity is: what `tandem ... show`, the Web UI and the store say about it."""

    stage: Stage | ApplicationStage | CohortStage
    since: Moment
    waits_for: str | None
    """A sentence; None when it is over."""
    until: Moment | None
    """The next moment that something happens by itself."""
    concerns: tuple[Concern, ...]


class Entry(Value):
    """Recorded in one transaction. (id, revision) is its business key."""

    kind: ClassVar[EntityKind]
    id: str
    """Of the pairing, application or cohort."""
    revision: int
    at: Moment
    snapshot: Snapshot
    outcomes: tuple[Outcome, ...]
    letters: tuple[Letter, ...]
    still_wanted: tuple[str, ...]
    """The keys of earlier letters that are as right as ever, should they not have gone yet."""
    state: dict[str, Any]
    """The entity once this is recorded, without its rules, as JSON: with them it can be started again."""
    rules: Value | None
    """Its rules; None where they are as the entry before left them, so that not each carries them."""

    @property
    def workflow_id(self) -> str:
        """The id of the workflow it belongs to."""
        return self.kind.workflow_id(self.id)
