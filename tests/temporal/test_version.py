"""Which Tandem this is."""

from importlib.metadata import version

import pytest

from temporal.version import this_version

pytestmark = pytest.mark.unit


def test_two_builds_of_one_release_can_be_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TANDEM_REVISION", "abc1234def5678")
    assert this_version() == f"{version('tandem')}+abc1234"


@pytest.mark.parametrize("revision", [None, ""])
def test_a_tandem_that_was_not_told_its_commit_says_its_release(
    monkeypatch: pytest.MonkeyPatch, revision: str | None
) -> None:
    monkeypatch.delenv("TANDEM_REVISION", raising=False)
    if revision is not None:
        monkeypatch.setenv("TANDEM_REVISION", revision)
    assert this_version() == version("tandem")
