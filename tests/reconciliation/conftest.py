"""Looking for drift without the patience that a busy institution needs."""

from datetime import timedelta

import pytest

import reconciliation.drift
import reconciliation.lives
import reconciliation.mornings
import reconciliation.untold


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciliation.drift, "_A_MOMENT", 0.05)
    for room in (reconciliation.lives, reconciliation.mornings, reconciliation.untold):
        monkeypatch.setattr(room, "SOON", timedelta())
