"""Every asking of a service is written down before anybody sees its answer."""

import pytest

from domain.audit import AuditResult
from domain.errors import Refused, Unreachable
from services.auditing import list_entries, recorded
from services.context import Context
from storage import audit
from storage.audit import AuditFilter
from storage.database import Database
from tests.services.asking import storing

pytestmark = pytest.mark.store


def some_service(_: Context) -> None:
    """Whatever it does."""


@pytest.fixture
def kate(database: Database) -> Context:
    return storing(database, actor="kate")


def _results(context: Context) -> list[AuditResult]:
    return [entry.result for entry, _ in list_entries(context, AuditFilter(), most=10)]


def test_what_cannot_be_written_down_is_not_shown(kate: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: object) -> None:
        raise Unreachable("The store is away.")

    monkeypatch.setattr(audit, "append", away)

    with pytest.raises(Unreachable, match="The store is away"), recorded(kate, some_service, []) as recorder:
        recorder.of("an answer")
    assert _results(kate) == []


def test_a_refusal_and_a_mistake_are_written_down_and_go_on(kate: Context) -> None:
    for problem in (Refused("Not now."), Unreachable("No answer."), ZeroDivisionError()):
        with pytest.raises(type(problem)), recorded(kate, some_service, []):
            raise problem

    assert _results(kate) == [AuditResult.UNANSWERED, AuditResult.UNANSWERED, AuditResult.REFUSED]
