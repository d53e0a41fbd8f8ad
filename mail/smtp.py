"""Handing a letter to a mail server, step by step, so that it is known how far it got (RFC 5321).

Only between DATA and the server's answer to it can a letter's fate be unknown; every failure before
that is a plain "not yet". One recipient a transaction: with several, some could be refused.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from mail.answers import is_final, is_positive, not_let_in, said, turned_down
from mail.fates import Accepted, Fate, Refusal, Shut, Unknown
from mail.signing_in import SignIn
from mail.tokens import NoToken

_LEADING_DOT = re.compile(rb"(?m)^\.")
_BROKEN = (OSError, smtplib.SMTPException, NoToken)


@dataclass(frozen=True)
class Encryption:
    """TLS, always with the server's certificate looked at."""

    context: ssl.SSLContext
    from_the_start: bool
    """Else it is asked for in the conversation (STARTTLS, RFC 3207), and insisted on."""


@dataclass(frozen=True)
class Smtp:
    """A mail server, and how it is spoken to. Timeouts are in seconds."""

    host: str
    port: int
    mail_from: str
    timeout: float
    data_timeout: float
    encryption: Encryption | None = None
    sign_in: SignIn | None = None

    def deliver(self, recipient: str, mime: bytes, before_data: Callable[[], None]) -> Fate:
        try:
            server = self._connected()
        except smtplib.SMTPConnectError as problem:
            return not_let_in(problem.smtp_code, problem.smtp_error)
        except _BROKEN as problem:
            return Shut(self._broken(problem))
        try:
            return self._let_in(server, recipient) or self._letter(server, mime, before_data)
        finally:
            _hang_up(server)

    def _connected(self) -> smtplib.SMTP:
        if self.encryption and self.encryption.from_the_start:
            return smtplib.SMTP_SSL(
                self.host,
                self.port,
                local_hostname=self._domain,
                timeout=self.timeout,
                context=self.encryption.context,
            )
        return smtplib.SMTP(self.host, self.port, local_hostname=self._domain, timeout=self.timeout)

    def _let_in(self, server: smtplib.SMTP, recipient: str) -> Fate | None:
        """Up to the recipient. Only what the server says of that can be about this letter; whatever
        comes before it, and a line that breaks, is about the server or our account."""
        try:
            return self._introduced(server) or self._envelope(server, recipient)
        except smtplib.SMTPResponseException as problem:
            return not_let_in(problem.smtp_code, problem.smtp_error)
        except _BROKEN as problem:
            return Shut(self._broken(problem))

    def _introduced(self, server: smtplib.SMTP) -> Fate | None:
        server.ehlo_or_helo_if_needed()
        if self.encryption and not self.encryption.from_the_start:
            if not server.has_extn("starttls"):
                return Shut(f"{self.host}:{self.port} does not offer STARTTLS, which the settings ask for")
            server.starttls(context=self.encryption.context)
            server.ehlo_or_helo_if_needed()
        if self.sign_in is None:
            return None
        code, reply = self.sign_in(server)
        return None if is_positive(code) else not_let_in(code, reply)

    def _envelope(self, server: smtplib.SMTP, recipient: str) -> Fate | None:
        code, reply = server.mail(self.mail_from)
        if not is_positive(code):
            return not_let_in(code, reply)
        if not recipient.isascii():
            return Refusal("the address has letters in it that mail servers do not take")
        code, reply = server.rcpt(recipient)
        return None if is_positive(code) else turned_down(code, reply)

    def _letter(self, server: smtplib.SMTP, mime: bytes, before_data: Callable[[], None]) -> Fate:
        before_data()
        try:
            code, reply = server.docmd("DATA")
        except _BROKEN as problem:
            return Shut(self._broken(problem))
        if code != 354:
            return turned_down(code, reply)
        try:
            if server.sock:
                server.sock.settimeout(self.data_timeout)
            server.send(_LEADING_DOT.sub(b"..", mime) + b".\r\n")
            code, reply = server.getreply()
        except _BROKEN as problem:
            return Unknown(self._broken(problem))
        if is_positive(code):
            return Accepted(said(code, reply))
        # An answer that SMTP does not know says nothing about the letter's fate.
        return turned_down(code, reply) if is_final(code) else Unknown(said(code, reply))

    @property
    def _domain(self) -> str:
        """What we call ourselves; asking the resolver for it could take seconds."""
        return self.mail_from.rpartition("@")[2]

    def _broken(self, problem: Exception) -> str:
        if isinstance(problem, NoToken):
            return str(problem)
        return f"{self.host}:{self.port}: {problem or type(problem).__name__}"


def _hang_up(server: smtplib.SMTP) -> None:
    """Say goodbye without caring for the answer: the letter's fate is known by now."""
    with suppress(OSError, smtplib.SMTPException):
        server.putcmd("QUIT")
    server.close()
