"""Progress of a rehearsal: bars on a terminal, a line every now and then elsewhere."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from sqlalchemy.orm import Session

from cli.output import console, say
from domain.enums import ApplicationStage
from domain.wording import counted
from storage import applications, queries

_LINES = 4
"""So many plain lines tell of the pairs."""


class RehearsalScreen:
    """Called with the store every now and then; shows what has changed."""

    def __init__(self, cohort: str, progress: Progress | None) -> None:
        self._cohort = cohort
        self._progress = progress
        self._said = -1
        if progress:
            self._bars = [
                progress.add_task(what, total=None) for what in ("applications", "pairs over", "letters")
            ]

    def __call__(self, session: Session) -> None:
        applied = applications.counted_by_stage(session, self._cohort)
        pairs = [p.stage.is_open for p in queries.pairings(session, cohort=self._cohort)]
        letters = sum(queries.letter_counts(session, self._cohort).values())
        over = pairs.count(False)
        if self._progress:
            settled = sum(n for stage, n in applied.items() if stage != ApplicationStage.INCOMPLETE)
            counts = ((settled, sum(applied.values())), (over, len(pairs)), (letters, None))
            for bar, (done, total) in zip(self._bars, counts, strict=True):
                self._progress.update(bar, completed=done, total=total or None)
        elif pairs and over * _LINES // len(pairs) > self._said:
            self._said = over * _LINES // len(pairs)
            some = f"{over} of {counted(len(pairs), 'pair')} over, {counted(letters, 'letter')}"
            say(f"{counted(sum(applied.values()), 'application')}, {some}")


@contextmanager
def screen(cohort: str) -> Iterator[RehearsalScreen]:
    if not console.is_terminal:
        yield RehearsalScreen(cohort, None)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield RehearsalScreen(cohort, progress)
