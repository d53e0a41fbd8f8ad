"""The diagram in docs/life.md, drawn from the table in domain/pairing/moves.py.

`python -m tests.docs.life_diagram` draws it anew.
"""

import re

from domain.enums import Stage
from domain.pairing.moves import MOVES, WAYS_OUT, Move
from tests.docs.pages import ROOT, text_of

PAGE = "docs/life.md"
_MARKED = re.compile(r"(?<=<!-- life: begin -->\n).*?(?=<!-- life: end -->)", re.DOTALL)


def diagram() -> str:
    """The table as a Mermaid state diagram, fence and all."""
    lines = [
        "```mermaid",
        "stateDiagram-v2",
        f"    [*] --> {Stage.APPLICATION}",
        *(f"    {move.source} --> {move.target}: {_says(move)}" for move in MOVES),
        *(f"    {stage} --> [*]" for stage in Stage if not stage.is_open),
        f"    note left of {Stage.ENDED}",
        "        From every open stage:",
        *(f"        {way}" for way in WAYS_OUT),
        "    end note",
        "```",
    ]
    return "\n".join(lines) + "\n"


def drawn() -> str:
    """What stands between the marks now."""
    found = _MARKED.search(text_of(PAGE))
    assert found, f"{PAGE} has lost its marks"
    return found[0]


def draw() -> None:
    text = _MARKED.sub(lambda _: diagram(), text_of(PAGE))
    (ROOT / PAGE).write_text(text, "utf-8")


def _says(move: Move) -> str:
    return f"{move.says} ({move.reason.value.replace('_', ' ')})" if move.reason else move.says


if __name__ == "__main__":
    draw()
