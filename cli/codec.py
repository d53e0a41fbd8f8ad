"""`tandem codec`: what the Web UI needs to show payloads that are encrypted."""

from contextlib import suppress
from typing import Annotated

import typer

from cli.output import say
from domain.errors import BadInput
from ops.codec_endpoint import codec_endpoint
from settings import read_settings
from temporal.codec import SETTING, codec_of

app = typer.Typer()


@app.command("codec")
def codec(
    origin: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Where the Web UI is, such as https://temporal.university.example; else ours."
        ),
    ] = None,
) -> None:
    """Decrypt payloads for the Web UI in a browser on this machine, until Ctrl-C.

    It takes the key ring that TANDEM_CODEC_KEYS_FILE names. Write its address into the Web UI's settings of
    its codec server; the embedded one has it already.
    """
    settings = read_settings()
    ring = codec_of(settings)
    if ring is None:
        raise BadInput(f"{SETTING} is not set, so nothing is encrypted that could be decrypted.")
    page = (origin or settings.ui_address).rstrip("/")
    with codec_endpoint(ring, settings.codec_port, page) as server:
        say(f"Decrypts for {page} at http://127.0.0.1:{settings.codec_port}, until Ctrl-C.")
        with suppress(KeyboardInterrupt):
            server.serve_forever()
