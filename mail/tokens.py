"""Access tokens from an OAuth 2.0 server by the client-credentials flow (RFC 6749, 4.4)."""

import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from pydantic import SecretStr

from domain.errors import TandemError

_MARGIN = 60.0
"""Seconds before its end from which a token is not used any more."""
_IF_NOT_TOLD = 300
"""Seconds that a token is good for if the server does not say (RFC 6749, 5.1 recommends that it does)."""
_TIMEOUT = 30.0
_MOST_BYTES = 100_000


class NoToken(TandemError):
    """The token server gives none; the sentence says which and why."""


@dataclass
class Tokens:
    """The tokens of one client, each kept until a minute before it expires. Threads may share it."""

    url: str
    client_id: str
    client_secret: SecretStr
    scope: str
    _token: SecretStr | None = field(default=None, init=False, repr=False)
    _good_until: float = field(default=0, init=False, repr=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def current(self) -> tuple[SecretStr, bool]:
        """A token, and whether it is new. Raises NoToken."""
        with self._lock:
            if self._token and time.monotonic() < self._good_until:
                return self._token, False
            told = self._ask()
            self._token = SecretStr(str(told["access_token"]))
            self._good_until = time.monotonic() + _seconds(told) - _MARGIN
            return self._token, True

    def drop(self, token: SecretStr) -> None:
        """Use this one no more. Another that has taken its place meanwhile stays."""
        with self._lock:
            if self._token == token:
                self._token = None

    def _ask(self) -> dict[str, Any]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self.client_id,
            "client_secret": self.client_secret.get_secret_value(),
            **({"scope": self.scope} if self.scope else {}),
        }
        # The settings let through https alone, and plain http to this machine.
        request = urllib.request.Request(self.url, urllib.parse.urlencode(form).encode())  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=_TIMEOUT) as reply:  # noqa: S310
                told = json.loads(reply.read(_MOST_BYTES))
        except urllib.error.HTTPError as problem:
            raise self._none(self._why(problem)) from None
        except (OSError, ValueError, http.client.HTTPException) as problem:
            raise self._none(str(problem)) from None
        if not isinstance(told, dict) or "access_token" not in told:
            raise self._none("its answer holds no token")
        return told

    def _why(self, problem: urllib.error.HTTPError) -> str:
        """In the server's own words, if it has any (RFC 6749, 5.2)."""
        try:
            told = json.loads(problem.read(_MOST_BYTES))
            words = f"{told['error']} {told.get('error_description', '')}".strip()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            words = str(problem.reason)
        return f"{problem.code} {words}".replace(self.client_secret.get_secret_value(), "***")[:300]

    def _none(self, why: str) -> NoToken:
        return NoToken(f"{self.url} gives no token to sign in with: {why}")


def _seconds(told: dict[str, Any]) -> float:
    try:
        return float(told.get("expires_in", _IF_NOT_TOLD))
    except (TypeError, ValueError):
        return _IF_NOT_TOLD
