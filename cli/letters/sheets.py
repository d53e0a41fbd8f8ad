"""Letters as tables for a spreadsheet."""

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from cli.exports.table import Cell, Table, at_local
from domain.enums import in_words
from storage.views import LetterView

_COLUMNS = (
    "id",
    "cohort",
    "written",
    "state",
    "to",
    "role",
    "letter",
    "subject",
    "sent",
    "attempts",
    "reply",
)


def letter_list_sheet(title: str, letters: Sequence[LetterView], zones: Mapping[str, ZoneInfo]) -> Table:
    return Table.of(title, _COLUMNS, (_letter(letter, zones[letter.cohort]) for letter in letters))


def _letter(one: LetterView, zone: ZoneInfo) -> tuple[Cell, ...]:
    return (
        *(one.id[:8], one.cohort, at_local(one.written_at, zone), one.state, one.recipient, one.role),
        *(in_words(one.name), one.subject, at_local(one.sent_at, zone), one.attempts, one.reply),
    )
