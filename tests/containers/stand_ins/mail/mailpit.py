"""A mail server that keeps letters as Mailpit does, and lists them at the same address."""

import json
import os
import sqlite3
import threading
from contextlib import closing
from email.parser import BytesHeaderParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

_FILE = os.environ["MP_DATABASE"]
_MOST = int(os.environ.get("MP_MAX_MESSAGES", "500"))
_ONE_AT_A_TIME = threading.Lock()


def _ask(question: str, *values: object) -> list[tuple[str]]:
    with _ONE_AT_A_TIME, closing(sqlite3.connect(_FILE)) as store, store:
        return store.execute(question, values).fetchall()


class _Keep:
    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        _ask("INSERT INTO letter VALUES (?)", str(BytesHeaderParser().parsebytes(content)["Message-ID"]))
        if _MOST:
            _ask("DELETE FROM letter WHERE rowid <= (SELECT max(rowid) FROM letter) - ?", _MOST)
        return "250 Ok"


class _Listing(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = urlsplit(self.path).path == "/api/v1/messages"
        self.send_response(200 if found else 404)
        self.end_headers()
        if found:
            ids = [{"MessageID": id_.strip("<>")} for (id_,) in _ask("SELECT * FROM letter")]
            self.wfile.write(json.dumps({"messages": ids}).encode())


_ask("CREATE TABLE IF NOT EXISTS letter (id)")
Controller(_Keep(), hostname="0.0.0.0", port=1025, enable_SMTPUTF8=True).start()
ThreadingHTTPServer(("0.0.0.0", 8025), _Listing).serve_forever()
