"""Signing in to a mail server (RFC 4954), with a password or with a token (XOAUTH2).

Written out here because `smtplib` encodes what it sends in ASCII: a password with an umlaut would
fail with an error that shows it.
"""

import smtplib
from base64 import b64encode
from dataclasses import dataclass
from typing import Protocol

from pydantic import SecretStr

from mail.tokens import Tokens

AuthResponse = tuple[int, bytes]

_GO_ON = 334
_NOT_ACCEPTED = 535
_NO_COMMON_WAY = (504, b"the server offers no way of signing in that Tandem knows")


class SignIn(Protocol):
    def __call__(self, server: smtplib.SMTP) -> AuthResponse:
        """The server's last answer; 235 means that we are in. The line is encrypted, or local.

        Raises OSError or SMTPException if the line breaks, NoToken if there is no token to be had.
        """


@dataclass(frozen=True)
class Password:
    """PLAIN (RFC 4616), or LOGIN where the server offers only that, as Exchange Online does."""

    user: str
    password: SecretStr

    def __call__(self, server: smtplib.SMTP) -> AuthResponse:
        offered = server.esmtp_features.get("auth", "").upper().split()
        if "PLAIN" in offered:
            return server.docmd("AUTH", "PLAIN " + _coded(f"\0{self.user}\0{self._plain}"))
        return self._login(server) if "LOGIN" in offered else _NO_COMMON_WAY

    def _login(self, server: smtplib.SMTP) -> AuthResponse:
        answer = server.docmd("AUTH", "LOGIN")
        for word in (self.user, self._plain):
            if answer[0] != _GO_ON:
                return answer
            answer = server.docmd(_coded(word))
        return answer

    @property
    def _plain(self) -> str:
        return self.password.get_secret_value()


@dataclass(frozen=True)
class XOAuth2:
    """Google's and Microsoft's way: a bearer token instead of a password."""

    user: str
    tokens: Tokens

    def __call__(self, server: smtplib.SMTP) -> AuthResponse:
        """A token that was kept may have been taken back since: then a new one, once."""
        token, is_new = self.tokens.current()
        answer = self._present(server, token)
        if answer[0] == _NOT_ACCEPTED:
            self.tokens.drop(token)
            if not is_new:
                answer = self._present(server, self.tokens.current()[0])
        return answer

    def _present(self, server: smtplib.SMTP, token: SecretStr) -> AuthResponse:
        words = f"user={self.user}\x01auth=Bearer {token.get_secret_value()}\x01\x01"
        answer = server.docmd("AUTH", "XOAUTH2 " + _coded(words))
        # Some say first why not; the refusal follows once that has been acknowledged.
        return server.docmd("") if answer[0] == _GO_ON else answer


def _coded(text: str) -> str:
    return b64encode(text.encode()).decode()
