from datetime import datetime
from typing import Any

import pytest

from domain.application.form import ApplicationForm
from domain.enums import ApplicationStage, Arrangement, Role
from domain.errors import NotFound
from domain.matching.draft import Draft, Proposal, Unplaced, UnplacedReason
from storage import applications, arrivals, cohorts, drafts, queries
from storage.arrivals import OnChange
from storage.database import Database
from storage.drafts import Mark, StoredDraft
from storage.tables.entities import ApplicationRow
from storage.tables.matching import DraftRow
from tests.living import bristol, utc

pytestmark = pytest.mark.store

_NOW, _MADE, _LATER = utc(2027, 6, 1), utc(2027, 6, 8), utc(2027, 6, 9)
_ANN, _TOM, _BEA = "spring-a01", "spring-a02", "spring-a03"


@pytest.fixture(autouse=True)
def applied(database: Database) -> None:
    """Ann is a mentor, Tom and Bea are mentees; all are in order."""
    with database.begin() as session:
        cohorts.open_cohort(session, "spring", bristol(), _NOW, is_demo=False)
    for name, role in (("ann", Role.MENTOR), ("tom", Role.MENTEE), ("bea", Role.MENTEE)):
        _apply(database, name, role)


def _apply(database: Database, name: str, role: Role, now: datetime = _NOW, **how: Any) -> str:
    told = ApplicationForm(name=name.title(), email=f"{name}@uni.example", role=role)
    with database.begin() as session:
        _, made = arrivals.upsert(session, "spring", told, now, **how)
        session.get_one(ApplicationRow, made).stage = ApplicationStage.IN_ORDER
    return made


def _put(database: Database, application: str, stage: ApplicationStage) -> None:
    with database.begin() as session:
        session.get_one(ApplicationRow, application).stage = stage


def _draft(mentee: str = _TOM, *without: str) -> Draft:
    proposal = Proposal(mentor=_ANN, mentee=mentee, arrangement=Arrangement.RECIPROCAL, score=1.5, met=())
    unplaced = (
        Unplaced(id=other, role=Role.MENTEE, reason=UnplacedReason.ALL_TAKEN, others=1, allowed=1)
        for other in without or (_BEA,)
    )
    return Draft(pairs=(proposal,), unplaced=tuple(unplaced), placed=2, score=1.5)


def _keep(database: Database, draft: Draft, now: datetime = _MADE) -> None:
    with database.begin() as session:
        drafts.store_draft(session, "spring", draft, now)


def _approve(database: Database, by: str = "Kim", now: datetime = _MADE) -> None:
    with database.begin() as session:
        drafts.approve(session, "spring", by, now)


def _latest(database: Database) -> StoredDraft:
    with database.begin() as session:
        return drafts.latest_draft(session, "spring")


def _numbers(database: Database) -> list[int]:
    with database.begin() as session:
        return sorted(row.number for row in session.query(DraftRow))


def _is_out_of_date(database: Database) -> bool:
    with database.begin() as session:
        return drafts.is_out_of_date(session, "spring", drafts.latest_draft(session, "spring"))


def test_where_there_is_no_draft_it_is_said_how_to_make_one(database: Database) -> None:
    sentence = "There is no draft for spring yet; make one with: ⟦match draft spring⟧"

    with pytest.raises(NotFound, match=f"^{sentence}$"):
        _latest(database)


def test_a_draft_is_read_back_as_it_was_made(database: Database) -> None:
    _keep(database, _draft())

    kept = _latest(database)
    assert (kept.draft, kept.made_at) == (_draft(), _MADE)
    assert (kept.approved_by, kept.approved_at) == (None, None)


def test_a_new_draft_takes_the_place_of_one_that_nobody_approved(database: Database) -> None:
    _keep(database, _draft())
    _keep(database, _draft(_BEA, _TOM), _LATER)

    assert _latest(database).draft == _draft(_BEA, _TOM)
    assert _latest(database).made_at == _LATER
    assert _numbers(database) == [1]


def test_an_approved_draft_stays_and_the_next_is_beside_it(database: Database) -> None:
    _keep(database, _draft())
    _approve(database)
    _keep(database, _draft(_BEA, _TOM), _LATER)

    assert _numbers(database) == [1, 2]
    assert _latest(database).draft == _draft(_BEA, _TOM)
    assert _latest(database).approved_by is None

    _keep(database, _draft(), _LATER)
    assert _numbers(database) == [1, 2]


def test_drafts_are_numbered_in_each_cohort(database: Database) -> None:
    with database.begin() as session:
        cohorts.open_cohort(session, "autumn", bristol(), _NOW, is_demo=False)
        drafts.store_draft(session, "autumn", _draft(), _MADE)
    _keep(database, _draft())

    assert _numbers(database) == [1, 1]


def test_who_approved_what_and_when_is_written_down(database: Database) -> None:
    _keep(database, _draft())
    with database.begin() as session:
        assert drafts.approvals(session, "spring") == []
    _approve(database, "Kim", _MADE)
    _keep(database, _draft(_BEA, _TOM), _LATER)
    with database.begin() as session:
        assert drafts.approvals(session, "spring") == [("Kim", _MADE)]

    _approve(database, "Lou", _LATER)

    kept = _latest(database)
    assert (kept.approved_by, kept.approved_at) == ("Lou", _LATER)
    with database.begin() as session:
        assert drafts.approvals(session, "spring") == [("Kim", _MADE), ("Lou", _LATER)]
        assert drafts.approvals(session, "autumn") == []


def test_the_pairs_of_a_draft_are_people(database: Database) -> None:
    with database.begin() as session:
        (pair,) = drafts.pairs_of(session, "spring", _draft())

    assert (pair.mentor.name, pair.mentor.email) == ("Ann", "ann@uni.example")
    assert (pair.mentee.email, pair.arrangement) == ("tom@uni.example", Arrangement.RECIPROCAL)


def test_a_draft_in_which_nothing_has_changed_is_up_to_date(database: Database) -> None:
    _keep(database, _draft())

    assert not _is_out_of_date(database)


def test_a_draft_is_out_of_date_when_somebody_has_withdrawn(database: Database) -> None:
    _keep(database, _draft())

    for leaver in (_ANN, _TOM, _BEA):
        _put(database, leaver, ApplicationStage.WITHDRAWN)
        assert _is_out_of_date(database)

        _put(database, leaver, ApplicationStage.IN_ORDER)
        assert not _is_out_of_date(database)


def test_a_draft_is_out_of_date_when_somebody_has_joined(database: Database) -> None:
    _keep(database, _draft())

    _apply(database, "cem", Role.MENTEE, _MADE)

    assert _is_out_of_date(database)


def test_a_draft_is_out_of_date_when_somebody_who_waited_is_in_order(database: Database) -> None:
    late = _apply(database, "cem", Role.MENTEE)
    _put(database, late, ApplicationStage.CHECKING)
    _keep(database, _draft())
    assert not _is_out_of_date(database)

    _put(database, late, ApplicationStage.IN_ORDER)

    assert _is_out_of_date(database)


def test_who_moves_to_the_reserve_list_has_not_gone(database: Database) -> None:
    _keep(database, _draft())

    _put(database, _BEA, ApplicationStage.RESERVE)

    assert not _is_out_of_date(database)


def test_a_draft_is_out_of_date_when_an_answer_has_changed_since(database: Database) -> None:
    _keep(database, _draft())

    for now, goal in ((_NOW, "listening"), (_LATER, "speaking")):
        replace = ApplicationForm(name="Tom", email="tom@uni.example", role=Role.MENTEE, goals=(goal,))
        with database.begin() as session:
            arrivals.upsert(session, "spring", replace, now, on_change=OnChange.TAKE_OVER)

        assert _is_out_of_date(database) is (now is _LATER)


@pytest.mark.parametrize("kind", Mark)
def test_a_draft_is_out_of_date_when_the_coordinator_has_marked_a_pair_since(
    database: Database, kind: Mark
) -> None:
    _keep(database, _draft())

    for now in (_NOW, _LATER):
        with database.begin() as session:
            drafts.mark(session, _ANN, _BEA, kind, now)

        assert _is_out_of_date(database) is (now is _LATER)


def test_when_its_pairs_have_begun_there_is_nobody_left_but_who_has_no_partner(database: Database) -> None:
    _keep(database, _draft())
    _approve(database)
    with database.begin() as session:
        spring = queries.cohort(session, "spring")
        cohorts.add_pairs(session, spring, drafts.pairs_of(session, "spring", _draft()), _MADE)
    for placed in (_ANN, _TOM):
        _put(database, placed, ApplicationStage.PAIRED)

    with database.begin() as session:
        assert [c.id for c in applications.candidates(session, "spring")] == [_BEA]


def test_who_had_no_partner_when_a_draft_was_approved_is_told(database: Database) -> None:
    with database.begin() as session:
        assert drafts.unplaced_when_approved(session, "spring") == []
    _keep(database, _draft(_TOM, _BEA))
    with database.begin() as session:
        assert drafts.unplaced_when_approved(session, "spring") == []

    _approve(database)

    with database.begin() as session:
        assert drafts.unplaced_when_approved(session, "spring") == [_BEA]


def test_a_later_draft_that_nobody_approved_tells_of_nobody(database: Database) -> None:
    _keep(database, _draft(_TOM, _BEA))
    _approve(database)
    _keep(database, _draft(_BEA, _TOM), _LATER)
    with database.begin() as session:
        assert drafts.unplaced_when_approved(session, "spring") == [_BEA]

    _approve(database, now=_LATER)

    with database.begin() as session:
        assert drafts.unplaced_when_approved(session, "spring") == [_TOM]


def _marks(database: Database) -> dict[Mark, frozenset[tuple[str, str]]]:
    with database.begin() as session:
        return {kind: drafts.marks(session, "spring", kind) for kind in Mark}


def _mark(database: Database, kind: Mark | None, mentee: str = _TOM) -> None:
    with database.begin() as session:
        drafts.mark(session, _ANN, mentee, kind, _NOW)


def test_a_pair_is_pinned_or_forbidden_and_the_later_word_counts(database: Database) -> None:
    _mark(database, Mark.PIN)
    _mark(database, Mark.FORBID, _BEA)
    assert _marks(database) == {Mark.PIN: {(_ANN, _TOM)}, Mark.FORBID: {(_ANN, _BEA)}}

    _mark(database, Mark.FORBID)

    assert _marks(database) == {Mark.PIN: set(), Mark.FORBID: {(_ANN, _TOM), (_ANN, _BEA)}}


@pytest.mark.parametrize("kind", Mark)
def test_a_mark_is_taken_away(database: Database, kind: Mark) -> None:
    _mark(database, kind)

    _mark(database, None)
    _mark(database, None)

    assert _marks(database) == {Mark.PIN: set(), Mark.FORBID: set()}


def test_the_marks_of_one_cohort_are_not_those_of_another(database: Database) -> None:
    _mark(database, Mark.PIN)

    with database.begin() as session:
        assert drafts.marks(session, "autumn", Mark.PIN) == set()
