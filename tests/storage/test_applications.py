from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from domain.application.form import ApplicationForm, ArrangementWish, BackgroundWish
from domain.enums import ApplicationStage, Arrangement, Concern, Role, Stage
from domain.errors import NotFound
from domain.people import Pair, PersonDetails
from storage import applications, arrivals, cohorts, queries
from storage.arrivals import Imported, OnChange
from storage.database import Database
from storage.tables.entities import ApplicationRow, PairingRow
from storage.tables.people import PersonRow
from storage.views import ApplicationView
from tests.living import bristol, utc

pytestmark = pytest.mark.store

_NOW = utc(2027, 6, 1)
_LATER = utc(2027, 6, 3)


@pytest.fixture(autouse=True)
def spring(database: Database) -> str:
    """An open cohort."""
    return _open(database, "spring")


def _open(database: Database, key: str) -> str:
    with database.begin() as session:
        return cohorts.open_cohort(session, key, bristol(), _NOW, is_demo=False).key


def _told(name: str = "ann", role: Role = Role.MENTOR, **answers: Any) -> ApplicationForm:
    return ApplicationForm(name=name.title(), email=f"{name}@uni.example", role=role, **answers)


def _bring_in(
    database: Database, application: ApplicationForm, cohort: str = "spring", **how: Any
) -> tuple[Imported, str]:
    with database.begin() as session:
        return arrivals.upsert(session, cohort, application, how.pop("now", _NOW), **how)


def _applied(database: Database, *people: tuple[str, Role], **answers: Any) -> list[str]:
    return [_bring_in(database, _told(name, role, **answers))[1] for name, role in people]


def _view(database: Database, application: str) -> ApplicationView:
    with database.begin() as session:
        return applications.application(session, application)


def _put(database: Database, application: str, stage: ApplicationStage, **fields: Any) -> None:
    """Have this application stand so."""
    with database.begin() as session:
        row = session.get_one(ApplicationRow, application)
        row.stage = stage
        for name, value in fields.items():
            setattr(row, name, value)


def _pair(database: Database, mentor: str, mentee: str, stage: Stage, cohort: str = "spring") -> None:
    """Have these two be a pair of this cohort, which stands so."""
    people = (PersonDetails(name=name.title(), email=f"{name}@uni.example") for name in (mentor, mentee))
    pair = Pair(mentor=next(people), mentee=next(people), arrangement=Arrangement.RECIPROCAL)
    with database.begin() as session:
        (made,) = cohorts.add_pairs(session, queries.cohort(session, cohort), [pair], _NOW)
        session.get_one(PairingRow, made).stage = stage


_EVERYTHING = _told(
    arrangement=ArrangementWish.REVERSE,
    capacity=3,
    grade="Grade 8",
    employer="The Trust",
    department="Physics",
    site="North",
    profession="Nurse",
    manager_email="boss@uni.example",
    timezone="Europe/Paris",
    goals=("listening", "speaking"),
    offers=("Zoë's notes",),
    availability=("mornings",),
    background=("from abroad",),
    background_wish=BackgroundWish.SIMILAR,
    background_asked=("from abroad",),
    conflicts=("tom@uni.example",),
)


def test_an_application_is_read_back_as_it_was_told(database: Database) -> None:
    fate, made = _bring_in(database, _EVERYTHING)

    view = _view(database, made)
    assert fate is Imported.NEW
    assert view.application == _EVERYTHING
    assert (view.cohort, view.received_at, view.revision) == ("spring", _NOW, 0)
    assert (view.stage, view.since) == (ApplicationStage.INCOMPLETE, _NOW)
    assert view.waits_for == "a worker to begin it"
    assert (view.reason, view.until, view.concerns, view.missing) == (None, None, (), ())
    assert (view.outstanding, view.came_to, view.signed_up) == ((), (), ())


def test_who_is_asked_first_stands_as_asked(database: Database) -> None:
    for stage in _ASKED:
        fate, made = _bring_in(database, _told(stage.value), stage=stage)

        assert fate is Imported.NEW
        assert _view(database, made).stage is stage


def test_an_application_that_is_there_is_the_same(database: Database) -> None:
    first = _bring_in(database, _EVERYTHING)

    assert _bring_in(database, _EVERYTHING, now=_LATER) == (Imported.SAME, first[1])
    assert _view(database, first[1]).received_at == _NOW


def test_other_answers_are_told_and_not_taken_over(database: Database) -> None:
    _, made = _bring_in(database, _told(goals=("listening",)))

    fate = _bring_in(database, _told(goals=("speaking",)), now=_LATER)

    assert fate == (Imported.OTHER, made)
    assert _view(database, made).application.goals == ("listening",)
    assert _view(database, made).received_at == _NOW


def test_other_answers_are_taken_over_where_that_is_asked_for(database: Database) -> None:
    _, made = _bring_in(database, _told(goals=("listening",)))

    fate = _bring_in(database, _told(goals=("speaking",)), now=_LATER, on_change=OnChange.TAKE_OVER)

    assert fate == (Imported.CHANGED, made)
    assert _view(database, made).application.goals == ("speaking",)
    assert _view(database, made).received_at == _LATER


def test_the_same_answers_are_the_same_also_where_others_would_be_taken_over(database: Database) -> None:
    _, made = _bring_in(database, _EVERYTHING)

    assert _bring_in(database, _EVERYTHING, now=_LATER, on_change=OnChange.TAKE_OVER) == (Imported.SAME, made)
    assert _view(database, made).received_at == _NOW


_ASKED = (ApplicationStage.INVITED, ApplicationStage.OFFERED)


def test_the_form_of_somebody_who_was_asked_arrives(database: Database) -> None:
    told: dict[str, dict[str, Any]] = {"same": {}, "new": {"goals": ("listening",)}}
    for stage in _ASKED:
        for what, answers in told.items():
            name = f"{what}-{stage}"
            _, made = _bring_in(database, _told(name), stage=stage)

            fate = _bring_in(database, _told(name, **answers), now=_LATER)

            assert fate == (Imported.ARRIVED, made)
            assert _view(database, made).application == _told(name, **answers)
            assert _view(database, made).received_at == _LATER


def test_who_was_asked_is_asked_once(database: Database) -> None:
    for first, again in product(_ASKED, repeat=2):
        name = f"{first}-{again}"
        _, made = _bring_in(database, _told(name, goals=("listening",)), stage=first)

        assert _bring_in(database, _told(name), stage=again) == (Imported.SAME, made)
        assert _view(database, made).stage is first
        assert _view(database, made).application.goals == ("listening",)


def test_who_has_applied_and_is_invited_keeps_their_answers(database: Database) -> None:
    _, made = _bring_in(database, _EVERYTHING)

    assert _bring_in(database, _told(), stage=ApplicationStage.INVITED) == (Imported.SAME, made)
    assert _view(database, made).application == _EVERYTHING


def test_answers_may_be_put_right(database: Database) -> None:
    _, made = _bring_in(database, _told())

    with database.begin() as session:
        applications.change_answers(session, made, _EVERYTHING, _LATER)

    assert _view(database, made).application == _EVERYTHING
    assert _view(database, made).received_at == _LATER


def test_where_somebody_lives_is_said_once_for_all_their_applications(database: Database) -> None:
    _, mentor = _bring_in(database, _told(timezone="Europe/Paris"))

    _, mentee = _bring_in(database, _told(role=Role.MENTEE))

    assert _view(database, mentee).application.timezone == "Europe/Paris"
    assert _bring_in(database, _told()) == (Imported.SAME, mentor)


def test_who_has_moved_lives_elsewhere_once_that_is_taken_over(database: Database) -> None:
    _, made = _bring_in(database, _told())
    moved = _told(timezone="Europe/Paris")

    assert _bring_in(database, moved) == (Imported.OTHER, made)
    assert _view(database, made).application.timezone is None
    assert _bring_in(database, moved, on_change=OnChange.TAKE_OVER) == (Imported.CHANGED, made)
    assert _view(database, made).application.timezone == "Europe/Paris"


def test_a_timezone_may_be_taken_back(database: Database) -> None:
    _, made = _bring_in(database, _told(timezone="Europe/Paris"))

    with database.begin() as session:
        applications.change_answers(session, made, _told(), _LATER)

    assert _view(database, made).application.timezone is None


def test_whose_life_has_not_begun_is_told(database: Database) -> None:
    first, second = _applied(database, ("ann", Role.MENTOR), ("tom", Role.MENTEE))
    _put(database, first, ApplicationStage.CHECKING, revision=1)

    with database.begin() as session:
        assert applications.not_begun(session, "spring") == {second}
        assert applications.not_begun(session, "autumn") == set()


def test_who_takes_both_roles_has_two_applications(database: Database) -> None:
    mentor, mentee = _applied(database, ("ann", Role.MENTOR), ("ann", Role.MENTEE))

    assert (mentor, mentee) == ("spring-a01", "spring-a02")
    assert _view(database, mentor).person == _view(database, mentee).person


def test_applications_are_numbered_in_each_cohort(database: Database) -> None:
    _open(database, "autumn")
    ids = _applied(database, ("ann", Role.MENTOR), ("tom", Role.MENTEE))

    _, other = _bring_in(database, _told("ann"), cohort="autumn")

    assert (ids, other) == (["spring-a01", "spring-a02"], "autumn-a01")


def test_numbers_go_on_after_99(database: Database) -> None:
    _, first = _bring_in(database, _told("ann"))
    with database.begin() as session:
        session.get_one(ApplicationRow, first).number = 99

    assert _applied(database, ("bea", Role.MENTOR), ("cem", Role.MENTOR)) == ["spring-a100", "spring-a101"]


def test_no_number_is_given_twice_though_an_application_has_gone(database: Database) -> None:
    first, _, third = _applied(database, ("ann", Role.MENTOR), ("bea", Role.MENTOR), ("cem", Role.MENTOR))
    with database.begin() as session:
        session.delete(session.get_one(ApplicationRow, first))

    assert third == "spring-a03"
    assert _applied(database, ("dee", Role.MENTOR)) == ["spring-a04"]


def test_a_person_is_one_in_applications_and_pairs(database: Database) -> None:
    (made,) = _applied(database, ("ann", Role.MENTOR))
    _pair(database, "ann", "tom", Stage.MENTORING)

    with database.begin() as session:
        (pairing,) = queries.pairings(session)
        assert session.get_one(PersonRow, pairing.mentor.id).email == "ann@uni.example"
    assert _view(database, made).person == pairing.mentor.id


def test_an_application_that_is_not_there_is_told_with_the_way_to_find_it(database: Database) -> None:
    sentence = "There is no application 'spring-a99'; list them with: ⟦application list⟧"

    with database.begin() as session, pytest.raises(NotFound, match=f"^{sentence}$"):
        applications.application(session, "spring-a99")


def test_applications_come_by_role_and_name(database: Database) -> None:
    _applied(database, ("tom", Role.MENTOR), ("ann", Role.MENTOR), ("bea", Role.MENTEE))

    with database.begin() as session:
        found = [view.application.name for view in applications.applications(session, "spring")]

    assert found == ["Bea", "Ann", "Tom"]


def test_applications_of_some_stages(database: Database) -> None:
    first, second, third = _applied(
        database, ("ann", Role.MENTOR), ("bea", Role.MENTOR), ("cem", Role.MENTOR)
    )
    _put(database, second, ApplicationStage.RESERVE)
    _put(database, third, ApplicationStage.WITHDRAWN)

    with database.begin() as session:
        open_ones = [stage for stage in ApplicationStage if stage.is_open]
        found = [view.id for view in applications.applications(session, "spring", open_ones)]
        assert applications.applications(session, "spring", []) == []

    assert found == [first, second]


def test_applications_that_need_attention(database: Database) -> None:
    first, _ = _applied(database, ("ann", Role.MENTOR), ("bea", Role.MENTOR))
    _put(database, first, ApplicationStage.CHECKING, concerns=[Concern.MANAGER_SILENT])

    with database.begin() as session:
        found = applications.applications(session, "spring", attention=True)

    assert [(view.id, view.concerns) for view in found] == [(first, (Concern.MANAGER_SILENT,))]


def test_applications_are_counted_by_stage(database: Database) -> None:
    ids = _applied(database, ("ann", Role.MENTOR), ("bea", Role.MENTOR), ("cem", Role.MENTEE))
    _put(database, ids[0], ApplicationStage.IN_ORDER)
    _put(database, ids[1], ApplicationStage.IN_ORDER)

    with database.begin() as session:
        assert applications.counted_by_stage(session, "spring") == {"in_order": 2, "incomplete": 1}
        assert applications.counted_by_stage(session, "autumn") == {}


def test_somebodys_applications_are_found_by_their_address(database: Database) -> None:
    ids = _applied(database, ("ann", Role.MENTOR), ("ann", Role.MENTEE), ("tom", Role.MENTEE))

    for asked in ("ann@uni.example", " Ann@Uni.Example "):
        with database.begin() as session:
            found = applications.by_email(session, "spring", asked)

        assert {view.id for view in found} == set(ids[:2])


def test_who_has_applied_to_another_cohort_has_not_applied_to_this(database: Database) -> None:
    _open(database, "autumn")
    _bring_in(database, _told("ann"), cohort="autumn")
    sentence = "Nobody has applied to spring as ann@uni.example; list them with: ⟦application list⟧"

    with database.begin() as session, pytest.raises(NotFound, match=f"^{sentence}$"):
        applications.by_email(session, "spring", "ann@uni.example")


def test_the_applications_of_partners_are_found_in_their_order(database: Database) -> None:
    mentor, mentee = _applied(database, ("ann", Role.MENTOR), ("tom", Role.MENTEE))
    ann, tom = _view(database, mentor).person, _view(database, mentee).person

    with database.begin() as session:
        asked = [(tom, Role.MENTEE), (ann, Role.MENTOR), (ann, Role.MENTEE), ("nobody", Role.MENTOR)]
        assert applications.of_people(session, "spring", asked) == [mentee, mentor, None, None]
        assert applications.of_people(session, "autumn", asked[:1]) == [None]


def _candidates(database: Database) -> dict[str, int]:
    """Whoever may be matched, with the places they have left."""
    with database.begin() as session:
        return {c.id: c.application.capacity for c in applications.candidates(session, "spring")}


def test_whoever_is_in_order_is_a_candidate_and_nobody_else(database: Database) -> None:
    in_order = (ApplicationStage.IN_ORDER, ApplicationStage.RESERVE, ApplicationStage.PAIRED)
    (made,) = _applied(database, ("ann", Role.MENTOR))

    for stage in ApplicationStage:
        _put(database, made, stage)

        assert _candidates(database) == ({made: 1} if stage in in_order else {}), stage


def test_who_has_room_for_more_is_a_candidate_for_as_many(database: Database) -> None:
    (made,) = _applied(database, ("ann", Role.MENTOR), capacity=3)
    _put(database, made, ApplicationStage.PAIRED)
    came_so_far = [(Stage.ENDED, 3), (Stage.MENTORING, 2), (Stage.COMPLETED, 1), (Stage.APPLICATION, 0)]

    for number, (stage, left) in enumerate(came_so_far):
        _pair(database, "ann", f"tom{number}", stage)

        assert _candidates(database) == ({made: left} if left else {})


def test_a_partner_in_the_other_role_or_another_cohort_takes_no_place(database: Database) -> None:
    mentor, mentee = _applied(database, ("ann", Role.MENTOR), ("ann", Role.MENTEE))
    for made in (mentor, mentee):
        _put(database, made, ApplicationStage.IN_ORDER)
    _open(database, "autumn")
    _pair(database, "ann", "tom", Stage.MENTORING, cohort="autumn")
    _pair(database, "bea", "ann", Stage.MENTORING)

    assert _candidates(database) == {mentor: 1}


def test_a_candidate_knows_the_partners_of_before(database: Database) -> None:
    """Of this cohort and of any other, in whichever role, as far as they seek a partner now."""
    ann, tom, bea, ben, _ = _applied(
        database,
        *(("ann", Role.MENTOR), ("tom", Role.MENTEE), ("bea", Role.MENTOR), ("bea", Role.MENTEE)),
        ("cem", Role.MENTEE),
    )
    for made in (ann, tom, bea, ben):
        _put(database, made, ApplicationStage.RESERVE)
    _open(database, "winter")
    _pair(database, "ann", "tom", Stage.ENDED)
    _pair(database, "bea", "ann", Stage.COMPLETED, cohort="winter")
    _pair(database, "ann", "cem", Stage.ENDED)

    with database.begin() as session:
        earlier = {c.id: c.earlier for c in applications.candidates(session, "spring")}

    assert earlier == {ann: {tom, bea, ben}, tom: {ann}, bea: {ann}, ben: {ann}}


def test_what_a_candidate_has_told_is_kept(database: Database) -> None:
    _, made = _bring_in(database, _EVERYTHING)
    _put(database, made, ApplicationStage.IN_ORDER, since=_NOW + timedelta(days=1))

    with database.begin() as session:
        (candidate,) = applications.candidates(session, "spring")

    assert candidate.application == _EVERYTHING
