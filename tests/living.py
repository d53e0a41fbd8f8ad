"""A pairing that lives in a test: time passes, things happen, and what was written is kept."""

from collections.abc import Callable
from copy import copy
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from domain.entity.entry import Entry
from domain.entity.outcomes import Outcome
from domain.enums import BOTH, Arrangement, Role, Stage
from domain.letter.letter import Letter, LetterName
from domain.pairing.decide import apply
from domain.pairing.due import due
from domain.pairing.entry import PairingEntry
from domain.pairing.events import Accept, Attend, PairingEvent
from domain.pairing.pairing import Pairing, propose
from domain.programme.programme import Programme
from domain.programme.rules import Rules
from domain.programme.timetable import rules_of, starting
from importing.programme_file import read_programme
from storage.entities import LIVES

PROGRAMMES = Path(__file__).parent.parent / "programmes"
BRISTOL = PROGRAMMES / "bristol-2021.toml"


@cache
def bristol() -> Programme:
    """Bristol's programme moved to 2027: induction 30 June, training 6 July, review 7 October."""
    return starting(read_programme(BRISTOL), date(2027, 5, 27))


@cache
def bristol_rules() -> Rules:
    return rules_of(bristol())


def utc(year: int, month: int, day: int, hour: int = 12, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


class Life:
    """Drives the domain as the workflow does: apply, record what is due, wait until the next moment."""

    def __init__(self, rules: Rules | None = None, now: datetime | None = None) -> None:
        self.now = now or utc(2027, 6, 10)
        self.entries: list[PairingEntry] = []
        self.pairing: Pairing = propose("p-01", Arrangement.RECIPROCAL, rules or bristol_rules(), self.now)
        self.look_again: datetime | None = None
        self._settle()

    def update(self, event: PairingEvent) -> None:
        self.pairing = apply(self.pairing, event, self.now)
        self._settle()

    def until(self, moment: datetime) -> None:
        """Let time pass, waking up whenever the pairing asked to be woken."""
        while self.look_again and self.look_again <= moment:
            self.now = max(self.look_again, self.now)
            self._settle()
        self.now = moment

    def outage(self, end: datetime) -> None:
        """Let time pass with nobody awake; the first look at the pairing is at the end of it."""
        self.now = end
        self._settle()

    def until_over(self) -> None:
        while self.pairing.is_open and self.look_again:
            self.until(self.look_again)

    def _settle(self) -> None:
        while True:
            result = due(self.pairing, self.now)
            self.pairing, self.look_again = result.entity, result.look_again
            if result.entry is None:
                return
            self.entries.append(result.entry)

    @property
    def letters(self) -> list[Letter]:
        return [letter for entry in self.entries for letter in entry.letters]

    @property
    def outcomes(self) -> list[Outcome]:
        return [outcome for entry in self.entries for outcome in entry.outcomes]

    def written(self, role: Role) -> list[LetterName]:
        return [letter.name for letter in self.letters if letter.role is role]

    def when(self, name: LetterName, role: Role = Role.MENTOR) -> list[datetime]:
        """The moments at which letters of this name were written to this partner."""
        return [e.at for e in self.entries for x in e.letters if (x.name, x.role) == (name, role)]

    def count(self, name: LetterName) -> int:
        return sum(letter.name is name for letter in self.letters)

    @property
    def stage(self) -> Stage:
        return self.pairing.stage


def accepted(entity: Life) -> Life:
    entity.until(utc(2027, 6, 15))
    for role in BOTH:
        entity.update(Accept(role=role))
    return entity


def mentoring(entity: Life) -> Life:
    """Both have attended the induction and the training; the first session can be booked."""
    accepted(entity).until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction"))
    entity.until(utc(2027, 7, 6, 15))
    entity.update(Attend(gathering="training"))
    return entity


def evaluation(entity: Life) -> Life:
    """Four sessions held, the review done, the questionnaire sent."""
    from domain.enums import ReviewChoice
    from domain.pairing.events import LogSession, Review

    mentoring(entity)
    for month in (7, 8, 9):
        entity.until(utc(2027, month, 21))
        entity.update(LogSession(starts=entity.now - timedelta(hours=3), minutes=60))
    entity.until(utc(2027, 10, 7, 13))
    for role in BOTH:
        entity.update(Review(role=role, choice=ReviewChoice.CONTINUE))
    entity.until(utc(2027, 11, 21))
    entity.update(LogSession(starts=entity.now - timedelta(hours=3), minutes=60))
    entity.until(utc(2028, 1, 10, 10))
    return entity


@cache
def _lived_once(how: Callable[[Life], Life], rules: Callable[[], Rules]) -> Life:
    return how(Life(rules()))


def lived(how: Callable[[Life], Life], rules: Callable[[], Rules] = bristol_rules) -> Life:
    """A life that has come this far, such as `lived(mentoring)`; each test gets its own copy."""
    entity = copy(_lived_once(how, rules))
    entity.entries = list(entity.entries)
    return entity


def life_of(entry: Entry) -> Any:
    """The whole life as this entry has it, rules and all."""
    return LIVES[entry.kind].model_validate({**entry.state, "rules": entry.rules})
