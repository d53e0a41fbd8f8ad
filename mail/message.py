"""The letter as it goes out: MIME bytes, made once and never changed (RFC 5322).

The same Message-ID, Date and bytes on every try are what lets a receiver drop a second copy.
"""

import re
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry
from email.message import EmailMessage
from email.policy import EmailPolicy
from functools import lru_cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from domain.enums import Correspondent
from domain.letter.letter import Letter
from mail.calendar_part import calendar_part
from mail.facts import Recipient, Sender
from mail.templates import LetterText

_LONGEST_NAME = 75  # Microsoft refuses longer ones, and those with these characters in them


class _Headers(HeaderRegistry):
    """Parses each text once: most headers are the same in every letter, and a header never changes."""

    @lru_cache(100)  # noqa: B019
    def __getitem__(self, name: str) -> type[BaseHeader]:
        return super().__getitem__(name)

    def __call__(self, name: str, value: Any) -> BaseHeader:
        return self._parsed(name, value) if type(value) is str else super().__call__(name, value)

    @lru_cache(1000)  # noqa: B019
    def _parsed(self, name: str, value: str) -> BaseHeader:
        return super().__call__(name, value)


class _Policy(EmailPolicy):
    """Folds each text once, and begins every header on its first line: a word that is too long for it would
    leave it empty, and some readers then show no subject (RFC 5322, 2.2.3 and 4.2)."""

    @lru_cache(1000)  # noqa: B019
    def fold_binary(self, name: str, value: Any) -> bytes:
        return _EMPTY_FIRST_LINE.sub(rb"\1: ", super().fold_binary(name, value))


_EMPTY_FIRST_LINE = re.compile(rb"\A([^:\s]+):[ \t]*\r\n[ \t]+")
POLICY = _Policy(linesep="\r\n", cte_type="7bit", header_factory=_Headers())
"""Every relay takes it as it is; one that had to re-encode would change the frozen bytes (RFC 6152)."""
_NOT_IN_NAMES = str.maketrans("", "", '@:,"<>;\\')


def message_id(key: str, sender: Sender) -> str:
    """The same for the same business key of one store, whoever makes it and whenever."""
    return f"<{uuid5(NAMESPACE_URL, f'tandem:{sender.store}:{key}')}@{sender.domain}>"


def mime_of(
    letter: Letter, words: LetterText, to: Recipient, sender: Sender, key: str, written: datetime
) -> bytes:
    """The bytes of this letter; raises ValueError if an address or subject cannot be a header."""
    message = EmailMessage(policy=POLICY)
    facts = to.facts
    message["From"] = address_of(facts.programme, sender.address)
    message["To"] = address_of(to.name, to.email)
    message["Reply-To"] = _answers_to(letter, to)
    message["Subject"] = words.subject
    message["Date"] = written
    message["Message-ID"] = message_id(key, sender)
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "OOF, AutoReply"
    message.set_content(words.text)
    message.add_alternative(words.html, subtype="html")
    if letter.calendar:
        text, method = calendar_part(letter, to, sender, written)
        message.add_alternative(text, subtype="calendar", params={"method": method.value})
    return message.as_bytes()


def _answers_to(letter: Letter, to: Recipient) -> str:
    """The coordinator; not of a concern, of which nobody else is to hear who answers it or quotes it."""
    if letter.role is Correspondent.CONCERNS:
        return address_of(to.name, to.email)
    return address_of(to.facts.contact_name, to.facts.contact_email)


@lru_cache(1000)
def address_of(name: str, email: str) -> str:
    """This person as a header names them."""
    clean = " ".join(name.translate(_NOT_IN_NAMES).split())[:_LONGEST_NAME]
    return str(Address(display_name=clean, addr_spec=email))
