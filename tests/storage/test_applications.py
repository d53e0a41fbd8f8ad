from itertools import product
from typing import Any

import pytest

from domain.enums import ApplicationStage, Concern, Role, Stage
from domain.errors import NotFound
from storage import applications, queries
from storage.arrivals import Imported, OnChange
from storage.database import Database
from storage.tables.entities import ApplicationRow
from storage.tables.people import PersonRow
from storage.views import ApplicationView
from tests.living import utc
from tests.storage.applied import (
    EVERYTHING,
    NOW,
    bring_in,
    have_applied,
    open_cohort,
    pair_up,
    put,
    told_form,
)

pytestmark = pytest.mark.store


@pytest.fixture(autouse=True)
def spring(database: Database) -> str:
    """An open cohort."""
    return open_cohort(database, "spring")


_LATER = utc(2027, 6, 3)


def _view(database: Database, application: str) -> ApplicationView:
    with database.begin() as session:
        return applications.application(session, application)


def test_an_application_is_read_back_as_it_was_told(database: Database) -> None:
    fate, made = bring_in(database, EVERYTHING)

    view = _view(database, made)
    assert fate is Imported.NEW
    assert view.application == EVERYTHING
    assert (view.cohort, view.received_at, view.revision) == ("spring", NOW, 0)
    assert (view.stage, view.since) == (ApplicationStage.INCOMPLETE, NOW)
    assert view.waits_for == "a worker to begin it"
    assert (view.reason, view.until, view.concerns, view.missing) == (None, None, (), ())
    assert (view.outstanding, view.came_to, view.signed_up) == ((), (), ())


def test_who_is_asked_first_stands_as_asked(database: Database) -> None:
    for stage in _ASKED:
        fate, made = bring_in(database, told_form(stage.value), stage=stage)

        assert fate is Imported.NEW
        assert _view(database, made).stage is stage


def test_an_application_that_is_there_is_the_same(database: Database) -> None:
    first = bring_in(database, EVERYTHING)

    assert bring_in(database, EVERYTHING, now=_LATER) == (Imported.SAME, first[1])
    assert _view(database, first[1]).received_at == NOW


def test_other_answers_are_told_and_not_taken_over(database: Database) -> None:
    _, made = bring_in(database, told_form(goals=("listening",)))

    fate = bring_in(database, told_form(goals=("speaking",)), now=_LATER)

    assert fate == (Imported.OTHER, made)
    assert _view(database, made).application.goals == ("listening",)
    assert _view(database, made).received_at == NOW


def test_other_answers_are_taken_over_where_that_is_asked_for(database: Database) -> None:
    _, made = bring_in(database, told_form(goals=("listening",)))

    fate = bring_in(database, told_form(goals=("speaking",)), now=_LATER, on_change=OnChange.TAKE_OVER)

    assert fate == (Imported.CHANGED, made)
    assert _view(database, made).application.goals == ("speaking",)
    assert _view(database, made).received_at == _LATER


def test_the_same_answers_are_the_same_also_where_others_would_be_taken_over(database: Database) -> None:
    _, made = bring_in(database, EVERYTHING)

    assert bring_in(database, EVERYTHING, now=_LATER, on_change=OnChange.TAKE_OVER) == (Imported.SAME, made)
    assert _view(database, made).received_at == NOW


_ASKED = (ApplicationStage.INVITED, ApplicationStage.OFFERED)


def test_the_form_of_somebody_who_was_asked_arrives(database: Database) -> None:
    told: dict[str, dict[str, Any]] = {"same": {}, "new": {"goals": ("listening",)}}
    for stage in _ASKED:
        for what, answers in told.items():
            name = f"{what}-{stage}"
            _, made = bring_in(database, told_form(name), stage=stage)

            fate = bring_in(database, told_form(name, **answers), now=_LATER)

            assert fate == (Imported.ARRIVED, made)
            assert _view(database, made).application == told_form(name, **answers)
            assert _view(database, made).received_at == _LATER


def test_who_was_asked_is_asked_once(database: Database) -> None:
    for first, again in product(_ASKED, repeat=2):
        name = f"{first}-{again}"
        _, made = bring_in(database, told_form(name, goals=("listening",)), stage=first)

        assert bring_in(database, told_form(name), stage=again) == (Imported.SAME, made)
        assert _view(database, made).stage is first
        assert _view(database, made).application.goals == ("listening",)


def test_who_has_applied_and_is_invited_keeps_their_answers(database: Database) -> None:
    _, made = bring_in(database, EVERYTHING)

    assert bring_in(database, told_form(), stage=ApplicationStage.INVITED) == (Imported.SAME, made)
    assert _view(database, made).application == EVERYTHING


def test_answers_may_be_put_right(database: Database) -> None:
    _, made = bring_in(database, told_form())

    with database.begin() as session:
        applications.change_answers(session, made, EVERYTHING, _LATER)

    assert _view(database, made).application == EVERYTHING
    assert _view(database, made).received_at == _LATER


def test_where_somebody_lives_is_said_once_for_all_their_applications(database: Database) -> None:
    _, mentor = bring_in(database, told_form(timezone="Europe/Paris"))

    _, mentee = bring_in(database, told_form(role=Role.MENTEE))

    assert _view(database, mentee).application.timezone == "Europe/Paris"
    assert bring_in(database, told_form()) == (Imported.SAME, mentor)


def test_who_has_moved_lives_elsewhere_once_that_is_taken_over(database: Database) -> None:
    _, made = bring_in(database, told_form())
    moved = told_form(timezone="Europe/Paris")

    assert bring_in(database, moved) == (Imported.OTHER, made)
    assert _view(database, made).application.timezone is None
    assert bring_in(database, moved, on_change=OnChange.TAKE_OVER) == (Imported.CHANGED, made)
    assert _view(database, made).application.timezone == "Europe/Paris"


def test_a_timezone_may_be_taken_back(database: Database) -> None:
    _, made = bring_in(database, told_form(timezone="Europe/Paris"))

    with database.begin() as session:
        applications.change_answers(session, made, told_form(), _LATER)

    assert _view(database, made).application.timezone is None


def test_whose_life_has_not_begun_is_told(database: Database) -> None:
    first, second = have_applied(database, ("ann", Role.MENTOR), ("tom", Role.MENTEE))
    put(database, first, ApplicationStage.CHECKING, revision=1)

    with database.begin() as session:
        assert applications.not_begun(session, "spring") == {second}
        assert applications.not_begun(session, "autumn") == set()


def test_who_takes_both_roles_has_two_applications(database: Database) -> None:
    mentor, mentee = have_applied(database, ("ann", Role.MENTOR), ("ann", Role.MENTEE))

    assert (mentor, mentee) == ("spring-a01", "spring-a02")
    assert _view(database, mentor).person == _view(database, mentee).person


def test_applications_are_numbered_in_each_cohort(database: Database) -> None:
    open_cohort(database, "autumn")
    ids = have_applied(database, ("ann", Role.MENTOR), ("tom", Role.MENTEE))

    _, other = bring_in(database, told_form("ann"), cohort="autumn")

    assert (ids, other) == (["spring-a01", "spring-a02"], "autumn-a01")


def test_numbers_go_on_after_99(database: Database) -> None:
    _, first = bring_in(database, told_form("ann"))
    with database.begin() as session:
        session.get_one(ApplicationRow, first).number = 99

    assert have_applied(database, ("bea", Role.MENTOR), ("cem", Role.MENTOR)) == [
        "spring-a100",
        "spring-a101",
    ]


def test_no_number_is_given_twice_though_an_application_has_gone(database: Database) -> None:
    first, _, third = have_applied(database, ("ann", Role.MENTOR), ("bea", Role.MENTOR), ("cem", Role.MENTOR))
    with database.begin() as session:
        session.delete(session.get_one(ApplicationRow, first))

    assert third == "spring-a03"
    assert have_applied(database, ("dee", Role.MENTOR)) == ["spring-a04"]


def test_a_person_is_one_in_applications_and_pairs(database: Database) -> None:
    (made,) = have_applied(database, ("ann", Role.MENTOR))
    pair_up(database, "ann", "tom", Stage.MENTORING)

    with database.begin() as session:
        (pairing,) = queries.pairings(session)
        assert session.get_one(PersonRow, pairing.mentor.id).email == "ann@uni.example"
    assert _view(database, made).person == pairing.mentor.id


def test_an_application_that_is_not_there_is_told_with_the_way_to_find_it(database: Database) -> None:
    sentence = "There is no application 'spring-a99'; list them with: ⟦application list⟧"

    with database.begin() as session, pytest.raises(NotFound, match=f"^{sentence}$"):
        applications.application(session, "spring-a99")


def test_applications_come_by_role_and_name(database: Database) -> None:
    have_applied(database, ("tom", Role.MENTOR), ("ann", Role.MENTOR), ("bea", Role.MENTEE))

    with database.begin() as session:
        found = [view.application.name for view in applications.applications(session, "spring")]

    assert found == ["Bea", "Ann", "Tom"]


def test_applications_of_some_stages(database: Database) -> None:
    first, second, third = have_applied(
        database, ("ann", Role.MENTOR), ("bea", Role.MENTOR), ("cem", Role.MENTOR)
    )
    put(database, second, ApplicationStage.RESERVE)
    put(database, third, ApplicationStage.WITHDRAWN)

    with database.begin() as session:
        open_ones = [stage for stage in ApplicationStage if stage.is_open]
        found = [view.id for view in applications.applications(session, "spring", open_ones)]
        assert applications.applications(session, "spring", []) == []

    assert found == [first, second]


def test_applications_that_need_attention(database: Database) -> None:
    first, _ = have_applied(database, ("ann", Role.MENTOR), ("bea", Role.MENTOR))
    put(database, first, ApplicationStage.CHECKING, concerns=[Concern.MANAGER_SILENT])

    with database.begin() as session:
        found = applications.applications(session, "spring", attention=True)

    assert [(view.id, view.concerns) for view in found] == [(first, (Concern.MANAGER_SILENT,))]


def test_applications_are_counted_by_stage(database: Database) -> None:
    ids = have_applied(database, ("ann", Role.MENTOR), ("bea", Role.MENTOR), ("cem", Role.MENTEE))
    put(database, ids[0], ApplicationStage.IN_ORDER)
    put(database, ids[1], ApplicationStage.IN_ORDER)

    with database.begin() as session:
        assert applications.counted_by_stage(session, "spring") == {"in_order": 2, "incomplete": 1}
        assert applications.counted_by_stage(session, "autumn") == {}


def test_somebodys_applications_are_found_by_their_address(database: Database) -> None:
    ids = have_applied(database, ("ann", Role.MENTOR), ("ann", Role.MENTEE), ("tom", Role.MENTEE))

    for asked in ("ann@uni.example", " Ann@Uni.Example "):
        with database.begin() as session:
            found = applications.by_email(session, "spring", asked)

        assert {view.id for view in found} == set(ids[:2])


def test_who_has_applied_to_another_cohort_has_not_applied_to_this(database: Database) -> None:
    open_cohort(database, "autumn")
    bring_in(database, told_form("ann"), cohort="autumn")
    sentence = "Nobody has applied to spring as ann@uni.example; list them with: ⟦application list⟧"

    with database.begin() as session, pytest.raises(NotFound, match=f"^{sentence}$"):
        applications.by_email(session, "spring", "ann@uni.example")


def test_the_applications_of_partners_are_found_in_their_order(database: Database) -> None:
    mentor, mentee = have_applied(database, ("ann", Role.MENTOR), ("tom", Role.MENTEE))
    ann, tom = _view(database, mentor).person, _view(database, mentee).person

    with database.begin() as session:
        asked = [(tom, Role.MENTEE), (ann, Role.MENTOR), (ann, Role.MENTEE), ("nobody", Role.MENTOR)]
        assert applications.of_people(session, "spring", asked) == [mentee, mentor, None, None]
        assert applications.of_people(session, "autumn", asked[:1]) == [None]
