"""A list of facts about a cohort's pairs, validated whole before any is told: by the pairings themselves, as
they stand in the store, each fact on its day.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.clock import format_date
from domain.entity.entity import EntityKind
from domain.letter.letter import LetterName
from domain.pairing.due import due
from domain.pairing.events import PairingEvent
from domain.pairing.facts import Fact, events_of, known_day
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing
from services.cohorts.fact_validator import FactValidator
from services.cohorts.partner_lookup import NamedPartners
from storage.entities import load_entity
from storage.views import PairingView


class ValidatedFact(NamedTuple):
    row: int
    pairing: str
    event: PairingEvent


class ValidatedFacts(NamedTuple):
    to_tell: Sequence[ValidatedFact]
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


class FactOfPair(NamedTuple):
    row: int
    fact: Fact
    meant: NamedPartners


def validate_pairing_facts(
    session: Session, facts: Iterable[FactOfPair], now: datetime
) -> tuple[ValidatedFacts, list[tuple[int, str]]]:
    """And what is wrong, each with its row."""
    by_pairing: dict[str, list[FactOfPair]] = {}
    for fact in facts:
        by_pairing.setdefault(fact.meant.pairing.id, []).append(fact)
    validators = [_PairingValidator(session, some[0].meant.pairing, now) for some in by_pairing.values()]
    for one, some in zip(validators, by_pairing.values(), strict=True):
        for fact in sorted(some, key=lambda each: each.fact.order):
            one.told(fact)
    validated = ValidatedFacts(
        to_tell=[ValidatedFact(row, one.view.id, event) for one in validators for row, event in one.to_tell],
        known=sum(one.known for one in validators),
        other_days=[sentence for one in validators for sentence in one.other_days],
        concerned=[one.view for one in validators if one.to_tell],
        ending=[one.view for one in validators if one.ends],
        letters=sum((one.letters(due) for one in validators), Counter[LetterName]()),
    )
    return validated, [problem for one in validators for problem in one.problems]


class _PairingValidator(FactValidator[Pairing, PairingEvent]):
    def __init__(self, session: Session, view: PairingView, now: datetime) -> None:
        entity = load_entity(session, EntityKind.PAIRING, view.id)
        super().__init__(PAIRING, view.id, entity if isinstance(entity, Pairing) else None, now)
        self.view = view
        self.other_days: list[str] = []

    def told(self, said: FactOfPair) -> None:
        self.hear(
            said.row,
            lambda pairing: events_of(said.fact, said.meant.roles, pairing.rules.zone),
            lambda pairing, event: self._compare_days(said, pairing, event),
        )

    def _compare_days(self, said: FactOfPair, pairing: Pairing, event: PairingEvent) -> None:
        known = known_day(event, pairing)
        if known and known != said.fact.day:
            self.other_days.append(
                f"row {said.row}: {self.view.id}: {said.fact.kind.value} on {format_date(known)} is known "
                f"already, and stays; the file says {format_date(said.fact.day)}."
            )

    @property
    def ends(self) -> bool:
        return self.view.stage.is_open and self.entity is not None and not self.entity.is_open
