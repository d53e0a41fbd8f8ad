from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from domain.application.form import ApplicationForm
from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, ApplicationStage, Arrangement, CohortStage, Role, Stage
from domain.errors import NotFound
from domain.people import Pair, PersonDetails
from storage import arrivals, cohorts, queries
from storage.database import Database
from storage.tables.entities import ApplicationRow, OutcomeRow, PairingRow
from storage.tables.people import PersonRow
from storage.views import CohortView, PairingView
from tests.living import bristol, utc

pytestmark = pytest.mark.store

_NOW = utc(2027, 6, 1)


def _pair(mentor: str, mentee: str, arrangement: Arrangement = Arrangement.RECIPROCAL) -> Pair:
    return Pair(
        mentor=PersonDetails(name=mentor.title(), email=f"{mentor}@uni.example"),
        mentee=PersonDetails(name=mentee.title(), email=f"{mentee}@uni.example"),
        arrangement=arrangement,
    )


def _open(database: Database, key: str = "spring") -> CohortView:
    with database.begin() as session:
        return cohorts.open_cohort(session, key, bristol(), _NOW, is_demo=False)


def _add(database: Database, *pairs: Pair, key: str = "spring") -> list[str]:
    cohort = _open(database, key)
    with database.begin() as session:
        return cohorts.add_pairs(session, cohort, pairs, _NOW)


def _pairing(database: Database, pairing: str) -> PairingView:
    with database.begin() as session:
        return queries.pairing(session, pairing)


def _count(database: Database, table: type[PersonRow] | type[PairingRow]) -> int:
    with database.begin() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_an_opened_cohort_is_read_back(database: Database) -> None:
    opened = _open(database)

    with database.begin() as session:
        assert queries.cohort(session, "spring") == opened
    assert (opened.programme, opened.opened_at, opened.is_demo) == (bristol(), _NOW, False)


def test_a_cohort_opened_twice_is_one_and_keeps_its_programme_and_day(database: Database) -> None:
    first = _open(database)

    with database.begin() as session:
        other = bristol().replace(title="Another")
        again = cohorts.open_cohort(session, "spring", other, _NOW + timedelta(days=1), is_demo=True)

    assert again == first


def test_pairs_are_numbered_in_their_order(database: Database) -> None:
    ids = _add(database, _pair("ann", "tom"), _pair("bea", "sam"))

    assert ids == ["spring-01", "spring-02"]


def test_pairs_added_twice_add_nothing(database: Database) -> None:
    pairs = (_pair("ann", "tom"), _pair("bea", "sam"))
    first = _add(database, *pairs)

    assert _add(database, *pairs) == first
    assert (_count(database, PairingRow), _count(database, PersonRow)) == (2, 4)


def test_a_pair_that_is_new_among_known_ones_gets_the_next_number(database: Database) -> None:
    _add(database, _pair("ann", "tom"), _pair("bea", "sam"))

    ids = _add(database, _pair("ann", "tom"), _pair("kim", "lee"))

    assert ids == ["spring-01", "spring-03"]


def test_two_who_are_paired_again_have_a_row_more_and_the_later_one_is_theirs(database: Database) -> None:
    (first,) = _add(database, _pair("ann", "tom"))
    with database.begin() as session:
        cohort = queries.cohort(session, "spring")
        again = cohorts.pair_again(session, cohort, queries.pairing(session, first), _NOW)

    assert again == "spring-02"
    assert _add(database, _pair("ann", "tom")) == [again]


def test_ids_go_on_after_99(database: Database) -> None:
    (first,) = _add(database, _pair("ann", "tom"))
    with database.begin() as session:
        session.get_one(PairingRow, first).number = 99

    assert _add(database, _pair("bea", "sam"), _pair("kim", "lee")) == ["spring-100", "spring-101"]


def test_a_person_is_known_by_email(database: Database) -> None:
    first, second = _add(database, _pair("ann", "tom"), _pair("ann", "sam"))

    assert _pairing(database, first).mentor == _pairing(database, second).mentor
    assert _count(database, PersonRow) == 3


def test_a_person_may_be_mentor_in_one_pair_and_mentee_in_another(database: Database) -> None:
    first, second = _add(database, _pair("ann", "tom"), _pair("tom", "ann"))

    assert _pairing(database, first).mentor == _pairing(database, second).mentee
    assert _count(database, PersonRow) == 2


def test_people_are_shared_between_cohorts(database: Database) -> None:
    (first,) = _add(database, _pair("ann", "tom"))
    (second,) = _add(database, _pair("ann", "tom"), key="autumn")

    assert (first, second) == ("spring-01", "autumn-01")
    assert _pairing(database, first).mentor == _pairing(database, second).mentor


def test_a_person_keeps_the_name_they_came_with(database: Database) -> None:
    (first,) = _add(database, _pair("ann", "tom"))
    renamed = _pair("ann", "sam").replace(mentor=PersonDetails(name="Someone", email="ann@uni.example"))

    _add(database, renamed)

    assert _pairing(database, first).mentor.name == "Ann"


def test_a_new_pairing_has_not_begun(database: Database) -> None:
    (pairing,) = _add(database, _pair("ann", "tom", Arrangement.REVERSE))

    view = _pairing(database, pairing)

    assert (view.stage, view.since, view.sessions, view.minimum) == (Stage.APPLICATION, _NOW, 0, 4)
    assert (view.arrangement, view.waits_for) == (Arrangement.REVERSE, "a worker to begin it")
    assert (view.reason, view.until, view.paused, view.concerns) == (None, None, False, ())


def test_the_two_partners_are_who_they_were_said_to_be(database: Database) -> None:
    (pairing,) = _add(database, _pair("ann", "tom"))

    view = _pairing(database, pairing)

    assert view.person(Role.MENTOR).email == "ann@uni.example"
    assert view.person(Role.MENTEE).name == "Tom"


def _open_and_crash(database: Database) -> None:
    with database.begin() as session:
        cohort = cohorts.open_cohort(session, "spring", bristol(), _NOW, is_demo=False)
        cohorts.add_pairs(session, cohort, [_pair("ann", "tom")], _NOW)
        raise RuntimeError("crash")


def test_a_cohort_that_was_rolled_back_was_never_opened(database: Database) -> None:
    with pytest.raises(RuntimeError, match="crash"):
        _open_and_crash(database)

    assert (_count(database, PairingRow), _count(database, PersonRow)) == (0, 0)
    with database.begin() as session:
        assert queries.cohorts(session) == []


def test_a_cohort_knows_which_it_follows(database: Database) -> None:
    _open(database, "autumn")
    with database.begin() as session:
        opened = cohorts.open_cohort(session, "spring", bristol(), _NOW, is_demo=False, follows="autumn")

    assert opened.follows == "autumn"
    with database.begin() as session:
        assert queries.cohort(session, "spring").follows == "autumn"


def test_a_new_cohort_has_not_begun(database: Database) -> None:
    opened = _open(database)

    assert (opened.stage, opened.since, opened.revision) == (CohortStage.ANNOUNCED, _NOW, 0)
    assert (opened.waits_for, opened.until, opened.concerns) == ("a worker to begin it", None, ())


def test_a_programme_with_a_date_changed_takes_the_place_of_the_cohorts_own(database: Database) -> None:
    _open(database)
    applying = bristol().applications
    assert applying
    later = bristol().replace(applications=applying.replace(closes=date(2027, 6, 9)))

    with database.begin() as session:
        cohorts.change_programme(session, "spring", later)

    with database.begin() as session:
        assert queries.cohort(session, "spring").programme == later


def test_the_programme_of_one_cohort_is_changed_alone(database: Database) -> None:
    for key in ("spring", "autumn"):
        _open(database, key)

    with database.begin() as session:
        cohorts.change_programme(session, "spring", bristol().replace(title="Another"))

    with database.begin() as session:
        assert queries.cohort(session, "autumn").programme == bristol()


def test_a_cohort_to_change_is_the_cohort(database: Database) -> None:
    opened = _open(database)

    with database.begin() as session:
        assert cohorts.to_change(session, "spring") == opened
        with pytest.raises(NotFound):
            cohorts.to_change(session, "autumn")


def _to_begin(database: Database, after: int, most: int) -> list[tuple[int, str]]:
    with database.begin() as session:
        found, _ = cohorts.to_begin(session, "spring", after, most)
    return [(number, pairing.id) for number, pairing in found]


def test_pairings_begin_page_by_page_in_the_order_of_their_numbers(database: Database) -> None:
    _add(database, *(_pair(f"m{n}", f"t{n}") for n in range(5)))
    _add(database, _pair("ann", "tom"), key="autumn")

    pages = [_to_begin(database, after, 2) for after in (0, 2, 4, 5)]

    assert pages == [
        [(1, "spring-01"), (2, "spring-02")],
        [(3, "spring-03"), (4, "spring-04")],
        [(5, "spring-05")],
        [],
    ]


def test_numbers_are_counted_and_not_spelt(database: Database) -> None:
    """`spring-100` comes before `spring-99` only in a dictionary."""
    first, second = _add(database, _pair("ann", "tom"), _pair("bea", "sam"))
    with database.begin() as session:
        session.get_one(PairingRow, first).number = 99
        session.get_one(PairingRow, second).number = 100

    assert [number for number, _ in _to_begin(database, 98, 10)] == [99, 100]
    assert [number for number, _ in _to_begin(database, 99, 10)] == [100]


def test_a_pairing_that_has_begun_already_does_not_begin_again(database: Database) -> None:
    (begun,) = _add(database, _pair("ann", "tom"))
    with database.begin() as session:
        session.get_one(PairingRow, begun).revision = 3

    assert _to_begin(database, 0, 10) == []


def test_a_pair_that_somebody_has_left_before_it_began_never_begins(database: Database) -> None:
    left, stays = _add(database, _pair("ann", "tom"), _pair("bea", "sam"))
    with database.begin() as session:
        ann = queries.pairing(session, left).mentor
        told = ApplicationForm(name=ann.name, email=ann.email, role=Role.MENTOR)
        _, application = arrivals.upsert(session, "spring", told, _NOW)
        session.get_one(ApplicationRow, application).stage = ApplicationStage.WITHDRAWN

    assert [pairing for _, pairing in _to_begin(database, 0, 10)] == [stays]
    with database.begin() as session:
        assert queries.pairing(session, left).stage is Stage.ENDED
        assert cohorts.count_open(session, "spring") == 1


def _happened(
    database: Database, pairing: str, role: Role, gathering: str, kind: OutcomeKind = OutcomeKind.ATTENDED
) -> None:
    entity = EntityKind.PAIRING.workflow_id(pairing)
    with database.begin() as session:
        number = len(queries.outcomes(session, entity)) + 1
        session.add(
            OutcomeRow(workflow_id=entity, number=number, kind=kind, at=_NOW, role=role, about=gathering)
        )


def _attended_before(database: Database, pairing: str) -> tuple[tuple[Role, str], ...]:
    with database.begin() as session:
        view = queries.pairing(session, pairing)
        attended = cohorts.attended_before(session, view.cohort)
    return tuple(
        sorted((role, gathering) for role in BOTH for gathering in attended.get(view.person(role).id, ()))
    )


def test_who_has_been_to_a_gathering_in_an_earlier_pair_has_been_to_it(database: Database) -> None:
    earlier, now = _add(database, _pair("ann", "tom"), _pair("ann", "sam"))
    for gathering in ("training", "induction"):
        _happened(database, earlier, Role.MENTOR, gathering)
    _happened(database, earlier, Role.MENTEE, "induction")

    assert _attended_before(database, now) == ((Role.MENTOR, "induction"), (Role.MENTOR, "training"))


def test_whoever_was_in_the_other_role_then_has_been_to_it_as_well(database: Database) -> None:
    earlier, now = _add(database, _pair("ann", "tom"), _pair("tom", "sam"))
    _happened(database, earlier, Role.MENTEE, "induction")
    _happened(database, earlier, Role.MENTOR, "training")

    assert _attended_before(database, now) == ((Role.MENTOR, "induction"),)


def test_two_who_come_from_two_pairs_are_both_known(database: Database) -> None:
    first, second, now = _add(database, _pair("ann", "tom"), _pair("bea", "sam"), _pair("ann", "sam"))
    _happened(database, first, Role.MENTOR, "induction")
    _happened(database, second, Role.MENTEE, "induction")

    assert _attended_before(database, now) == ((Role.MENTEE, "induction"), (Role.MENTOR, "induction"))


@pytest.mark.parametrize("kind", [OutcomeKind.MISSED, OutcomeKind.WAIVED])
def test_who_missed_a_gathering_or_was_excused_has_not_been_to_it(
    database: Database, kind: OutcomeKind
) -> None:
    earlier, now = _add(database, _pair("ann", "tom"), _pair("ann", "sam"))
    _happened(database, earlier, Role.MENTOR, "induction", kind)

    assert _attended_before(database, now) == ()


def test_what_was_attended_in_another_cohort_or_by_another_does_not_count(database: Database) -> None:
    (elsewhere,) = _add(database, _pair("ann", "tom"), key="autumn")
    other, now = _add(database, _pair("bea", "tom"), _pair("ann", "sam"))
    for pairing in (elsewhere, other):
        for role in Role:
            _happened(database, pairing, role, "induction")

    assert _attended_before(database, now) == ()


def _stand(database: Database, *stages: Stage) -> None:
    """A pairing of the cohort for each of these stages."""
    ids = _add(database, *(_pair(f"m{n}", f"t{n}") for n in range(len(stages))))
    with database.begin() as session:
        for pairing, stage in zip(ids, stages, strict=True):
            session.get_one(PairingRow, pairing).stage = stage


def test_pairings_are_open_until_they_are_completed_or_ended(database: Database) -> None:
    _stand(database, *Stage)
    _add(database, _pair("ann", "tom"), key="autumn")

    with database.begin() as session:
        assert cohorts.count_open(session, "spring") == len(Stage) - 2
        assert cohorts.count_open(session, "nowhere") == 0


def test_pairings_are_counted_by_stage(database: Database) -> None:
    _stand(database, Stage.MENTORING, Stage.MENTORING, Stage.ENDED)

    with database.begin() as session:
        assert cohorts.counted_by_stage(session, "spring") == {"mentoring": 2, "ended": 1}
        assert cohorts.counted_by_stage(session, "autumn") == {}
