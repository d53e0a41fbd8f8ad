"""The real Web UI of an embedded server whose payloads are encrypted, in a real browser."""

import asyncio
import base64
import logging
import re
import subprocess
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.async_api import expect

from ops.codec_endpoint import codec_endpoint
from ops.local.catcher import mail_catcher
from ops.local.server import temporal_binary, temporal_server
from ops.logging import configure_logging
from settings import Settings
from storage.database import Database
from temporal.codec import codec_of
from tests.conftest import settings_in
from tests.pictures.browser import chromium, looking
from tests.ports import free_ports
from tests.world import World
from worker import working

pytestmark = pytest.mark.slow


@pytest.fixture
async def encrypted(tmp_path: Path) -> AsyncIterator[World]:
    """A Tandem of its own, with a key ring."""
    configure_logging("text", level=logging.ERROR)
    keys = tmp_path / "codec-keys"
    keys.write_text(f"2027 {43 * 'A'}=")
    (port,) = free_ports(1)
    settings = settings_in(tmp_path / "home").model_copy(update={"codec_keys_file": keys, "codec_port": port})
    store = Database(settings.store_url)
    async with temporal_server(settings) as client, mail_catcher(settings):
        store.upgrade()
        async with working(client, store, settings):
            yield World(settings, client, store)
    store.close()


@contextmanager
def _decrypting(settings: Settings) -> Iterator[None]:
    ring = codec_of(settings)
    assert ring
    with codec_endpoint(ring, settings.codec_port, settings.ui_address) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield
        server.shutdown()
        thread.join()


async def test_the_web_ui_shows_how_a_pairing_stands_to_who_has_the_key_and_to_nobody_else(
    encrypted: World,
) -> None:
    assert chromium(), "There is no Chromium on this machine; .ci/run installs it."
    pairing = await encrypted.begin()
    handle = encrypted.pairings.handle(pairing)
    run = (await handle.describe()).run_id

    async with looking(encrypted.settings.ui_port) as look:
        await look.open(f"workflows/{handle.id}/{run}/user-metadata", shows="Current Details")
        await expect(look.page.get_by_text("Waits for")).to_have_count(0)
    with _decrypting(encrypted.settings):
        async with looking(encrypted.settings.ui_port) as look:
            text = await look.at_details(handle, says="Waits for")
            assert "What a coordinator can do" in text or "What to do" in text


async def test_the_temporal_command_shows_a_history_by_the_same_endpoint(encrypted: World) -> None:
    pairing = await encrypted.begin()
    shown = await asyncio.to_thread(_shown, encrypted.settings, pairing)
    with _decrypting(encrypted.settings):
        decrypted = await asyncio.to_thread(_shown, encrypted.settings, pairing)
    assert "arrangement" not in shown
    assert "arrangement" in decrypted


def _shown(settings: Settings, pairing: str) -> str:
    endpoint = f"http://127.0.0.1:{settings.codec_port}"
    asked = ["workflow", "show", "--workflow-id", f"pairing-{pairing}", "--output", "json"]
    where = ["--address", settings.embedded_address, "--codec-endpoint", endpoint]
    command = [temporal_binary(), *asked, *where]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    found = (base64.b64decode(data) for data in re.findall(r'"data": "([^"]*)"', done.stdout))
    return done.stdout + b"".join(found).decode("latin-1")
