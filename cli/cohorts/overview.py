"""How a cohort stands, printed."""

from collections import Counter

from cli.cohorts.tables import print_applications, print_gatherings, say_numbers
from cli.cohorts.views import print_heading
from cli.output import console, local, print_table, say
from cli.pairings.views import stage_of
from domain.enums import CONCERN_SENTENCES, in_words
from domain.wording import counted
from services.reports.status import CohortStatus
from storage.views import PairingView

_ROOM_FOR_ALL = 110
"""So many characters a line has where a table can say what each pairing waits for."""
_MOST = 200
"""So many pairings people read in one table."""


def print_status(status: CohortStatus) -> None:
    print_heading(status.cohort)
    print_applications(status.figures)
    print_gatherings(status.figures)
    _print_pairings(status)
    say_numbers(status.figures)
    letters = ", ".join(f"{count} {in_words(state)}" for state, count in sorted(status.letters.items()))
    say(f"Letters: {letters or 'none yet'}.")
    _print_attention(status)


def _print_pairings(status: CohortStatus) -> None:
    key, found = status.cohort.key, status.pairings
    if not found:
        return
    if len(found) > _MOST:
        stages = Counter(in_words(pairing.stage) for pairing in found)
        named = ", ".join(f"{count} {stage}" for stage, count in stages.items())
        say(f"\n{counted(len(found), 'pairing')}: {named}.  ->  tandem pairing list --cohort {key}")
    elif console.width >= _ROOM_FOR_ALL:
        _print_all_about(status)
    else:
        rows = [(*_who(p), f"{p.sessions} of {p.minimum}", "!" if p.concerns else "") for p in found]
        print_table("\nPairings", ("id", "who", "stage", "sessions", ""), rows)
        say(f"What each waits for: tandem pairing list --cohort {key}")


def _print_all_about(status: CohortStatus) -> None:
    rows = [
        (
            *_who(p),
            f"{p.sessions} of {p.minimum}",
            status.letters_each[p.id],
            f"{p.waits_for or ''}{' !' if p.concerns else ''}",
            local(p.until, status.cohort.programme.zone),
        )
        for p in status.pairings
    ]
    columns = ("id", "who", "stage", "sessions", "letters", "waits for", "acts by itself on")
    print_table("\nPairings", columns, rows)


def _who(pairing: PairingView) -> tuple[str, str, str]:
    return (pairing.id, f"{pairing.mentor.name} and {pairing.mentee.name}", stage_of(pairing))


def _print_attention(status: CohortStatus) -> None:
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
