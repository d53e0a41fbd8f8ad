"""A pairing or an application as it will be when it has been told all that a list says of it."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, Generic, TypeVar

from domain.entity.entity import Entity, Event
from domain.entity.machine import Machine
from domain.entity.preview import letters_until
from domain.errors import BadInput, Refused
from domain.letter.letter import LetterName
from domain.programme.timetable import end_of

L = TypeVar("L", bound=Entity)
E = TypeVar("E", bound=Event)


class FactValidator(Generic[L, E]):
    def __init__(self, machine: Machine[Any, Any], key: str, entity: L | None, now: datetime) -> None:
        """`key`: what it is called; `entity`: None, as long as it has not begun."""
        self._machine, self.key, self.entity, self.now = machine, key, entity, now
        self.to_tell: list[tuple[int, E]] = []
        """What is new, each with its row."""
        self.known = 0
        self.problems: list[tuple[int, str]] = []

    def hear(self, row: int, events: Callable[[L], Iterable[E]], already: Callable[[L, E], None]) -> None:
        """What this row says. `already` is called with what is known."""
        if self.entity is None:
            self.problems.append((row, f"{self.key} has not begun yet; try again in a minute."))
            return
        try:
            news = [self._is_news(row, event, already) for event in events(self.entity)]
        except (Refused, BadInput) as refusal:
            self.problems.append((row, f"{self.key}: {refusal}"))
            return
        self.known += not any(news)

    def _is_news(self, row: int, event: E, already: Callable[[L, E], None]) -> bool:
        """Let it happen."""
        assert self.entity
        after = self._machine.apply(self.entity, event, self.now)
        if after.outcome_count == self.entity.outcome_count:
            already(self.entity, event)
            return False
        self.entity = self._machine.advance(after, self.now)
        self.to_tell.append((row, event))
        return True

    def letters(self, due: Callable[[L, datetime], Any]) -> Counter[LetterName]:
        """What is written today because of it, or would be anyway."""
        if self.entity is None or not self.to_tell:
            return Counter()
        tonight = max(self.now, end_of(self.now.astimezone(self.entity.zone).date(), self.entity.zone))
        return Counter(letter.name for letter in letters_until(due, self.entity, self.now, tonight))
