"""Pairings as the store knows them, printed."""

from zoneinfo import ZoneInfo

from cli.cohorts.status import stage_of
from cli.doors import store
from cli.output import local, next_step, plain, print_json, print_table, say
from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome
from domain.enums import CONCERN_SENTENCES, Stage
from storage import queries
from storage.views import LetterView, PairingView


def print_pairings(cohort: str | None, stage: Stage | None, attention: bool, json: bool) -> None:
    with store() as session:
        if cohort is not None:
            queries.cohort(session, cohort)
        found = queries.pairings(session, cohort, stage, attention)
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
            ", ".join(plain(concern) for concern in p.concerns),
        )
        for p in found
    ]
    print_table("Pairings", ("id", "who", "stage", "sessions", "waits for", "attention"), rows)


def print_pairing(pairing_id: str, json: bool) -> None:
    with store() as session:
        pairing = queries.pairing(session, pairing_id)
        outcomes = queries.outcomes(session, EntityKind.PAIRING.workflow_id(pairing_id))
        letters = queries.letters(session, workflow_id=EntityKind.PAIRING.workflow_id(pairing_id))
        zone = ZoneInfo(queries.cohort(session, pairing.cohort).programme.timezone)
    if json:
        print_json({**pairing.model_dump(mode="json"), "outcomes": outcomes, "letters": letters})
        return
    _print_standing(pairing, zone)
    history = [(local(o.at, zone), plain(o.kind), o.role, _about(o, zone)) for o in outcomes]
    print_table("\nHistory", ("when", "what", "who", "about"), history)
    print_table(
        "\nLetters", ("written", "to", "letter", "state", "id"), [_letter(row, zone) for row in letters]
    )


def _print_standing(pairing: PairingView, zone: ZoneInfo) -> None:
    say(f"{pairing.id}: {stage_of(pairing)}, since {local(pairing.since, zone)}")
    say(f"Mentor: {pairing.mentor.name} <{pairing.mentor.email}>")
    say(f"Mentee: {pairing.mentee.name} <{pairing.mentee.email}>")
    say(f"Arrangement: {pairing.arrangement}. Sessions: {pairing.sessions} of {pairing.minimum}.")
    if pairing.waits_for:
        say(f"It waits for {pairing.waits_for}.{next_step(pairing.until, zone)}")
    for concern in pairing.concerns:
        say(f"It needs your attention: {CONCERN_SENTENCES[concern]}.")


def _about(outcome: Outcome, zone: ZoneInfo) -> str:
    parts = [plain(outcome.about)]
    if outcome.session:
        parts.append(f"session {outcome.session}")
    if outcome.starts:
        parts.append(f"on {local(outcome.starts, zone)}")
    if outcome.minutes:
        parts.append(f"{outcome.minutes} min")
    return " ".join(part for part in parts if part)


def _letter(letter: LetterView, zone: ZoneInfo) -> tuple[str, ...]:
    return (local(letter.written_at, zone), letter.role, letter.subject, letter.state, letter.id[:8])
