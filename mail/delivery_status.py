"""The fields of a delivery status (RFC 3464, RFC 6533), as mail servers write them and not as they should.

There are blanks before colons, diagnostics that go on in the first column, recipients without a blank line
between them or with one inside, and actions that no standard knows.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from enum import Enum

from domain.letter.bounce_cause import STATUS_CODE, telling

_KINDS = ("message/delivery-status", "message/global-delivery-status")
_RECIPIENT = ("original-recipient", "final-recipient", "x-actual-recipient")
_REPEATED = ("original-recipient", "final-recipient", "action")
"""Fields that a recipient has once: with the second one, the next recipient begins."""
_FIELDS = (
    *_RECIPIENT,
    *("action", "status", "diagnostic-code", "remote-mta", "last-attempt-date", "final-log-id"),
    *("will-retry-until", "reporting-mta", "dsn-gateway", "received-from-mta", "arrival-date"),
    "original-envelope-id",
)
_FIELD = re.compile(rf"^[ \t]*({'|'.join(_FIELDS)}|x-[a-z0-9-]+)[ \t]*:[ \t]*(.*)$", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s<>;:\"',()\[\]]{1,100}@[^\s<>;:\"',()\[\]]{1,255}")

_FAILED = ("fail", "error", "expired", "undeliver", "bounce", "reject")
_DELAYED = ("delay", "defer", "warn")


class Fate(Enum):
    FAILED = "failed"
    DELAYED = "delayed"
    ARRIVED = "arrived"


@dataclass(frozen=True)
class RecipientStatus:
    """What is said about one recipient."""

    fate: Fate
    addresses: tuple[str, ...]
    """In lower case; the one that was written to first, if it was passed on from there."""
    status: str | None
    diagnostic: str | None
    words: str
    """The diagnostic; if there is none, what is said beside the action and the status."""
    expired: bool
    """The mail server has tried for days, and given up."""


Fields = dict[str, str]
"""By name, in lower case; on one line each."""


def groups_of_fields(message: Message) -> list[Fields]:
    """One about the report, and one for each recipient."""
    groups: list[Fields] = []
    for part in message.walk():
        if part.get_content_type() in _KINDS:
            groups += read_fields(_text(part))
    return groups


def read_fields(text: str) -> list[Fields]:
    """The groups of fields in this text."""
    groups: list[Fields] = []
    name, is_new = None, True
    for line in text.splitlines():
        found = _FIELD.match(line)
        if found:
            name = found[1].lower()
            if is_new or (name in _REPEATED and name in groups[-1]):
                groups.append({})
            is_new = False
            groups[-1].setdefault(name, found[2].strip())
        elif is_new and line.startswith("--"):
            name = None  # a frame that could not be read
        elif line.strip() and name:
            groups[-1][name] = f"{groups[-1][name]} {' '.join(line.split())}".strip()
        else:
            is_new = True
    return _joined(groups)


def recipients(groups: list[Fields]) -> Iterator[RecipientStatus]:
    """Those of whom it is said what became of the letter."""
    for group in groups:
        if "action" in group or ("status" in group and any(name in group for name in _RECIPIENT)):
            yield _recipient(group)


def addresses_in(text: str) -> list[str]:
    """Each once, in lower case."""
    return list(dict.fromkeys(found.strip(".").lower() for found in _ADDRESS.findall(text)))


def best_status(*texts: str) -> str | None:
    """The first enhanced status code in these that says something in particular, else the first."""
    codes = [code for text in texts for code in STATUS_CODE.findall(text)]
    return next(filter(telling, codes), codes[0] if codes else None)


def _recipient(group: Fields) -> RecipientStatus:
    action = group.get("action", "").lower()
    diagnostic = re.sub(r"^(smtp|x-[\w-]+)\s*;\s*", "", group.get("diagnostic-code", ""), flags=re.IGNORECASE)
    status = best_status(group.get("status", ""), diagnostic)
    addresses = [address for name in _RECIPIENT for address in addresses_in(group.get(name, ""))]
    return RecipientStatus(
        fate=_fate(action, status),
        addresses=tuple(dict.fromkeys(addresses)),
        status=status,
        diagnostic=diagnostic or None,
        words=diagnostic or f"{_beside(action)} {_beside(group.get('status', ''))}".strip(),
        expired=action.startswith("expired"),
    )


def _beside(value: str) -> str:
    """What follows on the first word, as in `5.0.0 (recipient reached disk quota)`."""
    return value.partition(" ")[2].strip(" ()")


def _fate(action: str, status: str | None) -> Fate:
    if action.startswith(_FAILED):
        return Fate.FAILED
    if action.startswith(_DELAYED):
        return Fate.DELAYED
    if action.startswith(("deliver", "relay", "expand")):
        return Fate.ARRIVED
    return {"5": Fate.FAILED, "4": Fate.DELAYED}.get((status or "")[:1], Fate.ARRIVED)


def _joined(groups: list[Fields]) -> list[Fields]:
    """With what a blank line has torn from its recipient."""
    joined: list[Fields] = []
    for group in groups:
        if joined and (_are_halves(joined[-1], group) or _are_halves(group, joined[-1])):
            joined[-1] = {**group, **joined[-1]}
        else:
            joined.append(group)
    return joined


def _are_halves(one: Fields, other: Fields) -> bool:
    """Whether one says who, and the other what became of it."""
    return _is_recipient(one) and "action" not in one and not _is_recipient(other) and "action" in other


def _is_recipient(group: Fields) -> bool:
    return any(name in group for name in _RECIPIENT)


def _text(part: Message) -> str:
    """As it was written: the standard library's parser ends a group at the first line that is no field."""
    payload = part.get_payload()
    if not isinstance(payload, list):
        return str(payload)
    text = "\n\n".join(_as_written(block) for block in payload if isinstance(block, Message))
    if str(part.get("Content-Transfer-Encoding", "")).strip().lower() in ("base64", "quoted-printable"):
        return _decoded(part, text)
    return text


def _as_written(block: Message) -> str:
    fields = "\n".join(f"{name}: {value}" for name, value in block.items())
    return f"{fields}\n{block.get_payload()}" if fields else str(block.get_payload())


def _decoded(part: Message, text: str) -> str:
    plain = Message()
    plain["Content-Transfer-Encoding"] = str(part["Content-Transfer-Encoding"]).strip()
    plain.set_payload(text)
    content = plain.get_payload(decode=True)
    return content.decode("utf-8", "replace") if isinstance(content, bytes) else text
