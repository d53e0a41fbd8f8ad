"""Drafting a cohort's matches and keeping the draft."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest
from temporalio.client import Client
from temporalio.testing import ActivityEnvironment

from activities.matching import Matching
from domain.application.form import ApplicationForm
from domain.enums import ApplicationStage, Role
from domain.errors import NotFound
from storage import arrivals, cohorts, drafts
from storage.database import Database
from storage.drafts import Mark
from storage.tables.entities import ApplicationRow
from tests.living import bristol, utc

pytestmark = pytest.mark.store

_NOW = utc(2026, 6, 1)
_ANN, _TOM, _BEA = "spring-a01", "spring-a02", "spring-a03"


@pytest.fixture(autouse=True)
def applied(database: Database) -> None:
    """Ann is a mentor, Tom and Bea are mentees; all are in order."""
    with database.begin() as session:
        cohorts.open_cohort(session, "spring", bristol(), _NOW, is_demo=False)
        for name, role in (("ann", Role.MENTOR), ("tom", Role.MENTEE), ("bea", Role.MENTEE)):
            told = ApplicationForm(name=name.title(), email=f"{name}@uni.example", role=role, department=name)
            _, made = arrivals.upsert(session, "spring", told, _NOW)
            session.get_one(ApplicationRow, made).stage = ApplicationStage.IN_ORDER


async def _match(database: Database, cohort: str = "spring") -> None:
    await ActivityEnvironment().run(Matching(database, cast(Client, None)).match, cohort)


def _pairs(database: Database) -> list[tuple[str, str]]:
    with database.begin() as session:
        return [(p.mentor, p.mentee) for p in drafts.latest_draft(session, "spring").draft.pairs]


def _within(database: Database, do: Any, *args: Any) -> None:
    with database.begin() as session:
        do(session, *args)


async def test_a_draft_holds_everybody_who_is_in_order(database: Database) -> None:
    await _match(database)

    with database.begin() as session:
        kept = drafts.latest_draft(session, "spring")
        assert not drafts.is_out_of_date(session, "spring", kept)
    assert len(kept.draft.pairs) == len(kept.draft.unplaced) == 1


async def test_a_pinned_pair_is_in_the_draft_and_a_forbidden_one_is_not(database: Database) -> None:
    for kind, mentee in ((Mark.PIN, _BEA), (Mark.FORBID, _BEA)):
        _within(database, drafts.mark, _ANN, mentee, kind, _NOW)
        await _match(database)

        assert _pairs(database) == [(_ANN, _BEA if kind is Mark.PIN else _TOM)]


async def test_a_pin_of_somebody_who_has_gone_is_no_obstacle(database: Database) -> None:
    _within(database, drafts.mark, _ANN, _BEA, Mark.PIN, _NOW)
    with database.begin() as session:
        session.get_one(ApplicationRow, _BEA).stage = ApplicationStage.WITHDRAWN

    await _match(database)

    assert _pairs(database) == [(_ANN, _TOM)]


async def test_a_draft_after_an_approval_leaves_the_approved_one_as_it_is(database: Database) -> None:
    await _match(database)
    _within(database, drafts.approve, "spring", "Kim", datetime.now(UTC))
    with database.begin() as session:
        unplaced = drafts.unplaced_when_approved(session, "spring")
        session.get_one(ApplicationRow, _ANN).stage = ApplicationStage.WITHDRAWN

    await _match(database)

    assert _pairs(database) == []
    with database.begin() as session:
        assert drafts.unplaced_when_approved(session, "spring") == unplaced


async def test_where_there_is_no_cohort_nothing_is_drafted(database: Database) -> None:
    with pytest.raises(NotFound):
        await _match(database, "sprnig")
