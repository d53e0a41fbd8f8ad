"""Looking for drift without the patience that a busy institution needs."""

from datetime import timedelta

import pytest

import ops.reconcile.drift
import ops.reconcile.entities
import ops.reconcile.waiting


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ops.reconcile.drift, "_A_MOMENT", 0.05)
    for room in (ops.reconcile.entities, ops.reconcile.waiting):
        monkeypatch.setattr(room, "SOON", timedelta())
