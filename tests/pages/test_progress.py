"""Where things stand is said on a reader's page wherever they stand."""

import pytest

from domain.enums import ApplicationStage, Stage
from pages.progress import _APPLICATION, _PAIRING

pytestmark = pytest.mark.unit


def test_every_stage_has_its_sentence() -> None:
    assert _PAIRING.keys() == set(Stage)
    assert _APPLICATION.keys() == set(ApplicationStage)
