"""What each stage of a pairing has to say for itself."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.entity.entity import Duty
from domain.enums import BOTH, Role
from domain.pairing.pairing import Pairing
from domain.programme.rules import Rules
from domain.suggestion import Suggestion


def _in_every_programme(_: Rules) -> bool:
    return True


def _nothing(*_: Any) -> Iterator[Any]:
    return iter(())


def _nothing_noted(*_: Any) -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True)
class StageRules:
    """The home of one stage."""

    waits_for: Callable[[Pairing], str]
    """Continues the sentence "It waits for ..."."""
    next_steps: Callable[[Pairing, str], Iterator[Suggestion]] = _nothing
    """What a coordinator could tell a pairing in it, given the key of its cohort, so that it goes on."""
    duties: Callable[[Pairing], Iterator[Duty]] = _nothing
    """What is owed because of it, also where that outlasts the stage."""
    is_part_of: Callable[[Rules], bool] = _in_every_programme
    """Whether a programme has it; one that it does not have is passed over."""
    on_entering: Callable[[Pairing, datetime], Mapping[str, Any]] = _nothing_noted
    """The fields of a pairing that change when it enters."""
    on_leaving: Callable[[Pairing, datetime], Mapping[str, Any]] = _nothing_noted


def named(roles: Iterable[Role]) -> str:
    """One partner or both, as a sentence names them."""
    names = [f"the {role}" for role in roles]
    return "both partners" if len(names) == len(BOTH) else "".join(names)
