"""Cohorts to which people have applied."""

from pathlib import Path

import pytest

from tests.cli.applications.applied import open_cohort, write
from tests.cli.conftest import Tandem


@pytest.fixture
async def bucks(tandem: Tandem) -> str:
    """An open cohort in which leaders enter by invitation, after a workshop and with experience."""
    return await open_cohort(tandem, "bucks")


@pytest.fixture
async def invited(tandem: Tandem, bucks: str) -> str:
    """The same, with Lea invited as a leader."""
    done = await tandem("application", "invite", bucks, f"lea@{bucks}.example", "--name", "Lea")
    assert done.code == 0, done.err
    return bucks


@pytest.fixture
async def south_west(tandem: Tandem, tmp_path: Path) -> str:
    """An open cohort in which line managers must agree; Ada has applied, and one may come to an awareness
    session on one of three days."""
    key = await open_cohort(tandem, "south-west-2022")
    row = ("Ada", f"ada@{key}.example", "mentor", f"boss@{key}.example", "listening")
    file = write(tmp_path, [row], ("Name", "Email", "Role", "Manager email", "Goals"))
    done = await tandem("application", "import", key, file)
    assert done.code == 0, done.err
    return key
