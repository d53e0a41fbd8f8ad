"""Handing a letter to a mail server, step by step, so that it is known how far it got (RFC 5321).

Only between DATA and the server's answer to it can a letter's fate be unknown; every failure before
that is a plain "not yet". One recipient a transaction: with several, some could be refused.
"""

import re
import smtplib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol

from domain.errors import TandemError

_LEADING_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True)
class Accepted:
    reply: str


@dataclass(frozen=True)
class Refusal:
    """Never: the server will not take this letter, now or later."""

    reply: str


@dataclass(frozen=True)
class NotNow:
    """Nothing was handed over; it may be tried again."""

    reply: str


@dataclass(frozen=True)
class Unknown:
    """The letter was on the wire when the line broke: it may have arrived."""

    reply: str


Fate = Accepted | Refusal | NotNow | Unknown


class ClaimLostError(TandemError):
    """Another worker has taken over this delivery."""


class Transport(Protocol):
    def deliver(self, recipient: str, mime: bytes, before_data: Callable[[], None]) -> Fate:
        """Hand over this letter. Calls `before_data` when the next step is the letter itself;
        what that raises is raised on, with nothing handed over."""


@dataclass(frozen=True)
class Smtp:
    """A mail server that is spoken to in plain SMTP."""

    host: str
    port: int
    mail_from: str
    timeout: float
    data_timeout: float

    def deliver(self, recipient: str, mime: bytes, before_data: Callable[[], None]) -> Fate:
        try:
            server = smtplib.SMTP(self.host, self.port, local_hostname=self._domain, timeout=self.timeout)
        except (OSError, smtplib.SMTPException) as problem:
            return NotNow(self._broken(problem))
        try:
            return self._envelope(server, recipient) or self._letter(server, mime, before_data)
        finally:
            _hang_up(server)

    def _envelope(self, server: smtplib.SMTP, recipient: str) -> Fate | None:
        """Who writes to whom. A refusal of the sender is about our account, not about this letter,
        and so never final; only the recipient's can be."""
        try:
            server.ehlo_or_helo_if_needed()
            code, reply = server.mail(self.mail_from)
            if not _positive(code):
                return NotNow(_said(code, reply))
            code, reply = server.rcpt(recipient)
        except (OSError, smtplib.SMTPException) as problem:
            return NotNow(self._broken(problem))
        return None if _positive(code) else _turned_down(code, reply)

    def _letter(self, server: smtplib.SMTP, mime: bytes, before_data: Callable[[], None]) -> Fate:
        before_data()
        try:
            code, reply = server.docmd("DATA")
        except (OSError, smtplib.SMTPException) as problem:
            return NotNow(self._broken(problem))
        if code != 354:
            return _turned_down(code, reply)
        try:
            if server.sock:
                server.sock.settimeout(self.data_timeout)
            server.send(_LEADING_DOT.sub(b"..", mime) + b".\r\n")
            code, reply = server.getreply()
        except (OSError, smtplib.SMTPException) as problem:
            return Unknown(self._broken(problem))
        if _positive(code):
            return Accepted(_said(code, reply))
        # An answer that SMTP does not know says nothing about the letter's fate.
        return _turned_down(code, reply) if code // 100 in (4, 5) else Unknown(_said(code, reply))

    @property
    def _domain(self) -> str:
        """What we call ourselves; asking the resolver for it could take seconds."""
        return self.mail_from.rpartition("@")[2]

    def _broken(self, problem: Exception) -> str:
        return f"{self.host}:{self.port}: {problem or type(problem).__name__}"


def _hang_up(server: smtplib.SMTP) -> None:
    """Say goodbye without caring for the answer: the letter's fate is known by now."""
    with suppress(OSError, smtplib.SMTPException):
        server.putcmd("QUIT")
    server.close()


def _positive(code: int) -> bool:
    return code // 100 == 2


def _turned_down(code: int, reply: bytes | str) -> Fate:
    return Refusal(_said(code, reply)) if code // 100 == 5 else NotNow(_said(code, reply))


def _said(code: int, reply: bytes | str) -> str:
    text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
    return f"{code} {text}"[:500]
