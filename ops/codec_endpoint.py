"""What the Web UI asks to decrypt payloads, on this machine alone: Temporal's protocol of a codec server.

It answers the Web UI's pages, `temporal --codec-endpoint`, and nobody else: another page in the same browser
is told by its origin, and one whose name was pointed at this machine by the host it asks for. It never
encrypts.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from google.protobuf.json_format import MessageToJson, Parse, ParseError
from temporalio.api.common.v1 import Payloads

from domain.errors import BadInput, Refused
from temporal.codec import EncryptingCodec

_LOOPBACK = "127.0.0.1"
_LONGEST = 64 * 1024 * 1024
"""Bytes; a page of the Web UI's history is far less."""


@contextmanager
def codec_endpoint(codec: EncryptingCodec, port: int, origin: str) -> Iterator[ThreadingHTTPServer]:
    """The endpoint, not yet serving, for as long as the context lasts. `origin`: of the Web UI, as
    `https://temporal.university.example`. Raises Refused if the port is taken."""

    class Handler(_Handler):
        pass

    Handler.codec, Handler.origin = codec, origin
    try:
        server = ThreadingHTTPServer((_LOOPBACK, port), Handler)
    except OSError:
        raise Refused(f"Port {port} is taken; choose another with TANDEM_CODEC_PORT.") from None
    with server:
        yield server


class _Handler(BaseHTTPRequestHandler):
    codec: EncryptingCodec
    origin: str
    protocol_version = "HTTP/1.1"
    server_version = "tandem"
    sys_version = ""

    def do_OPTIONS(self) -> None:
        """A browser asks before it sends anything across origins."""
        self._answer(204 if self._is_let_in() else 403)

    def do_POST(self) -> None:
        told = self.headers.get("Content-Length", "")
        if not re.fullmatch(r"[0-9]{1,9}", told) or int(told) > _LONGEST:
            self.close_connection = True
            self._answer(413 if told.isdigit() else 411)
            return
        body = self.rfile.read(int(told))
        if not self._is_let_in():
            self._answer(403)
        elif urlsplit(self.path).path != "/decode":
            self._answer(404)
        else:
            self._answer(*self._decoded(body))

    def log_request(self, *_: object) -> None:
        """Nothing: nobody reads it."""

    def _is_let_in(self) -> bool:
        port = self.connection.getsockname()[1]
        hosts = (f"{_LOOPBACK}:{port}", f"localhost:{port}")
        return self.headers.get("Host") in hosts and self.headers.get("Origin", self.origin) == self.origin

    def _decoded(self, body: bytes) -> tuple[int, str]:
        try:
            found = [self.codec.decrypted(payload) for payload in Parse(body, Payloads()).payloads]
        except (ParseError, UnicodeDecodeError):
            return 400, "These are no payloads."
        except BadInput as problem:
            return 400, str(problem)
        return 200, MessageToJson(Payloads(payloads=found))

    def _answer(self, status: int, body: str = "") -> None:
        said = body.encode()
        self.send_response(status)
        self.send_header("Access-Control-Allow-Origin", self.origin)
        self.send_header("Vary", "Origin")
        self.send_header("Access-Control-Allow-Methods", "POST")
        self.send_header("Access-Control-Allow-Headers", "authorization,content-type,x-namespace")
        self.send_header("Access-Control-Allow-Private-Network", "true")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Type", "application/json" if status == 200 else "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)
