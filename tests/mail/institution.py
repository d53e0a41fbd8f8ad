"""A mail server and a token server as an institution runs them: encrypted, and only for who signs in."""

import json
import ssl
import threading
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from pydantic import SecretStr

from mail.smtp import Encryption, Smtp
from mail.smtp_auth import SignIn
from mail.tokens import Tokens
from tests.ports import free_ports

USER, PASSWORD = "tandem@uni.example", "schön & geheim"


class Guarded:
    """What a mail server of an institution keeps, and whom it lets in."""

    def __init__(self, good_tokens: Sequence[str] = ()) -> None:
        self.letters: list[bytes] = []
        self.presented: list[str] = []
        """Every token that somebody tried to come in with."""
        self._good_tokens = good_tokens
        self._peers: set[object] = set()

    @property
    def connections(self) -> int:
        """How many have brought a letter."""
        return len(self._peers)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self._peers.add(session.peer)
        self.letters.append(envelope.content)
        return "250 kept"

    async def auth_XOAUTH2(self, server: SMTP, arguments: list[str]) -> AuthResult:  # noqa: N802
        user, bearer, *_ = b64decode(arguments[1]).decode().split("\x01")
        token = bearer.removeprefix("auth=Bearer ")
        self.presented.append(token)
        if user == f"user={USER}" and token in self._good_tokens:
            return AuthResult(success=True)
        await server.push("334 " + b64encode(b'{"status":"401"}').decode())
        await server._reader.readline()
        return AuthResult(success=False, handled=False)


class MailServer:
    """Where it listens, and who vouches for it."""

    def __init__(self, guarded: Guarded, authority: trustme.CA, port: int, from_the_start: bool) -> None:
        self.guarded = guarded
        self._authority = authority
        self._port = port
        self._from_the_start = from_the_start
        self._callers: list[Smtp] = []

    def smtp(self, sign_in: SignIn | None = None, trusting: trustme.CA | None = None) -> Smtp:
        """Tandem's own way of speaking to this server."""
        context = ssl.create_default_context()
        (trusting or self._authority).configure_trust(context)
        encryption = Encryption(context, self._from_the_start)
        self._callers.append(Smtp("127.0.0.1", self._port, USER, 5, 5, encryption, sign_in))
        return self._callers[-1]

    def close(self) -> None:
        for caller in self._callers:
            caller.close()


@contextmanager
def mail_server(
    *,
    from_the_start: bool = False,
    name: str = "127.0.0.1",
    good_tokens: Sequence[str] = (),
    unknown_ways: Sequence[str] = (),
) -> Iterator[MailServer]:
    """A real server whose certificate is for `name`; `unknown_ways` are those of signing in that it
    does not offer."""
    guarded, authority = Guarded(good_tokens), trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    (port,) = free_ports(1)
    tls = {"ssl_context": context} if from_the_start else {"tls_context": context, "require_starttls": True}
    controller = Controller(
        guarded,
        hostname="127.0.0.1",
        port=port,
        authenticator=_knows,
        auth_required=True,
        auth_require_tls=not from_the_start,
        auth_exclude_mechanism=unknown_ways,
        **tls,
    )
    controller.start()
    server = MailServer(guarded, authority, port, from_the_start)
    try:
        yield server
    finally:
        server.close()
        controller.stop()


def _knows(server: SMTP, session: Session, envelope: Envelope, way: str, told: LoginPassword) -> AuthResult:
    known = (told.login, told.password) == (USER.encode(), PASSWORD.encode())
    return AuthResult(success=known, handled=False)


@contextmanager
def token_server(*answers: tuple[int, Any]) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Gives these answers in turn, the last for ever; its URL, and the forms it was sent."""
    forms: list[dict[str, str]] = []
    left = list(answers)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            forms.append({key: values[0] for key, values in parse_qs(body).items()})
            code, answer = left.pop(0) if len(left) > 1 else left[0]
            self.send_response(code)
            self.end_headers()
            self.wfile.write(answer.encode() if isinstance(answer, str) else json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/token", forms
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def tokens(url: str) -> Tokens:
    return Tokens(url, "tandem", SecretStr("canary-secret"), "send")
