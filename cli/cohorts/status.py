"""How a cohort stands, read from the store."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from cli.cohorts.figures import Figures, figures_of
from cli.cohorts.show import Approvals, approvals_json, say_standing, standing_json
from cli.cohorts.tables import print_applications, print_gatherings, say_numbers
from cli.doors import store
from cli.output import console, local, plain, print_table, say
from domain.entity.entity import EntityKind
from domain.enums import CONCERN_SENTENCES
from domain.wording import counted
from storage import applications, drafts, queries
from storage.views import ApplicationView, CohortView, PairingView

_ROOM_FOR_ALL = 110
"""So many characters a line has where a table can say what each pairing waits for."""
_MOST = 200
"""So many pairings people read in one table."""


@dataclass(frozen=True)
class Status:
    cohort: CohortView
    pairings: list[PairingView]
    waiting: list[ApplicationView]
    """The applications that are on the coordinator's list."""
    figures: Figures
    approvals: Approvals
    letters: dict[str, int]
    letters_each: Counter[str]

    def as_json(self) -> dict[str, Any]:
        return {
            "cohort": {
                **standing_json(self.cohort),
                "approvals": approvals_json(self.approvals),
                "stages": dict(Counter(p.stage.value for p in self.pairings)),
            },
            **self.figures.as_json(),
            "pairings": [
                {
                    **p.model_dump(mode="json"),
                    "letters": self.letters_each[EntityKind.PAIRING.workflow_id(p.id)],
                }
                for p in self.pairings
            ],
            "letters": self.letters,
        }


def status_of(key: str) -> Status:
    """Raises NotFound if there is no such cohort."""
    with store() as session:
        cohort, pairings = queries.cohort(session, key), queries.pairings(session, cohort=key)
        applied = applications.applications(session, key)
        return Status(
            cohort=cohort,
            pairings=pairings,
            waiting=[view for view in applied if view.concerns],
            figures=figures_of(session, cohort, pairings, applied),
            approvals=drafts.approvals(session, key),
            letters=queries.letter_counts(session, key),
            letters_each=queries.letters_per_life(session, key),
        )


def print_status(status: Status) -> None:
    programme = status.cohort.programme
    say(f"{programme.title}, {programme.organisation}")
    say_standing(status.cohort)
    print_applications(status.figures)
    print_gatherings(status.figures)
    _print_pairings(status)
    say_numbers(status.figures)
    letters = ", ".join(f"{count} {plain(state)}" for state, count in sorted(status.letters.items()))
    say(f"Letters: {letters or 'none yet'}.")
    _print_attention(status)


def stage_of(pairing: PairingView) -> str:
    if pairing.reason:
        return f"{plain(pairing.stage)}: {plain(pairing.reason)}"
    return f"{plain(pairing.stage)}{' (paused)' if pairing.paused else ''}"


def _print_pairings(status: Status) -> None:
    key, found = status.cohort.key, status.pairings
    if not found:
        return
    if len(found) > _MOST:
        stages = Counter(plain(pairing.stage) for pairing in found)
        named = ", ".join(f"{count} {stage}" for stage, count in stages.items())
        say(f"\n{counted(len(found), 'pairing')}: {named}.  ->  tandem pairing list --cohort {key}")
    elif console.width >= _ROOM_FOR_ALL:
        _print_all_about(status)
    else:
        rows = [(*_who(p), f"{p.sessions} of {p.minimum}", "!" if p.concerns else "") for p in found]
        print_table("\nPairings", ("id", "who", "stage", "sessions", ""), rows)
        say(f"What each waits for: tandem pairing list --cohort {key}")


def _print_all_about(status: Status) -> None:
    rows = [
        (
            *_who(p),
            f"{p.sessions} of {p.minimum}",
            status.letters_each[EntityKind.PAIRING.workflow_id(p.id)],
            f"{p.waits_for or ''}{' !' if p.concerns else ''}",
            local(p.until, status.cohort.programme.zone),
        )
        for p in status.pairings
    ]
    columns = ("id", "who", "stage", "sessions", "letters", "waits for", "acts by itself on")
    print_table("\nPairings", columns, rows)


def _who(pairing: PairingView) -> tuple[str, str, str]:
    return (pairing.id, f"{pairing.mentor.name} and {pairing.mentee.name}", stage_of(pairing))


def _print_attention(status: Status) -> None:
    listed = [pairing for pairing in status.pairings if pairing.concerns]
    stuck = [state for state in ("failed", "bounced", "held") if status.letters.get(state)]
    drafts = status.letters.get("draft", 0)
    if listed or stuck or drafts or status.waiting:
        say("\nNeeds your attention:")
    for view in status.waiting:
        sentences = "; ".join(CONCERN_SENTENCES[concern] for concern in view.concerns)
        say(f"  {view.id}: {sentences}.  ->  tandem application show {status.cohort.key} {view.id}")
    for pairing in listed:
        sentences = "; ".join(CONCERN_SENTENCES[concern] for concern in pairing.concerns)
        say(f"  {pairing.id}: {sentences}.  ->  tandem pairing show {pairing.id}")
    if drafts:
        letters = counted(drafts, "letter waits", "letters wait")
        say(f"  {letters} for your review.  ->  tandem mail review {status.cohort.key}")
    for state in stuck:
        letters = counted(status.letters[state], "letter")
        say(f"  {letters} {state}.  ->  tandem mail list --state {state} --cohort {status.cohort.key}")
