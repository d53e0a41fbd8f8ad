"""What Amazon SES writes in place of a report: a notification in JSON, by itself, in a letter of SNS, or
within the envelope that SNS puts around it.
"""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel, Field, ValidationError

from domain.letter.bounce_cause import BounceCause, cause_of
from mail.delivery_status import Fate, addresses_in, best_status

_OTHERS = {"DeliveryDelay": Fate.DELAYED, "Delivery": Fate.ARRIVED}
_CAUSES = {
    "MailboxFull": BounceCause.TEMPORARY,
    "MessageTooLarge": BounceCause.SENDER,
    "ContentRejected": BounceCause.SENDER,
    "AttachmentRejected": BounceCause.SENDER,
}
"""By the finer kind of a bounce."""


class _Said(BaseModel):
    model_config = {"frozen": True}


class _Recipient(_Said):
    email_address: str = Field("", alias="emailAddress")
    status: str = ""
    diagnostic_code: str = Field("", alias="diagnosticCode")


class _Bounce(_Said):
    bounce_type: str = Field("", alias="bounceType")
    bounce_sub_type: str = Field("", alias="bounceSubType")
    bounced_recipients: tuple[_Recipient, ...] = Field((), alias="bouncedRecipients")


class _Header(_Said):
    name: str = ""
    value: str = ""


class _CommonHeaders(_Said):
    message_id: str = Field("", alias="messageId")


class _Mail(_Said):
    headers: tuple[_Header, ...] = ()
    common_headers: _CommonHeaders = Field(_CommonHeaders(), alias="commonHeaders")


class _Notification(_Said):
    notification_type: str = Field("", alias="notificationType")
    event_type: str = Field("", alias="eventType")
    bounce: _Bounce | None = None
    mail: _Mail = _Mail()


class Notice(NamedTuple):
    fate: Fate
    addresses: tuple[str, ...] = ()
    """In lower case."""
    status: str | None = None
    diagnostic: str | None = None
    cause: BounceCause = BounceCause.UNKNOWN
    message_ids: tuple[str, ...] = ()
    """What the letter was called when Amazon took it, as it is written."""


def read_notice(text: str) -> Notice | None:
    """The notification in this text; None if there is none about what became of a letter."""
    for found in _objects(text):
        try:
            said = _Notification.model_validate(found)
        except ValidationError:
            continue
        kind = said.notification_type or said.event_type
        if kind == "Bounce" and said.bounce:
            return _bounced(said.bounce, said.mail)
        if kind in _OTHERS:
            return Notice(_OTHERS[kind])
    return None


def _objects(text: str) -> Iterator[Any]:
    """The first object in the text, and what an envelope of SNS holds."""
    found = _object(text)
    if isinstance(found, dict):
        yield found
        if isinstance(found.get("Message"), str):
            yield _object(found["Message"])


def _object(text: str) -> Any:
    begins = text.find("{")
    try:
        return json.JSONDecoder().raw_decode(text, begins)[0] if begins >= 0 else None
    except (ValueError, RecursionError):
        return None


def _bounced(bounce: _Bounce, mail: _Mail) -> Notice:
    first = next(iter(bounce.bounced_recipients), _Recipient())
    written = [header.value for header in mail.headers if header.name.lower() == "message-id"]
    addresses = addresses_in(" ".join(one.email_address for one in bounce.bounced_recipients))
    status = best_status(first.status, first.diagnostic_code)
    return Notice(
        Fate.FAILED,
        tuple(addresses),
        status,
        first.diagnostic_code or None,
        _cause(bounce, status, first.diagnostic_code),
        (*written, mail.common_headers.message_id),
    )


def _cause(bounce: _Bounce, status: str | None, words: str) -> BounceCause:
    if bounce.bounce_sub_type in _CAUSES:
        return _CAUSES[bounce.bounce_sub_type]
    cause = cause_of(status, words)
    if cause is not BounceCause.UNKNOWN:
        return cause
    by_type = {"Permanent": BounceCause.ADDRESS, "Transient": BounceCause.TEMPORARY}
    return by_type.get(bounce.bounce_type, BounceCause.UNKNOWN)
