"""Pairings as the store knows them, printed."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from cli.output import local, next_step, print_json, print_table, say
from domain.clock import format_date
from domain.entity.outcomes import Outcome, OutcomeKind
from domain.enums import CONCERN_SENTENCES, Role, in_words
from services.pairing_lookup import both_names, with_role
from services.pairings import PairingHistory, UpdatedPairing
from storage.views import LetterView, PairingView


def print_pairings(found: Sequence[PairingView], json: bool) -> None:
    if json:
        print_json(found)
        return
    rows = [
        (
            p.id,
            f"{p.mentor.name} and {p.mentee.name}",
            stage_of(p),
            f"{p.sessions} of {p.minimum}",
            p.waits_for,
            ", ".join(in_words(concern) for concern in p.concerns),
        )
        for p in found
    ]
    print_table("Pairings", ("id", "who", "stage", "sessions", "waits for", "attention"), rows)


def print_pairing(history: PairingHistory, json: bool) -> None:
    pairing, zone = history.pairing, history.programme.zone
    if json:
        outcomes = [_as_json(outcome, history.actors) for outcome in history.outcomes]
        written = history.written.model_dump(mode="json")
        whole = {**pairing.model_dump(mode="json"), "outcomes": outcomes, "letters": history.letters}
        print_json({**whole, "written": written})
        return
    _print_snapshot(pairing, zone)
    _print_written(history)
    by_number = {outcome.number: outcome for outcome in history.outcomes}
    rows = [
        (local(o.at, zone), in_words(o.kind), o.role, _about(o, by_number, zone), _by(o, history))
        for o in history.outcomes
    ]
    print_table("\nHistory", ("when", "what", "who", "about", "by"), rows)
    print_table(
        "\nLetters",
        ("written", "to", "letter", "state", "id"),
        [_letter(row, zone) for row in history.letters],
    )


def _print_written(history: PairingHistory) -> None:
    """That it was done; what it says is the pair's."""
    done = (
        ("Agreed on how they work together", history.written.agreed),
        ("Wrote goals", history.written.goals),
    )
    for what, roles in done:
        if roles:
            say(f"{what}: {' and '.join(with_role(history.pairing, role) for role in roles)}.")


def print_updated(updated: UpdatedPairing, of: Sequence[Role] = ()) -> None:
    """How it stands after something was told, of these partners where it is not of the pair."""
    snapshot = updated.snapshot
    if of:
        say(f"Recorded for {' and '.join(with_role(updated.pairing, role) for role in of)}.")
    stage = f"{in_words(snapshot.stage)}{' (paused)' if snapshot.paused else ''}"
    if snapshot.reason:
        stage += f": {in_words(snapshot.reason)}"
    say(f"{updated.id}, {both_names(updated.pairing)}: {stage}.")
    say(f"Sessions: {snapshot.sessions} of {snapshot.minimum}.")
    if snapshot.waits_for:
        say(f"It waits for {snapshot.waits_for}.{next_step(snapshot.until, updated.programme.zone)}")
    for concern in snapshot.concerns:
        say(f"It needs your attention: {CONCERN_SENTENCES[concern]}.")


def stage_of(pairing: PairingView) -> str:
    if pairing.reason:
        return f"{in_words(pairing.stage)}: {in_words(pairing.reason)}"
    return f"{in_words(pairing.stage)}{' (paused)' if pairing.paused else ''}"


def _as_json(outcome: Outcome, actors: Mapping[str, str]) -> dict[str, object]:
    return {**outcome.model_dump(mode="json"), "actor": actors.get(outcome.actor or "")}


def _print_snapshot(pairing: PairingView, zone: ZoneInfo) -> None:
    say(f"{pairing.id}: {stage_of(pairing)}, since {local(pairing.since, zone)}")
    say(f"Mentor: {pairing.mentor.name} <{pairing.mentor.email}>")
    say(f"Mentee: {pairing.mentee.name} <{pairing.mentee.email}>")
    say(f"Arrangement: {pairing.arrangement}. Sessions: {pairing.sessions} of {pairing.minimum}.")
    if pairing.waits_for:
        say(f"It waits for {pairing.waits_for}.{next_step(pairing.until, zone)}")
    for concern in pairing.concerns:
        say(f"It needs your attention: {CONCERN_SENTENCES[concern]}.")


def _by(outcome: Outcome, history: PairingHistory) -> str | None:
    return history.actors.get(outcome.actor or "")


def _about(outcome: Outcome, by_number: Mapping[int, Outcome], zone: ZoneInfo) -> str:
    """Of a correction: what was recorded by mistake, and when."""
    slip = by_number.get(outcome.corrects or 0)
    if slip is None:
        return about_outcome(outcome, zone)
    what = (in_words(slip.kind), slip.role or "", about_outcome(slip, zone), f"of {local(slip.at, zone)}")
    return " ".join(part for part in what if part)


def about_outcome(outcome: Outcome, zone: ZoneInfo) -> str:
    parts = [in_words(outcome.about)]
    if outcome.session:
        parts.append(f"session {outcome.session}")
    if outcome.starts:
        word = "until" if outcome.kind in (OutcomeKind.PAUSED, OutcomeKind.EXTENDED) else "on"
        parts.append(f"{word} {local(outcome.starts, zone)}")
    if outcome.minutes:
        parts.append(f"{outcome.minutes} min")
    if outcome.happened_on:
        parts.append(f"was on {format_date(outcome.happened_on)}")
    return " ".join(part for part in parts if part)


def _letter(letter: LetterView, zone: ZoneInfo) -> tuple[str, ...]:
    return (local(letter.written_at, zone), letter.role, letter.subject, letter.state, letter.id[:8])
