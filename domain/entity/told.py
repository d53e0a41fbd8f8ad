"""What a life has been told, kept so that a slip can be taken back (`domain/entity/taking_back.py`)."""

from typing import Any, Generic, TypeVar

from pydantic import SerializerFunctionWrapHandler, model_serializer

from domain.enums import Correspondent, Role
from domain.letter.letter import LetterName
from domain.value import Moment, Value

E = TypeVar("E")


class Told(Value, Generic[E]):
    """One step of a life: what somebody told it, or a move that it made by itself."""

    at: Moment
    event: E | None = None
    """None: it moved by itself."""
    stage: str | None = None
    """Which one it moved to by itself; `again` before one in which it was already, as after a pause."""
    outcomes: tuple[int, ...] = ()
    """The numbers of the outcomes that were recorded for it."""
    numbered: int = 0
    """How many sessions had had numbers before it, so that none gets another's."""
    rules_before: dict[str, Any] | None = None
    """What it changed in the rules, as that was before."""

    @model_serializer(mode="wrap")
    def _without_what_is_empty(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Every entry carries all of these."""
        return {name: value for name, value in serialize(self).items() if value}

    @property
    def number(self) -> int:
        """By which it is called when it is to be taken back: that of its first outcome; 0 for a move."""
        return self.outcomes[0] if self.event and self.outcomes else 0


class WrongLetter(Value):
    """A letter that went by a slip."""

    key: str
    name: LetterName
    role: Role | Correspondent


class Correction(Value):
    """A slip that was taken back."""

    number: int
    """By which the slip was called."""
    at: Moment
    letters: tuple[WrongLetter, ...]
