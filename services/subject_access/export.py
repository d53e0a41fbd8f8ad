"""What is kept about a person, for that person: a ZIP with a page to read, the same for machines, and their
letters as text. Whoever else is named in it is left out, the partner above all."""

import io
import json
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes
from email.policy import default
from functools import cache, partial
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from jinja2 import Environment

from domain.entity.outcomes import Outcome
from domain.enums import in_words
from domain.letter.link_address import without_tokens
from services.audit_words import in_plain_words
from services.context import Context
from services.html_templates import html_templates
from services.subject_access.facts import written_facts
from services.subject_access.redaction import redacted
from storage import subject_access
from storage.raised_concerns import RaisedConcern
from storage.subject_access import LetterRecord, PersonRecord

TEMPLATES = Path(__file__).parent
"""`record.html` there is a record as HTML."""
_BEGINNING = (1980, 1, 1, 0, 0, 0)
"""What ZIP calls its first day: the same record makes the same file."""


def show(context: Context, email: str, is_for_them: bool = False) -> PersonRecord:
    """Everything that the store holds of this person; `is_for_them`: with the concerns that they raised,
    which nobody reads who hands it to them. Raises NotFound."""
    with context.store() as session:
        return subject_access.record_of(session, email, is_for_them)


def export(context: Context, email: str, is_for_them: bool = False) -> tuple[PersonRecord, bytes]:
    """The record, and the ZIP for the person. Raises NotFound."""
    record = show(context, email, is_for_them)
    return record, _zip(_files(record, context.clock(), is_for_them))


def _files(record: PersonRecord, now: datetime, is_for_them: bool) -> Iterator[tuple[str, str]]:
    facts = as_json(record, is_for_them)
    yield "person.json", json.dumps(facts, ensure_ascii=False, indent=2)
    yield "person.html", _environment().get_template("page.html").render(facts=facts, now=now)
    kept = (letter for letter in record.letters if letter.mime)
    for number, letter in enumerate(kept, 1):
        yield f"letters/{number:03}-{letter.view.name}.txt", _text(letter, record)


def _zip(files: Iterator[tuple[str, str]]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, text in files:
            archive.writestr(_entry(name), text.encode())
    return made.getvalue()


def as_json(record: PersonRecord, is_for_them: bool = False) -> dict[str, Any]:
    """The record as JSON; of everybody else only that there is somebody."""
    person = record.person
    return {
        "person": {"name": person.name, "email": person.email, "timezone": record.timezone},
        "applications": [
            {
                "id": each.view.id,
                "cohort": each.view.cohort,
                "received_at": each.view.received_at.isoformat(),
                "stage": each.view.stage.value,
                "answers": each.view.application.model_dump(mode="json"),
                "history": [_outcome(outcome) for outcome in each.outcomes],
            }
            for each in record.applications
        ],
        "pairings": [
            {
                "id": each.view.id,
                "cohort": each.view.cohort,
                "role": each.role.value,
                "partner": "somebody else",
                "arrangement": each.view.arrangement.value,
                "stage": each.view.stage.value,
                "sessions": each.view.sessions,
                **written_facts(each, partial(_redacted, record=record)),
                "history": [_outcome(outcome) for outcome in each.outcomes],
            }
            for each in record.pairings
        ],
        "letters": [_letter(each, record) for each in record.letters],
        "named_in_applications_of_others": len(record.named_by),
        "drafts": record.drafts,
        "marks_by_a_coordinator": record.marks,
        "last_bounce": record.bounce,
        "erasure_asked_at": _moment(record.erasure_asked_at),
        "concerns": [_concern(each) for each in record.concerns] if is_for_them else None,
        "links": [{"to": purpose, "made_at": at.isoformat()} for purpose, at in record.links],
        "seen_by": [
            {"at": entry.at.isoformat(), "who": name, "what": in_plain_words(entry.action)}
            for entry, name in record.seen
        ],
    }


def _redacted(text: str, record: PersonRecord) -> str:
    partners = [each.view.person(each.role.partner) for each in record.pairings]
    return redacted(text, partners, record.person)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    told = outcome.model_dump(mode="json", exclude={"actor"})
    return {"role": None, "about": None, **told}


def _concern(concern: RaisedConcern) -> dict[str, Any]:
    """The note of who was told is theirs to hand out."""
    kept = {"what", "get_in_touch", "reached_by", "may_be_named", "told_to", "raised_at"}
    return concern.model_dump(mode="json", include=kept | {"received_at", "closed_at"})


def _letter(letter: LetterRecord, record: PersonRecord) -> dict[str, Any]:
    view = letter.view
    return {
        "written_at": view.written_at.isoformat(),
        "sent_at": _moment(view.sent_at),
        "to": "you" if letter.is_theirs else "your line manager",
        "subject": _redacted(view.subject, record),
        "state": in_words(view.state),
    }


def _text(letter: LetterRecord, record: PersonRecord) -> str:
    message = message_from_bytes(letter.mime, policy=default)
    body = message.get_body(("plain",))
    words = body.get_content() if body else ""
    return _redacted(without_tokens(f"{message['Date']}\n{message['Subject']}\n\n{words}"), record)


def _moment(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, date_time=_BEGINNING)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


@cache
def _environment() -> Environment:
    return html_templates(TEMPLATES)
