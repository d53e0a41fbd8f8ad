"""The draft of a migration, made as CONTRIBUTING.md tells."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, blocks, sections, text_of

pytestmark = pytest.mark.docs


def test_a_draft_is_made_as_the_page_tells_and_of_unchanged_tables_it_is_empty(tmp_path: Path) -> None:
    (drafting,) = blocks(sections(text_of("CONTRIBUTING.md"))["Making a migration"], "python")
    shutil.copytree(ROOT / "storage", tmp_path / "storage", ignore=shutil.ignore_patterns("__pycache__"))
    beside = os.environ | {"PYTHONPATH": str(ROOT)}

    subprocess.run([sys.executable, "-c", drafting], cwd=tmp_path, env=beside, check=True, timeout=60)

    (draft,) = (tmp_path / "storage" / "migrations" / "versions").glob("0002_*.py")
    assert "op." not in draft.read_text()
