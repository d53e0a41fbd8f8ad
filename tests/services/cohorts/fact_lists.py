"""Lists of what happened, as a coordinator writes them."""

from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

Line = Sequence[str]

HEADER = ("pairing", "who", "what", "when", "gathering", "minutes", "choice")


def written(folder: Path, cohort: str, lines: Sequence[Line], header: Line = HEADER) -> Path:
    """`1` in the first cell stands for the first pairing of the cohort."""
    file = folder / f"{uuid4().hex}.csv"
    of_cohort = ((f"{cohort}-{cells[0]}" if cells[0].isdigit() else cells[0], *cells[1:]) for cells in lines)
    file.write_text("\n".join(",".join(cells) for cells in (header, *of_cohort)), encoding="utf-8")
    return file
