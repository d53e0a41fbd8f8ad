"""What was released is not changed any more, and one version is told everywhere."""

import asyncio
import re
import tomllib

import pytest

from tests.released import HISTORIES, ROOT, digest, released
from tests.replay.corpus import is_released, recorded
from tests.replay.record import record

pytestmark = pytest.mark.docs

_VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
_OF_TANDEM = re.compile(
    r"(?:tandem[: ]|VERSION=|newTag: |build-id |`|^)(\d+\.\d+\.\d+)(?=[-+,\s`}]|$)", re.MULTILINE
)
_TELLING = (
    *("README.md", "docs/operations/deploying.md", "docs/operations/watching.md", "temporal/version.py"),
    *("deploy/README.md", "deploy/Dockerfile", "deploy/.env.example", "deploy/compose.yaml"),
    *("deploy/kubernetes/base/kustomization.yaml", "deploy/kubernetes/overlays/example/kustomization.yaml"),
)


def test_nothing_that_was_released_has_changed() -> None:
    frozen = released()

    assert {file: digest(file) for file in frozen if file.exists()} == frozen


def test_the_first_release_froze_its_histories_and_its_migration() -> None:
    frozen = {file.relative_to(ROOT).as_posix() for file in released()}

    assert "storage/migrations/versions/0001_first_tables.py" in frozen
    assert len([name for name in frozen if (ROOT / name).parent == HISTORIES]) == 79


def test_a_history_that_was_released_is_not_recorded_anew() -> None:
    released_one = next(name for name in recorded() if is_released(name))

    with pytest.raises(SystemExit, match=released_one):
        asyncio.run(record([released_one]))


@pytest.mark.parametrize("name", _TELLING)
def test_each_file_that_tells_the_version_tells_the_packages(name: str) -> None:
    assert set(_OF_TANDEM.findall((ROOT / name).read_text())) == {_VERSION}


def test_the_changelog_begins_with_what_is_released() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)

    assert _VERSION in headings[:2]
