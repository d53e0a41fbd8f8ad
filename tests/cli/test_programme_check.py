"""What `tandem programme check` remarks on, though it is not wrong."""

from pathlib import Path

import pytest

from cli.main import run
from tests.living import BRISTOL

pytestmark = pytest.mark.unit


def test_a_gathering_on_a_saturday_is_remarked_on_and_allowed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = BRISTOL.read_text("utf-8")
    assert "2021-06-30" in text
    file = tmp_path / "mine.toml"
    file.write_text(text.replace("2021-06-30", "2021-07-03"), encoding="utf-8")

    code = run(["programme", "check", str(file)])

    said = capsys.readouterr().out
    assert code == 0
    assert "gatherings.induction: Sat 3 Jul 2021: that is a Saturday. It may be meant so." in said
    assert "mine.toml is right" in said
