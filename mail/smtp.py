"""Handing a letter to a mail server, step by step, so that it is known how far it got (RFC 5321).

Only between DATA and the server's answer to it can a letter's fate be unknown; every failure before
that is a plain "not yet". One recipient a transaction: with several, some could be refused.
"""

import re
import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field

from mail.connections import Connection, Connections
from mail.results import Accepted, Deferred, DeliveryResult, Rejected, ServerUnavailable, Unknown
from mail.smtp_auth import SignIn
from mail.smtp_replies import is_final, is_positive, not_let_in, said, turned_down
from mail.tokens import NoToken

_LEADING_DOT = re.compile(rb"(?m)^\.")
_BROKEN = (OSError, smtplib.SMTPException, NoToken)
_RESET_SECONDS = 5
"""A connection that was kept and is slower than this to be ready again is given up."""


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
    connections: Connections = field(default_factory=Connections, repr=False, compare=False)

    def deliver(self, recipient: str, mime: bytes, before_data: Callable[[], None]) -> DeliveryResult:
        kept = self.connections.take()
        if kept:
            with self.connections.using(kept):
                refused = self._let_in(kept.server, self._reset, recipient)
                if not isinstance(refused, ServerUnavailable):
                    return _ended(kept, refused or self._letter(kept.server, mime, before_data))
        try:
            new = Connection(self._connected())
        except smtplib.SMTPConnectError as problem:
            return not_let_in(problem.smtp_code, problem.smtp_error)
        except _BROKEN as problem:
            return ServerUnavailable(self._broken(problem))
        with self.connections.using(new):
            refused = self._let_in(new.server, self._introduced, recipient)
            return _ended(new, refused or self._letter(new.server, mime, before_data))

    def close(self) -> None:
        """Say goodbye to the mail server."""
        self.connections.close()

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

    def _let_in(
        self, server: smtplib.SMTP, begin: Callable[[smtplib.SMTP], DeliveryResult | None], recipient: str
    ) -> DeliveryResult | None:
        """Up to the recipient. Only what the server says of that can be about this letter; whatever
        comes before it, and a line that breaks, is about the server or our account."""
        try:
            return begin(server) or self._envelope(server, recipient)
        except smtplib.SMTPResponseException as problem:
            return not_let_in(problem.smtp_code, problem.smtp_error)
        except _BROKEN as problem:
            return ServerUnavailable(self._broken(problem))

    def _reset(self, server: smtplib.SMTP) -> DeliveryResult | None:
        """Whatever was said before is over; and the server is still there."""
        _wait_at_most(server, min(self.timeout, _RESET_SECONDS))
        code, reply = server.rset()
        _wait_at_most(server, self.timeout)
        return None if is_positive(code) else not_let_in(code, reply)

    def _introduced(self, server: smtplib.SMTP) -> DeliveryResult | None:
        server.ehlo_or_helo_if_needed()
        if self.encryption and not self.encryption.from_the_start:
            if not server.has_extn("starttls"):
                return ServerUnavailable(
                    f"{self.host}:{self.port} does not offer STARTTLS, which the settings ask for"
                )
            server.starttls(context=self.encryption.context)
            server.ehlo_or_helo_if_needed()
        if self.sign_in is None:
            return None
        code, reply = self.sign_in(server)
        return None if is_positive(code) else not_let_in(code, reply)

    def _envelope(self, server: smtplib.SMTP, recipient: str) -> DeliveryResult | None:
        code, reply = server.mail(self.mail_from)
        if not is_positive(code):
            return not_let_in(code, reply)
        if not recipient.isascii():
            return Rejected("the address has letters in it that mail servers do not take")
        code, reply = server.rcpt(recipient)
        return None if is_positive(code) else turned_down(code, reply)

    def _letter(self, server: smtplib.SMTP, mime: bytes, before_data: Callable[[], None]) -> DeliveryResult:
        before_data()
        try:
            code, reply = server.docmd("DATA")
        except _BROKEN as problem:
            return ServerUnavailable(self._broken(problem))
        if code != 354:
            return turned_down(code, reply)
        try:
            _wait_at_most(server, self.data_timeout)
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


def _ended(connection: Connection, fate: DeliveryResult) -> DeliveryResult:
    """The connection is good for another letter if the server has spoken of this one alone."""
    is_busy = isinstance(fate, Deferred) and fate.busy
    connection.is_good = isinstance(fate, (Accepted, Rejected, Deferred)) and not is_busy
    return fate


def _wait_at_most(server: smtplib.SMTP, seconds: float) -> None:
    if server.sock:
        server.sock.settimeout(seconds)
