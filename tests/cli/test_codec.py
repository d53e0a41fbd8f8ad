"""`tandem codec` before it listens."""

from pathlib import Path

import pytest

from cli.main import run

pytestmark = pytest.mark.unit


def test_without_keys_there_is_nothing_to_decrypt(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["codec"]) == 1
    assert "TANDEM_CODEC_KEYS_FILE is not set" in capsys.readouterr().err


def test_keys_that_cannot_be_used_are_refused_and_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "codec-keys"
    file.write_text("2027 canary\n")
    monkeypatch.setenv("TANDEM_CODEC_KEYS_FILE", str(file))

    assert run(["codec"]) == 1
    said = capsys.readouterr().err
    assert "TANDEM_CODEC_KEYS_FILE: a line is no key" in said
    assert "canary" not in said
