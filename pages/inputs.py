"""What a question has people choose or type, and how that is read."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any, NamedTuple

from domain.characters import harmful_character, without_invisible
from domain.errors import BadInput
from services.people import usable_address

Form = Mapping[str, Sequence[str]]
"""What was sent, by field."""
Answer = Mapping[str, Any]
"""What it means, by the name of the input."""
SURE, EDIT = "_sure", "_edit"
"""The buttons of a second page: what it says is wanted, or is to be changed first. No key of a programme
begins like these."""
VERSION = "_version"
"""What stood when the form was shown: see `versions.py`."""


class FieldProblem(NamedTuple):
    field: str
    """The id of the element that it is about."""
    sentence: str


@dataclass(frozen=True)
class Choice:
    value: str
    text: str
    hint: str | None = None


_GONE = "What you chose is not offered any more"


def _texts(choices: Sequence[Choice], told: Sequence[str]) -> str:
    return "; ".join(choice.text for choice in choices if choice.value in told)


@dataclass(frozen=True)
class Input(ABC):
    """Something to fill in. The first of a question has the question itself as its label."""

    name: str
    label: str
    hint: str | None = None
    optional: bool = False

    def __post_init__(self) -> None:
        assert self.name not in (SURE, EDIT, VERSION), self.name

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of the form that it is made of, the one to go to first."""
        return (self.name,)

    def spoken(self, told: Sequence[str]) -> str:
        """What was filled in, in words."""
        return " ".join(told)

    @abstractmethod
    def read(self, form: Form) -> Any:
        """What was answered; None for nothing where that is allowed. Raises BadInput with a sentence."""


@dataclass(frozen=True)
class Radios(Input):
    """One of several; none is chosen beforehand."""

    choices: tuple[Choice, ...] = ()
    missing: str = "Choose one of the answers"

    def spoken(self, told: Sequence[str]) -> str:
        return _texts(self.choices, told)

    def read(self, form: Form) -> str | None:
        chosen = _one(form, self.name)
        if not chosen and self.optional:
            return None
        if chosen not in {choice.value for choice in self.choices}:
            raise BadInput(f"{_GONE}. {self.missing}" if chosen else self.missing)
        return chosen


@dataclass(frozen=True)
class Checkboxes(Input):
    """Any number of several, as a tuple of their values."""

    choices: tuple[Choice, ...] = ()
    missing: str = "Choose at least one"

    def spoken(self, told: Sequence[str]) -> str:
        return _texts(self.choices, told)

    def read(self, form: Form) -> tuple[str, ...]:
        told = form.get(self.name, ())
        chosen = tuple(choice.value for choice in self.choices if choice.value in told)
        if not chosen and not self.optional:
            raise BadInput(self.missing)
        return chosen


@dataclass(frozen=True)
class Text(Input):
    """A line; with `rows`, several."""

    rows: int = 1
    longest: int = 2000
    kind: str = "text"
    """Of the HTML element: `email`, `tel`, `url`; what is typed is read the same."""
    autocomplete: str | None = None
    missing: str = "Fill this in"

    def read(self, form: Form) -> str | None:
        typed = without_invisible(_one(form, self.name)).replace("\r\n", "\n").strip()
        if not typed and self.optional:
            return None
        if not typed:
            raise BadInput(self.missing)
        if len(typed) > self.longest:
            raise BadInput(f"Use at most {self.longest:,} characters; it has {len(typed):,}")
        if what := harmful_character(typed.replace("\n", " ")):
            raise BadInput(f"It holds {what}, which cannot be seen; type it anew")
        return typed


@dataclass(frozen=True)
class Email(Text):
    """An email address, as it is kept."""

    kind: str = "email"
    autocomplete: str | None = "email"
    missing: str = "Type an email address"

    def read(self, form: Form) -> str | None:
        typed = super().read(form)
        return usable_address(typed) if typed else None


@dataclass(frozen=True)
class Number(Input):
    """A whole number from 1 on."""

    largest: int = 1000

    def read(self, form: Form) -> int | None:
        typed = _one(form, self.name).strip()
        if not typed and self.optional:
            return None
        if not re.fullmatch(r"[0-9]{1,9}", typed) or not 1 <= int(typed) <= self.largest:
            raise BadInput(f"Enter a whole number from 1 to {self.largest:,}")
        return int(typed)


@dataclass(frozen=True)
class Day(Input):
    """A day, as three numbers."""

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(f"{self.name}-{part}" for part in ("day", "month", "year"))

    def typed(self, day: date) -> Form:
        """The form in which this day stands."""
        return dict(zip(self.fields, ((str(day.day),), (str(day.month),), (str(day.year),)), strict=True))

    def read(self, form: Form) -> date | None:
        typed = [_one(form, field).strip() for field in self.fields]
        if self.optional and not any(typed):
            return None
        try:
            day, month, year = (int(part) for part in typed)
            found = date(year, month, day)
        except ValueError:
            raise BadInput("Enter a day that there is, such as 27 3 2027") from None
        if year < _OLDEST:
            raise BadInput("Enter the year with four numbers, such as 2027")
        return found


_OLDEST = 1900
_CLOCK = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
_NOON = 12


@dataclass(frozen=True)
class Clock(Input):
    """A time of day: `14:30`, `2.30pm`."""

    def read(self, form: Form) -> time | None:
        typed = _one(form, self.name).strip()
        if not typed and self.optional:
            return None
        told = _CLOCK.fullmatch(typed)
        try:
            return _time_of(told) if told else _no_time()
        except ValueError:
            return _no_time()


def _time_of(told: re.Match[str]) -> time:
    hour, minute, half = int(told[1]), int(told[2] or 0), (told[3] or "").lower()[:1]
    if half and not 1 <= hour <= _NOON:
        return _no_time()
    return time(hour % _NOON + _NOON * (half == "p") if half else hour, minute)


def _no_time() -> time:
    raise BadInput("Enter a time, such as 14:30 or 2.30pm")


def read_all(inputs: Sequence[Input], form: Form) -> tuple[Answer, list[FieldProblem]]:
    """What was answered, and each problem in the order of the inputs."""
    answer: dict[str, Any] = {}
    problems = []
    for one in inputs:
        try:
            answer[one.name] = one.read(form)
        except BadInput as problem:
            problems.append(FieldProblem(one.fields[0], str(problem)))
    return answer, problems


def typed_in(inputs: Sequence[Input], form: Form) -> Iterator[tuple[str, str]]:
    """Each field of these inputs with what was typed, to be kept on the page."""
    for one in inputs:
        for field in one.fields:
            for value in form.get(field, ()):
                yield field, value


def sentences_in(form: Form) -> list[str]:
    """What was written in somebody's own words, whatever was asked."""
    return [value for values in form.values() for value in values if " " in value.strip()]


def said_in(inputs: Sequence[Input], form: Form) -> Iterator[tuple[str, str]]:
    """Each label, with what was filled in there in the words of the page; nothing for nothing."""
    for one in inputs:
        yield one.label, one.spoken([value for field in one.fields for value in form.get(field, ())])


def _one(form: Form, field: str) -> str:
    values = form.get(field, ())
    return values[-1] if values else ""
