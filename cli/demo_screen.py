"""Live progress of the demo: a bar for each stage of life on a terminal, a line each elsewhere."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from rich.live import Live
from rich.table import Table
from rich.text import Text

from cli.output import console, say
from domain.enums import Stage, in_words
from domain.wording import counted
from storage import queries
from storage.database import Database
from storage.views import PairingView


class Screen:
    """Called with the store every now and then; shows what has changed."""

    def __init__(self, cohort: str, live: Live | None) -> None:
        self._cohort = cohort
        self._live = live
        self._told: set[str] = set()

    def __call__(self, database: Database) -> None:
        with database.begin() as session:
            pairings = queries.pairings(session, cohort=self._cohort)
            letters = sum(queries.letter_counts(session, self._cohort).values())
        if self._live:
            self._live.update(_table(pairings, letters))
        else:
            self._tell_finished(pairings)

    def close(self) -> None:
        """Stop showing; what comes next prints below."""
        if self._live:
            self._live.stop()
        say("")

    def _tell_finished(self, pairings: list[PairingView]) -> None:
        for pairing in pairings:
            if not pairing.stage.is_open and pairing.id not in self._told:
                self._told.add(pairing.id)
                say(f"  {pairing.id}  {_ending(pairing)}")


@contextmanager
def screen(cohort: str) -> Iterator[Screen]:
    if not console.is_terminal:
        yield Screen(cohort, None)
        return
    with Live(console=console, refresh_per_second=8, transient=True) as live:
        yield Screen(cohort, live)


def _table(pairings: list[PairingView], letters: int) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for pairing in pairings:
        progress = list(Stage).index(pairing.stage) if pairing.stage is not Stage.ENDED else len(Stage) - 2
        bar = "█" * (4 * progress) + "·" * (4 * (len(Stage) - 2 - progress))
        standing = in_words(pairing.stage) if pairing.stage.is_open else _ending(pairing)
        table.add_row(
            Text(pairing.id), Text(bar, style="green" if pairing.stage.is_open else "dim"), Text(standing)
        )
    stages = Counter("over" if not p.stage.is_open else "living" for p in pairings)
    table.add_row(
        Text(""), Text(f"{stages['living']} living, {stages['over']} over"), Text(counted(letters, "letter"))
    )
    return table


def _ending(pairing: PairingView) -> str:
    why = f" ({in_words(pairing.reason)})" if pairing.reason else ""
    return f"{in_words(pairing.stage)}{why}, {counted(pairing.sessions, 'session')}"
