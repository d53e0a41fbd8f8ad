"""The embedded mail catcher: a real SMTP server that keeps each letter as a file and sends none on."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email.parser import BytesHeaderParser
from email.policy import default
from hashlib import sha256
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from settings import Settings

_MOST_BYTES = 20_000_000
_HEADERS = BytesHeaderParser(policy=default)


class _Keep:
    """Keeps each letter it is given in a file of its own.

    A copy that is the same to the byte is taken and dropped, as Exchange does with one of the same
    Message-ID and Date: that is the receiver which the outbox's frozen letters are made for.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        files = list(folder.glob("*.eml"))
        self._kept = {_digest(file.read_bytes()) for file in files}
        self._number = max((int(file.name[:5]) for file in files if file.name[:5].isdigit()), default=0)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        if _digest(content) in self._kept:
            return "250 kept already"
        subject = str(_HEADERS.parsebytes(content)["Subject"] or "")
        number = self._number + 1
        name = f"{number:05}-{re.sub(r'[^a-z0-9]+', '-', subject.lower()).strip('-')[:60]}.eml"
        partial = self._folder / f".{name}"
        try:
            partial.write_bytes(content)
            partial.rename(self._folder / name)
        except OSError as problem:
            partial.unlink(missing_ok=True)
            return f"452 4.3.1 not kept: {problem.strerror}"  # it comes again; by a 5xx it would be lost
        self._kept.add(_digest(content))
        self._number = number
        return f"250 kept as {name}"


def _digest(content: bytes) -> bytes:
    return sha256(content).digest()


@asynccontextmanager
async def mail_catcher(settings: Settings) -> AsyncIterator[None]:
    """The catcher, listening for as long as the context lasts."""
    settings.letters_folder.mkdir(parents=True, exist_ok=True)
    keep = _Keep(settings.letters_folder)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(keep, loop=loop, data_size_limit=_MOST_BYTES, enable_SMTPUTF8=True),
        host="127.0.0.1",
        port=settings.smtp_port,
    )
    try:
        yield
    finally:
        server.close()
