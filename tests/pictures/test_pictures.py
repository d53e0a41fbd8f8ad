"""`make pictures` takes every picture that the docs show."""

from pathlib import Path

import pytest

from tests.docs.pages import DOCS
from tests.pictures.__main__ import take

pytestmark = pytest.mark.slow


def _pictures(docs: Path) -> set[str]:
    return {str(picture.relative_to(docs)) for picture in docs.rglob("*.png")}


async def test_every_picture_in_the_docs_can_be_taken_anew(tmp_path: Path) -> None:
    await take(tmp_path)

    assert _pictures(tmp_path) == _pictures(DOCS)
