"""docs/operations/backup-and-restore.md tells of every kind of drift, and what mends it."""

from reconciliation.kinds import DriftKind
from reconciliation.sentences import REMEDY
from tests.docs.pages import sections, table, text_of


def test_every_kind_of_drift_is_told() -> None:
    told = table(sections(text_of("docs/operations/backup-and-restore.md"))["What it may find"])

    assert told.keys() == set(DriftKind)
    left = {kind for kind, cells in told.items() if cells[2].startswith("nothing")}
    assert left - {"cohort_unknown"} == set(DriftKind) - REMEDY.keys()
