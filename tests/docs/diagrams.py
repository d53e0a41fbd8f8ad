"""The diagrams in the docs, drawn from the domain's tables.

`python -m tests.docs.diagrams` draws them anew.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import groupby
from typing import Any

from domain.application.machine import APPLICATION
from domain.cohort.machine import COHORT
from domain.entity.machine import Machine
from domain.letter.machine import BEGINS
from domain.letter.machine import ways as letter_ways
from domain.letter.states import LetterState
from domain.pairing.machine import PAIRING
from tests.docs.pages import ROOT, text_of

Way = tuple[tuple[StrEnum, ...], tuple[StrEnum, ...], str]
_MARKED = re.compile(r"(?<=<!-- diagram: begin -->\n).*?(?=<!-- diagram: end -->)", re.DOTALL)
_MOST_ARROWS = 3
"""What would take more arrows than these is told in a note."""


def _of_machine(machine: Machine[Any, Any]) -> str:
    over = [stage for stage in machine.stages if not stage.is_open]
    return _diagram([(stage, "") for stage in machine.begins], machine.ways(), machine.stages, over)


def _diagram(
    begins: Iterable[tuple[StrEnum, str]],
    ways: Iterable[Way],
    states: Sequence[StrEnum],
    over: Sequence[StrEnum],
) -> str:
    """The table as a Mermaid state diagram, fence and all. `begins`: where it may begin, and when."""
    found = list(ways)
    told = [way for way in found if len(way[0]) * len(way[1]) > _MOST_ARROWS]
    lines = [
        "```mermaid",
        "stateDiagram-v2",
        *(f"    [*] --> {state}{': ' if says else ''}{says}" for state, says in begins),
        *(
            _arrow(source, target, says)
            for way in found
            if way not in told
            for source, target, says in _each(way)
        ),
        *(f"    {state} --> [*]" for state in over),
    ]
    for target in dict.fromkeys(way[1] for way in told):
        lines += _note(
            target, [way for way in told if way[1] == target], [s for s in states if s not in over]
        )
    return "\n".join([*lines, "```"]) + "\n"


def _each(way: Way) -> Iterator[tuple[StrEnum, StrEnum, str]]:
    sources, targets, says = way
    return ((source, target, says) for source in sources for target in targets)


def _arrow(source: StrEnum, target: StrEnum, says: str) -> str:
    return f"    {source} --> {target}: {says}"


def _note(targets: tuple[StrEnum, ...], ways: list[Way], still: list[StrEnum]) -> Iterator[str]:
    yield f"    note left of {targets[0]}"
    for sources, into in groupby(ways, key=lambda way: way[0]):
        where = "" if len(targets) == 1 else f" to {_named(targets, still)}"
        yield f"        From {_named(sources, still)}{where}:"
        yield from (f"        {says}" for _, _, says in into)
    yield "    end note"


def _named(states: tuple[StrEnum, ...], still: list[StrEnum]) -> str:
    return "every open stage" if set(states) == set(still) else ", ".join(states)


DRAWN: Mapping[str, Callable[[], str]] = {
    "docs/applications.md": lambda: _of_machine(APPLICATION),
    "docs/cohorts.md": lambda: _of_machine(COHORT),
    "docs/letters-and-outbox.md": lambda: _diagram(BEGINS.items(), letter_ways(), tuple(LetterState), ()),
    "docs/life.md": lambda: _of_machine(PAIRING),
}
"""By the page on which it stands."""


def drawn(page: str) -> str:
    """What stands between the marks of this page now."""
    found = _MARKED.search(text_of(page))
    assert found, f"{page} has lost its marks"
    return found[0]


def _draw(page: str, new: str) -> None:
    (ROOT / page).write_text(_MARKED.sub(lambda _: new, text_of(page)), "utf-8")


if __name__ == "__main__":
    for page, make in DRAWN.items():
        _draw(page, make())
