"""Where else somebody stands: in answers of others, in drafts, in what mail servers said."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from storage.erasing.identifiers import Identifiers
from storage.erasing.places import ErasedPlace
from storage.tables.entities import ApplicationRow
from storage.tables.letters import BounceRow, MailOutageRow
from storage.tables.matching import DraftRow


def erase_elsewhere(session: Session, person: str, known: Identifiers) -> Iterator[ErasedPlace]:
    yield ErasedPlace(
        "applications of others", "fields that name them", _answers_of_others(session, person, known)
    )
    bounced = session.execute(delete(BounceRow).where(BounceRow.email.in_(known.emails)))
    assert isinstance(bounced, CursorResult)
    yield ErasedPlace("bounces", "of letters to them", bounced.rowcount)
    yield ErasedPlace("mail server", "what it said when it refused everybody", _outage(session, known))


def erase_in_drafts(session: Session, own: set[str], gone: set[str]) -> Iterator[ErasedPlace]:
    """`own`: the ids of their applications; `gone`: of those that are kept no more."""
    found = 0
    for row in session.scalars(select(DraftRow)):
        draft = _draft_without(row.draft, own, gone)
        if draft != row.draft:
            row.draft, found = draft, found + 1
    yield ErasedPlace("drafts of matches", "words of theirs", found)


def _draft_without(draft: dict[str, Any], own: set[str], gone: set[str]) -> dict[str, Any]:
    pairs = [pair for pair in draft["pairs"] if not {pair["mentor"], pair["mentee"]} & gone]
    return {
        **draft,
        "pairs": [_wordless(pair) if {pair["mentor"], pair["mentee"]} & own else pair for pair in pairs],
        "unplaced": [one for one in draft["unplaced"] if one["id"] not in gone],
    }


def without_words(draft: dict[str, Any]) -> dict[str, Any]:
    """The same pairs, without whatever words of people brought them together."""
    return {**draft, "pairs": [_wordless(pair) for pair in draft["pairs"]]}


def _wordless(pair: dict[str, Any]) -> dict[str, Any]:
    return {**pair, "met": [{**one, "words": []} for one in pair["met"]]}


def _answers_of_others(session: Session, person: str, known: Identifiers) -> int:
    found = 0
    for row in session.scalars(select(ApplicationRow).where(ApplicationRow.person != person)):
        answers, imported = _without(row.answers, known), _as_said_without(row.imported, known)
        if (answers, imported) != (row.answers, row.imported):
            row.answers, row.imported, found = answers, imported, found + 1
    return found


def _as_said_without(imported: dict[str, Any] | None, known: Identifiers) -> dict[str, Any] | None:
    return imported and {**imported, "answers": _without(imported["answers"], known)}


def _without(answers: dict[str, Any], known: Identifiers) -> dict[str, Any]:
    """The answers, without whatever is one of their names or addresses."""
    return {field: _value_without(value, known) for field, value in answers.items()}


def _value_without(value: Any, known: Identifiers) -> Any:
    if isinstance(value, list):
        return [each for each in value if not known.is_one(each)]
    return None if known.is_one(value) else value


def _outage(session: Session, known: Identifiers) -> int:
    found = [row for row in session.scalars(select(MailOutageRow)) if known.are_in(row.reason)]
    for row in found:
        row.reason = known.taken_out(row.reason)
    return len(found)
