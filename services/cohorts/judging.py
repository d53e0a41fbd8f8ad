"""A list of facts about a cohort's pairs, judged whole before any is told: by the pairings themselves, as
they stand in the store, each fact on its day.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.clock import format_date
from domain.entity.entity import EntityKind
from domain.enums import Role
from domain.errors import BadInput, Refused
from domain.letter.letter import LetterName
from domain.pairing.events import PairingEvent
from domain.pairing.facts import events_of, known_day
from domain.pairing.foreseeing import letters_until
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing
from domain.programme.timetable import end_of
from importing.facts import FactRow
from services.cohorts.whose import NamedPartners
from storage.entities import load_entity
from storage.views import PairingView


class JudgedFact(NamedTuple):
    row: int
    pairing: str
    event: PairingEvent


class JudgedFacts(NamedTuple):
    to_tell: Sequence[JudgedFact]
    """What is new, in the order in which it is told."""
    known: int
    """How many rows say what is known already."""
    other_days: Sequence[str]
    """A sentence for each of them that says another day than is known."""
    concerned: Sequence[PairingView]
    """The pairings that hear something new."""
    ending: Sequence[PairingView]
    """The pairings that are over by it."""
    letters: Counter[LetterName]
    """What is written today because of it, or would be anyway."""


def judge(
    session: Session, rows: Iterable[tuple[FactRow, NamedPartners]], now: datetime
) -> tuple[JudgedFacts, list[tuple[int, str]]]:
    """And what is wrong, each with its row."""
    by_pairing: dict[str, list[tuple[FactRow, NamedPartners]]] = {}
    for row, meant in rows:
        by_pairing.setdefault(meant.pairing.id, []).append((row, meant))
    judges = [_PairingJudge(session, facts[0][1].pairing, now) for facts in by_pairing.values()]
    for one, facts in zip(judges, by_pairing.values(), strict=True):
        for row, meant in sorted(facts, key=lambda each: each[0].fact.order):
            one.hear(row, meant.roles)
    judged = JudgedFacts(
        to_tell=[fact for one in judges for fact in one.to_tell],
        known=sum(one.known for one in judges),
        other_days=[sentence for one in judges for sentence in one.other_days],
        concerned=[one.view for one in judges if one.to_tell],
        ending=[one.view for one in judges if one.ends],
        letters=sum((one.letters for one in judges), Counter[LetterName]()),
    )
    return judged, [problem for one in judges for problem in one.problems]


class _PairingJudge:
    """One pairing as it will be when it has been told all of its facts."""

    def __init__(self, session: Session, view: PairingView, now: datetime) -> None:
        self.view, self._now = view, now
        self.to_tell: list[JudgedFact] = []
        self.known = 0
        self.other_days: list[str] = []
        self.problems: list[tuple[int, str]] = []
        entity = load_entity(session, EntityKind.PAIRING, view.id)
        self._pairing = entity if isinstance(entity, Pairing) else None

    def hear(self, row: FactRow, roles: tuple[Role, ...]) -> None:
        if self._pairing is None:
            self.problems.append((row.row, f"{self.view.id} has not begun yet; try again in a minute."))
            return
        try:
            news = [self._is_news(row, event) for event in self._events(row, roles)]
        except (Refused, BadInput) as refusal:
            self.problems.append((row.row, f"{self.view.id}: {refusal}"))
            return
        self.known += not any(news)

    def _events(self, row: FactRow, roles: tuple[Role, ...]) -> tuple[PairingEvent, ...]:
        assert self._pairing
        return events_of(row.fact, roles, self._pairing.rules.zone)

    def _is_news(self, row: FactRow, event: PairingEvent) -> bool:
        """Let it happen."""
        assert self._pairing
        after = PAIRING.apply(self._pairing, event, self._now)
        if after.outcome_count == self._pairing.outcome_count:
            self._compare_days(row, event)
            return False
        self._pairing = PAIRING.advance(after, self._now)
        self.to_tell.append(JudgedFact(row.row, self.view.id, event))
        return True

    def _compare_days(self, row: FactRow, event: PairingEvent) -> None:
        assert self._pairing
        known = known_day(event, self._pairing)
        if known and known != row.fact.day:
            said, is_known = format_date(row.fact.day), format_date(known)
            self.other_days.append(
                f"row {row.row}: {self.view.id}: {row.fact.kind.value} on {is_known} is known already, and "
                f"stays; the file says {said}."
            )

    @property
    def ends(self) -> bool:
        return self.view.stage.is_open and self._pairing is not None and not self._pairing.is_open

    @property
    def letters(self) -> Counter[LetterName]:
        if self._pairing is None or not self.to_tell:
            return Counter()
        zone = self._pairing.rules.zone
        tonight = max(self._now, end_of(self._now.astimezone(zone).date(), zone))
        return Counter(letter.name for letter in letters_until(self._pairing, self._now, tonight))
