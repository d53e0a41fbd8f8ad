"""Pairings as tables for a spreadsheet: a column for each thing that one may sort or filter by."""

from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from cli.exports.table import Cell, Table, at_local
from domain.entity.outcomes import Outcome
from domain.enums import in_words
from services.pairings import PairingHistory
from storage.views import LetterView, PairingView

_COLUMNS = (
    *("pairing", "cohort", "mentor", "mentor's email", "mentee", "mentee's email", "arrangement", "stage"),
    *("reason", "paused", "since", "sessions", "minimum", "waits for", "acts by itself on", "attention"),
)


def pairing_sheet(found: Iterable[PairingView], zones: Mapping[str, ZoneInfo]) -> Table:
    return Table.of("Pairings", _COLUMNS, (_pairing(one, zones[one.cohort]) for one in found))


def with_letters(pairings: Table, letters: Mapping[str, int]) -> Table:
    """And how many letters each has had."""
    rows = ((*row, letters[str(row[0])]) for row in pairings.rows)
    return Table.of(pairings.title, (*pairings.columns, "letters"), rows)


def history_sheets(history: PairingHistory) -> list[Table]:
    zone = history.programme.zone
    return [outcome_sheet(history.outcomes, history.actors, zone), letter_sheet(history.letters, zone)]


def outcome_sheet(outcomes: Sequence[Outcome], actors: Mapping[str, str], zone: ZoneInfo) -> Table:
    columns = ("when", "happened on", "what", "who", "about", "session", "starts", "minutes", "by")
    return Table.of("History", columns, (_outcome(one, actors, zone) for one in outcomes))


def letter_sheet(letters: Sequence[LetterView], zone: ZoneInfo) -> Table:
    """The letters to two partners, to an applicant or to a coordinator."""
    columns = ("written", "sent", "to", "letter", "state", "id")
    return Table.of("Letters", columns, (_letter(one, zone) for one in letters))


def _pairing(one: PairingView, zone: ZoneInfo) -> tuple[Cell, ...]:
    return (
        *(one.id, one.cohort, one.mentor.name, one.mentor.email, one.mentee.name, one.mentee.email),
        *(
            in_words(one.arrangement),
            in_words(one.stage),
            in_words(one.reason),
            "paused" if one.paused else "",
        ),
        *(at_local(one.since, zone), one.sessions, one.minimum, one.waits_for, at_local(one.until, zone)),
        ", ".join(in_words(concern) for concern in one.concerns),
    )


def _letter(one: LetterView, zone: ZoneInfo) -> tuple[Cell, ...]:
    written, sent = at_local(one.written_at, zone), at_local(one.sent_at, zone)
    return (written, sent, one.role, one.subject, one.state, one.id[:8])


def _outcome(one: Outcome, actors: Mapping[str, str], zone: ZoneInfo) -> tuple[Cell, ...]:
    return (
        *(at_local(one.at, zone), one.happened_on, in_words(one.kind), one.role, in_words(one.about)),
        *(one.session, at_local(one.starts, zone), one.minutes, actors.get(one.actor or "")),
    )
