"""Lives that earlier versions have kept whole in the store must be understood by today's: from them a life
is begun again whose workflow was lost."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.life import LifeKind
from reconciliation.beginning import WAYS
from storage.lives import LIVES

_KEPT = sorted((Path(__file__).parent / "lives").glob("*.json"))


@pytest.mark.parametrize("file", _KEPT, ids=lambda file: file.stem)
def test_a_life_that_was_kept_whole_can_go_on(file: Path) -> None:
    kind = next(kind for kind in LifeKind if file.stem.endswith(f"-{kind}"))

    life = LIVES[kind].model_validate_json(file.read_text("utf-8"))

    assert WAYS[kind].again("spring", life)
    assert WAYS[kind].stands(life, datetime.now(UTC)).stage


def test_there_is_one_of_each_kind() -> None:
    assert {file.stem.rpartition("-")[2] for file in _KEPT} == set(LifeKind)
