"""Files, modules and names that the pages mention are there."""

import re
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name

import pytest

from tests.docs.pages import ROOT, named, pages, prose
from tests.test_rooms import MAY_ASK

pytestmark = pytest.mark.docs

_ROOMS = "|".join([*MAY_ASK, "tests"])
_PATH = re.compile(rf"`((?:{_ROOMS}|deploy|programmes)/[\w./-]*)`")
_NAME = re.compile(rf"`(?:python -m )?((?:{_ROOMS})(?:\.(?!(?:alive|db|html|log|py|toml)`)\w+)+)`")


def _missing(page: Path) -> Iterator[str]:
    text = prose(page.read_text("utf-8"))
    for path in _PATH.findall(text):
        if not (ROOT / path).exists() and not (page.parent / path).exists():
            yield path
    yield from (name for name in _NAME.findall(text) if not _resolves(name))


def _resolves(name: str) -> bool:
    try:
        resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


def test_every_file_and_name_of_the_tree_that_a_page_mentions_exists() -> None:
    secrets = {"deploy/secrets", "deploy/secrets/smtp-password", "deploy/secrets/erasures-key"}
    made_by_hand = {"deploy/.env", "deploy/digests.yaml", *secrets}

    missing = {(named(page), name) for page in pages() for name in _missing(page)}

    assert {(page, name) for page, name in missing if name not in made_by_hand} == set()
