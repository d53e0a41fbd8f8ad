"""How a cohort stands, read from the store."""

from collections import Counter
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from cli.doors import store
from cli.output import local, plain, print_table, say
from domain.life import LifeKind
from domain.words import CONCERN_SENTENCES
from storage import reading
from storage.views import Cohort, PairingView


@dataclass(frozen=True)
class Status:
    cohort: Cohort
    pairings: list[PairingView]
    letters: dict[str, int]
    letters_each: Counter[str]

    def as_json(self) -> dict[str, Any]:
        programme = self.cohort.programme
        return {
            "cohort": {
                "key": self.cohort.key,
                "programme": programme.key,
                "title": programme.title,
                "organisation": programme.organisation,
                "opened_at": self.cohort.opened_at,
                "stages": dict(Counter(p.stage.value for p in self.pairings)),
            },
            "pairings": [
                {**p.model_dump(mode="json"), "letters": self.letters_each[LifeKind.PAIRING.of(p.id)]}
                for p in self.pairings
            ],
            "letters": self.letters,
        }


def status_of(key: str) -> Status:
    """Raises NotFound if there is no such cohort."""
    with store() as session:
        return Status(
            cohort=reading.cohort(session, key),
            pairings=reading.pairings(session, cohort=key),
            letters=reading.letter_counts(session, key),
            letters_each=reading.letters_per_life(session, key),
        )


def print_status(status: Status) -> None:
    programme, zone = status.cohort.programme, ZoneInfo(status.cohort.programme.timezone)
    say(f"{programme.title}, {programme.organisation} (cohort {status.cohort.key})\n")
    rows = [
        (
            p.id,
            f"{p.mentor.name} and {p.mentee.name}",
            stage_of(p),
            f"{p.sessions} of {p.minimum}",
            status.letters_each[LifeKind.PAIRING.of(p.id)],
            f"{p.waits_for or ''}{' !' if p.concerns else ''}",
            local(p.until, zone),
        )
        for p in status.pairings
    ]
    print_table(
        "Pairings", ("id", "who", "stage", "sessions", "letters", "waits for", "acts by itself on"), rows
    )
    counted = ", ".join(f"{count} {plain(state)}" for state, count in sorted(status.letters.items()))
    say(f"\nLetters: {counted or 'none yet'}")
    _print_attention(status)


def stage_of(pairing: PairingView) -> str:
    if pairing.reason:
        return f"{plain(pairing.stage)}: {plain(pairing.reason)}"
    return f"{plain(pairing.stage)}{' (paused)' if pairing.paused else ''}"


def _print_attention(status: Status) -> None:
    listed = [pairing for pairing in status.pairings if pairing.concerns]
    stuck = [state for state in ("failed", "held") if status.letters.get(state)]
    if listed or stuck:
        say("\nNeeds your attention:")
    for pairing in listed:
        sentences = "; ".join(CONCERN_SENTENCES[concern] for concern in pairing.concerns)
        say(f"  {pairing.id}: {sentences}.  ->  tandem pairing show {pairing.id}")
    for state in stuck:
        say(f"  {status.letters[state]} letters are {state}.  ->  tandem mail list --state {state}")
