"""A Temporal server as an institution guards it: behind TLS, and only for who shows a certificate."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import trustme

from tests.world import eventually

_HUFFMAN = {
    " ": "010100",
    "B": "1011101",
    "a": "00011",
    "e": "00101",
    "k": "1110101",
    "r": "101100",
    "y": "1111010",
}
"""RFC 7541, appendix B."""


@dataclass
class Guard:
    """Ends TLS in front of a server, and sees what goes to it."""

    behind: int
    authority: trustme.CA = field(default_factory=trustme.CA)
    seen: bytearray = field(default_factory=bytearray)
    address: str = ""

    async def let_in(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self.behind)
        await asyncio.gather(self._pass(reader, to_server, self.seen), self._pass(from_server, writer))

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, seen: bytearray | None = None
    ) -> None:
        with closing(writer):
            while data := await reader.read(65_536):
                if seen is not None:
                    seen += data
                writer.write(data)

    async def sees(self, header: str) -> None:
        """Wait for this header's value, as HTTP/2 packs it."""
        bits = "".join(_HUFFMAN[letter] for letter in header)
        bits += "1" * (-len(bits) % 8)
        await eventually(lambda: int(bits, 2).to_bytes(len(bits) // 8) in self.seen)

    def ca(self, folder: Path) -> Path:
        """A file with the authority that vouches for the server."""
        file = folder / "ca.pem"
        self.authority.cert_pem.write_to_path(file)
        return file

    def certificate(self, folder: Path, *, of: trustme.CA | None = None, days: int = 1) -> tuple[Path, Path]:
        """Files with a certificate for us and its key, good for so many days."""
        made = (of or self.authority).issue_cert("tandem", not_after=datetime.now(UTC) + timedelta(days=days))
        certificate, key = folder / "tandem.pem", folder / "tandem.key"
        made.cert_chain_pems[0].write_to_path(certificate)
        made.private_key_pem.write_to_path(key)
        return certificate, key


@asynccontextmanager
async def guard(behind: int, *, asks: bool = True, days: int = 1) -> AsyncIterator[Guard]:
    """One in front of the server at that port, for as long as the context lasts; `asks` who comes for a
    certificate, and shows one that is good for so many days."""
    made = Guard(behind)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    until = datetime.now(UTC) + timedelta(days=days)
    made.authority.issue_cert("localhost", not_after=until).configure_cert(context)
    made.authority.configure_trust(context)
    context.set_alpn_protocols(["h2"])
    context.verify_mode = ssl.CERT_REQUIRED if asks else ssl.CERT_NONE
    server = await asyncio.start_server(made.let_in, "127.0.0.1", 0, ssl=context)
    made.address = f"localhost:{server.sockets[0].getsockname()[1]}"
    with closing(server):
        yield made
