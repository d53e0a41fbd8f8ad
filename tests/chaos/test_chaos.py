"""Two minutes of the lab; `make chaos` is the whole of it."""

import os
import random
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.chaos.plan import SHARE
from tests.chaos.run import play
from tests.chaos.telling import blames, line

_RECOVERED_WITHIN = 10
"""Seconds: on whatever machine CI has. `make chaos` asks for three."""


@pytest.mark.chaos
async def test_nothing_that_was_answered_is_lost_whatever_breaks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    seed = int(os.environ.get("SEED") or random.SystemRandom().randrange(1_000_000))
    # Not pytest's folder: as root, PostgreSQL runs as somebody else, who may not enter that one.
    with TemporaryDirectory(prefix="tandem-chaos-", ignore_cleanup_errors=True) as folder:
        run, verdict = await play(Path(folder), seed, SHARE, _RECOVERED_WITHIN)

    told = line(run, verdict, seed)
    with capsys.disabled():
        sys.stdout.write(f"\n{told}\n")
    assert verdict.is_good, "\n".join((*blames(verdict), told))
