"""The numbers of a cohort are counted from what was recorded, on either database."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from domain.application.form import ApplicationForm
from domain.entity.entity import EntityKind, TakeBack
from domain.entity.outcomes import OutcomeKind
from domain.entity.taking_back import slips
from domain.enums import ApplicationEndReason, ApplicationStage, Arrangement, Role
from domain.pairing.events import Answer, Attend, ChangeArrangement, LogSession, Waive
from domain.pairing.machine import PAIRING
from storage import applications, arrivals, cohorts, ledger, queries, statistics
from storage.database import Database
from storage.statistics import ApplicationFate, Held
from storage.tables.entities import ApplicationRow, OutcomeRow
from tests.living import Life, accepted, bristol, evaluation, lived, mentoring, utc
from tests.world import pair, written_down

pytestmark = pytest.mark.store

NOW = utc(2027, 6, 1)


def stand(database: Database, *lives: Life) -> str:
    """A cohort in which pairs have lived so, in the store alone."""
    ids = written_down(database, pairs=len(lives))
    with database.begin() as session:
        for pairing, entity in zip(ids, lives, strict=True):
            for entry in entity.entries:
                ledger.record(session, entry.replace(id=pairing))
    return ids[0].rpartition("-")[0]


def missed_and_caught_up() -> Life:
    entity = accepted(Life())
    entity.until(utc(2027, 6, 30))
    entity.update(Attend(gathering="induction", attended=False))
    entity.update(Attend(gathering="induction", roles=(Role.MENTOR,)))
    return entity


def excused() -> Life:
    entity = accepted(Life())
    entity.update(Waive(gathering="induction", roles=(Role.MENTEE,)))
    return entity


def counted(database: Database, key: str, gathering: str) -> dict[Role, dict[str, int]]:
    with database.begin() as session:
        return {role: dict(counts) for role, counts in statistics.attendance(session, key)[gathering].items()}


def test_whoever_caught_up_has_attended(database: Database) -> None:
    key = stand(database, lived(mentoring), missed_and_caught_up(), excused())

    assert counted(database, key, "induction") == {
        Role.MENTOR: {"attended": 2},
        Role.MENTEE: {"attended": 1, "missed": 1, "waived": 1},
    }


def test_a_person_in_two_pairs_is_counted_once(database: Database) -> None:
    ids = written_down(database)
    key = ids[0].rpartition("-")[0]
    other = pair(0, key).replace(mentee=pair(1, key).mentee)
    with database.begin() as session:
        cohort = cohorts.open_cohort(session, key, bristol(), NOW, is_demo=False)
        ids += cohorts.add_pairs(session, cohort, [other], NOW)
        for pairing in ids:
            for entry in lived(mentoring).entries:
                ledger.record(session, entry.replace(id=pairing))

    assert counted(database, key, "training") == {Role.MENTOR: {"attended": 1}, Role.MENTEE: {"attended": 2}}


def test_records_of_one_gathering_are_counted_each(database: Database) -> None:
    key = stand(database, lived(mentoring), missed_and_caught_up())
    stand(database, lived(mentoring))

    with database.begin() as session:
        found = statistics.recorded(session, key, "induction")
        partners = statistics.attended(session, key, "induction")

    assert found == {OutcomeKind.ATTENDED: 3, OutcomeKind.MISSED: 2}
    assert partners == {(f"{key}-01", Role.MENTOR), (f"{key}-01", Role.MENTEE), (f"{key}-02", Role.MENTOR)}


def test_of_a_session_that_was_logged_again_the_last_word_counts(database: Database) -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 7, 21))
    held = utc(2027, 7, 20, 9)
    entity.update(LogSession(starts=held, minutes=60))
    entity.update(LogSession(starts=held, minutes=90))
    entity.update(LogSession(starts=held + timedelta(hours=4), minutes=20))
    entity.update(LogSession(starts=held + timedelta(hours=8), minutes=60))
    entity.update(LogSession(session=3, held=False))

    key = stand(database, entity)

    with database.begin() as session:
        assert statistics.held(session, key) == Held(sessions=2, minutes=110)


def test_who_goes_on_in_another_arrangement_stands_in_it_and_is_known_for_it(database: Database) -> None:
    entity = lived(mentoring)
    entity.update(ChangeArrangement(arrangement=Arrangement.REVERSE))
    key = stand(database, entity, lived(mentoring))

    with database.begin() as session:
        first, second = queries.pairings(session, key)
        assert statistics.arranged_anew(session, key) == {first.id}
    assert (first.arrangement, second.arrangement) == (Arrangement.REVERSE, Arrangement.RECIPROCAL)


def test_where_nothing_was_held_there_are_no_minutes(database: Database) -> None:
    key = stand(database, Life())

    with database.begin() as session:
        assert statistics.held(session, key) == Held(sessions=0, minutes=0)


def test_answers_are_counted_by_role(database: Database) -> None:
    entity = lived(evaluation)
    entity.update(Answer(role=Role.MENTEE))
    key = stand(database, entity)

    with database.begin() as session:
        assert statistics.answers(session, key) == {Role.MENTOR: 0, Role.MENTEE: 1}


def applicants(
    database: Database, fates: Sequence[tuple[Role, ApplicationStage, ApplicationEndReason | None]]
) -> str:
    """A cohort to which so many have applied, standing so."""
    key = written_down(database)[0].rpartition("-")[0]
    with database.begin() as session:
        for number, (role, stage, reason) in enumerate(fates):
            one = ApplicationForm(name="Ann", email=f"a{number}@{key}.example", role=role)
            _, application = arrivals.upsert(session, key, one, NOW)
            row = session.get_one(ApplicationRow, application)
            row.stage, row.reason = stage, reason
    return key


def test_fates_are_counted_by_role_stage_and_reason(database: Database) -> None:
    key = applicants(
        database,
        [
            (Role.MENTEE, ApplicationStage.CARRIED, ApplicationEndReason.LATE),
            (Role.MENTOR, ApplicationStage.PAIRED, None),
            (Role.MENTOR, ApplicationStage.PAIRED, None),
            (Role.MENTOR, ApplicationStage.CARRIED, ApplicationEndReason.NO_PARTNER),
        ],
    )

    with database.begin() as session:
        found = statistics.fates(session, key)

    assert found == [
        ApplicationFate(role=Role.MENTOR, stage=ApplicationStage.PAIRED, reason=None, applications=2),
        ApplicationFate(
            role=Role.MENTOR,
            stage=ApplicationStage.CARRIED,
            reason=ApplicationEndReason.NO_PARTNER,
            applications=1,
        ),
        ApplicationFate(
            role=Role.MENTEE, stage=ApplicationStage.CARRIED, reason=ApplicationEndReason.LATE, applications=1
        ),
    ]


def test_applicants_count_by_what_they_came_to_missed_and_signed_up_for(database: Database) -> None:
    stages = (ApplicationStage.IN_ORDER, ApplicationStage.IN_ORDER, ApplicationStage.WITHDRAWN)
    key = applicants(database, [(Role.MENTEE, stage, None) for stage in stages])
    with database.begin() as session:
        came, missed, gone = (view.id for view in applications.applications(session, key))
        session.get_one(ApplicationRow, came).came_to = ["information"]
        session.get_one(ApplicationRow, missed).signed_up = ["information:2"]
        session.get_one(ApplicationRow, gone).signed_up = ["information:2"]
        entity = EntityKind.APPLICATION.workflow_id(missed)
        session.add(OutcomeRow(workflow_id=entity, number=1, kind="missed", at=NOW, about="information"))

    assert counted(database, key, "information") == {
        Role.MENTEE: {"attended": 1, "missed": 1, "signed_up": 1}
    }


def test_of_a_cohort_without_people_there_is_nothing_to_count(database: Database) -> None:
    with database.begin() as session:
        assert statistics.fates(session, "empty") == []
        assert statistics.attendance(session, "empty") == {}


def _back(entity: Life, place: int = 0) -> Life:
    """The last thing told of it, or one before, is taken back."""
    entity.update(TakeBack(number=slips(PAIRING, entity.pairing, place + 1)[place].number))
    return entity


def test_what_was_taken_back_counts_no_more(database: Database) -> None:
    session_logged, answered, attended = lived(mentoring), lived(evaluation), lived(accepted)
    session_logged.until(utc(2027, 7, 21))
    session_logged.update(LogSession(starts=session_logged.now - timedelta(hours=3), minutes=60))
    answered.update(Answer(role=Role.MENTOR))
    attended.until(utc(2027, 6, 30))
    attended.update(Attend(gathering="induction"))
    key = stand(database, _back(session_logged), _back(answered), _back(attended))

    with database.begin() as session:
        held = statistics.held(session, key)
        assert statistics.answers(session, key) == {Role.MENTOR: 0, Role.MENTEE: 0}
    assert held.sessions == len(lived(evaluation).pairing.held)
    assert counted(database, key, "induction")[Role.MENTOR] == {"attended": 2}


def test_a_change_counts_and_one_that_was_taken_back_does_not(database: Database) -> None:
    for taken_back, fate in ((False, "missed"), (True, "attended")):
        entity = lived(accepted)
        entity.until(utc(2027, 6, 30))
        entity.update(Attend(gathering="induction", roles=(Role.MENTOR,)))
        entity.update(Attend(gathering="induction", roles=(Role.MENTOR,), attended=False))
        key = stand(database, _back(entity) if taken_back else entity)
        assert counted(database, key, "induction")[Role.MENTOR] == {fate: 1}
