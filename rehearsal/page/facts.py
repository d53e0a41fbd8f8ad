"""What the page tells, in the order in which it tells it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from rehearsal.findings.all import findings
from rehearsal.page.pictures import load, timeline
from rehearsal.page.preview import SampleLetter, preview
from rehearsal.page.rows import CalendarRow, rows
from rehearsal.record import Record, Written

_BUSIEST = 5
_ROLES = {"manager": "line manager"}


class LetterCount(NamedTuple):
    """All letters of one name."""

    name: str
    sent: int
    first: date
    roles: str
    subject: str
    preview: SampleLetter


class Busy(NamedTuple):
    day: date
    letters: int
    decisions: int
    mostly: str


def facts(record: Record, people: str) -> dict[str, Any]:
    """`people`: who was simulated and how reliably, as sentences."""
    letters, decisions = Counter(w.day for w in record.written), Counter(d.day for d in record.decisions)
    calendar = rows(record.programme, min(letters, default=record.programme.introductions.on))
    return {
        "programme": record.programme,
        "people": people,
        "pairings": _ends(record.pairings),
        "applications": _ends(record.applications),
        "letters_sent": len(record.written),
        "decisions": Counter(decision.what for decision in record.decisions).most_common(),
        "findings": findings(record),
        "timeline": timeline(record.programme.title, calendar, letters),
        "dates": sorted(_dates(calendar)),
        "load": load(calendar, letters, decisions),
        "most": max(letters.values(), default=0),
        "busiest": list(_busiest(record, letters, decisions)),
        "letter_kinds": list(_letter_kinds(record)),
    }


def _ends(counted: Counter[tuple[str, str]]) -> list[tuple[str, int]]:
    """How many ended how, the most first."""
    return [(_plain(stage, reason), count) for (stage, reason), count in counted.most_common()]


def _plain(stage: str, reason: str) -> str:
    return (f"{stage} ({reason})" if reason else stage).replace("_", " ")


def _dates(calendar: list[CalendarRow]) -> Iterator[tuple[date, str, str]]:
    for row in calendar:
        for day, note in zip(row.days, row.notes, strict=True):
            yield day, row.label, note


def _busiest(record: Record, letters: Counter[date], decisions: Counter[date]) -> Iterator[Busy]:
    work = Counter(letters)
    work.update(decisions)
    for day, _ in work.most_common(_BUSIEST):
        names = Counter(w.name.replace("_", " ") for w in record.written if w.day == day)
        mostly = ", ".join(f"{name} ({count})" for name, count in names.most_common(2))
        yield Busy(day, letters[day], decisions[day], mostly)


def _letter_kinds(record: Record) -> Iterator[LetterCount]:
    """In the order of the first of each."""
    by_name: dict[str, list[Written]] = {}
    for written in record.written:
        by_name.setdefault(written.name, []).append(written)
    for name, letters in by_name.items():
        roles = ", ".join(sorted({_ROLES.get(letter.role, letter.role) for letter in letters}))
        first = letters[0]
        shown = preview(record.samples[name])
        yield LetterCount(name.replace("_", " "), len(letters), first.day, roles, first.subject, shown)
