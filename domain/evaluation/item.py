"""One question of a questionnaire, and what an answer to it may be."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from domain.characters import harmful_character
from domain.enums import BOTH, Role, Wave
from domain.errors import BadInput
from domain.programme.fields import Key, Text
from domain.value import Value

PREFER_NOT = "prefer_not"
"""The answer of somebody who would rather not say; every question but a text has it."""
PREFER_NOT_SAYS = "Prefer not to say"
AGREEMENT = {
    "1": "Strongly disagree",
    "2": "Disagree",
    "3": "Neither agree nor disagree",
    "4": "Agree",
    "5": "Strongly agree",
}
LONGEST_TEXT = 2000
"""Characters of an answer in somebody's own words."""


class ItemKind(StrEnum):
    AGREEMENT = "agreement"
    """How far one agrees, in five points from 1 to 5."""
    CHOICE = "choice"
    """One of several options."""
    NUMBER = "number"
    TEXT = "text"


class Item(Value):
    key: Key
    text: Text
    kind: ItemKind = ItemKind.AGREEMENT
    waves: Annotated[tuple[Wave, ...], Field(min_length=1)]
    roles: Annotated[tuple[Role, ...], Field(min_length=1)] = BOTH
    options: dict[Key, Text] = Field(default_factory=dict)
    """Of a choice: what may be chosen, each with its words."""
    lowest: int = 0
    """Of a number: the least it may be."""
    highest: int = 100
    then_of: Key | None = None
    """It asks at the end what one would have said of this other item at the start."""

    @model_validator(mode="after")
    def _has_options(self) -> "Item":
        if (self.kind is ItemKind.CHOICE) != (len(self.options) > 1):
            raise ValueError("a choice has two options or more, and nothing else has any")
        if PREFER_NOT.replace("_", "-") in self.options:
            raise ValueError("that somebody would rather not say is asked by itself; leave it out")
        if self.lowest >= self.highest:
            raise ValueError("highest must be above lowest")
        return self

    @property
    def ways(self) -> Mapping[str, str]:
        """What may be answered where there are a few ways to, by what is kept of it; else nothing."""
        match self.kind:
            case ItemKind.AGREEMENT:
                return {**AGREEMENT, PREFER_NOT: PREFER_NOT_SAYS}
            case ItemKind.CHOICE:
                return {**self.options, PREFER_NOT: PREFER_NOT_SAYS}
        return {}

    @property
    def is_counted(self) -> bool:
        """Whether how many have answered what is a result."""
        return self.kind is not ItemKind.TEXT

    def answer(self, said: str) -> str:
        """What is kept of this. Raises BadInput, whose sentence does not repeat what was said."""
        said = said.strip()
        if self.ways:
            if said not in self.ways:
                raise BadInput(f"{self.key}: choose one of {', '.join(self.ways)}.")
            return said
        return self._number(said) if self.kind is ItemKind.NUMBER else self._text(said)

    def _number(self, said: str) -> str:
        if said == PREFER_NOT:
            return said
        if not re.fullmatch(r"-?[0-9]{1,9}", said) or not self.lowest <= int(said) <= self.highest:
            raise BadInput(f"{self.key}: write a whole number from {self.lowest} to {self.highest}.")
        return str(int(said))

    def _text(self, said: str) -> str:
        if len(said) > LONGEST_TEXT:
            raise BadInput(f"{self.key}: {len(said):,} characters; at most {LONGEST_TEXT:,} are kept.")
        if found := harmful_character(said):
            raise BadInput(f"{self.key}: it holds {found}; type it anew.")
        return said
