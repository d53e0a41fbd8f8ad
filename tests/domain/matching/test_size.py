"""A programme of four thousand people, in a process of its own so that its memory can be told."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
PROGRAM = "from tests.domain.matching.sized import main; main({people}, {mentor}, {mentee})"


@pytest.mark.parametrize(
    ("people", "mentor", "mentee", "pairs"), [(2000, 1, 1, 1900), (500, 2, 1, 490), (500, 2, 2, 500)]
)
def test_a_large_programme_is_matched_soon_and_in_little_memory(
    people: int, mentor: int, mentee: int, pairs: int
) -> None:
    program = PROGRAM.format(people=people, mentor=mentor, mentee=mentee)
    out = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, check=True)
    told = json.loads(out.stdout)
    print(told)  # noqa: T201 (seen with pytest -s)
    assert told["pairs"] >= pairs
    assert told["seconds"] < 30
    assert told["megabytes"] < 2048
