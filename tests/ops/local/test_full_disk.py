"""On a full disk no letter is lost, and it is said why Tandem does not begin."""

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from domain.errors import Refused
from ops.local import catcher, server
from settings import Settings
from tests.ports import free_ports

pytestmark = pytest.mark.unit
_LETTER = b"Subject: You are introduced\r\n\r\nDear Ann"


async def test_a_letter_that_the_catcher_cannot_keep_is_asked_for_again_and_not_refused(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "letters"  # not there: a file in it cannot be written, as on a full disk
    keep = catcher._Keep(folder)

    assert await _taken(keep) == "452 4.3.1 not kept: No such file or directory"
    folder.mkdir()
    assert await _taken(keep) == "250 kept as 00001-you-are-introduced.eml"
    assert [file.name for file in folder.iterdir()] == ["00001-you-are-introduced.eml"]
    assert await _taken(keep) == "250 kept already"


async def _taken(keep: Any) -> str:
    nobody = cast(Any, SimpleNamespace())
    envelope = Envelope()
    envelope.content = _LETTER
    told: str = await keep.handle_DATA(cast(SMTP, nobody), cast(Session, nobody), envelope)
    return told


async def test_without_room_it_does_not_begin_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "_ROOM", sys.maxsize)
    (port, web_ui) = free_ports(2)
    settings = Settings(home=tmp_path, temporal_port=port, ui_port=web_ui)

    with pytest.raises(Refused, match="no room left on the disk of"):
        async with server.server_process(settings):
            pass
