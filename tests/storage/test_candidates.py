"""Who may be matched, with how many partners."""

from datetime import timedelta

import pytest

from domain.enums import ApplicationStage, Role, Stage
from storage import applications
from storage.database import Database
from tests.storage.applied import EVERYTHING, NOW, bring_in, have_applied, open_cohort, pair_up, put

pytestmark = pytest.mark.store


@pytest.fixture(autouse=True)
def spring(database: Database) -> str:
    """An open cohort."""
    return open_cohort(database, "spring")


def _candidates(database: Database) -> dict[str, int]:
    """Whoever may be matched, with the places they have left."""
    with database.begin() as session:
        return {c.id: c.application.capacity for c in applications.candidates(session, "spring")}


def test_whoever_is_in_order_is_a_candidate_and_nobody_else(database: Database) -> None:
    in_order = (ApplicationStage.IN_ORDER, ApplicationStage.RESERVE, ApplicationStage.PAIRED)
    (made,) = have_applied(database, ("ann", Role.MENTOR))

    for stage in ApplicationStage:
        put(database, made, stage)

        assert _candidates(database) == ({made: 1} if stage in in_order else {}), stage


def test_who_has_room_for_more_is_a_candidate_for_as_many(database: Database) -> None:
    (made,) = have_applied(database, ("ann", Role.MENTOR), capacity=3)
    put(database, made, ApplicationStage.PAIRED)
    came_so_far = [(Stage.ENDED, 3), (Stage.MENTORING, 2), (Stage.COMPLETED, 1), (Stage.APPLICATION, 0)]

    for number, (stage, left) in enumerate(came_so_far):
        pair_up(database, "ann", f"tom{number}", stage)

        assert _candidates(database) == ({made: left} if left else {})


def test_a_partner_in_the_other_role_or_another_cohort_takes_no_place(database: Database) -> None:
    mentor, mentee = have_applied(database, ("ann", Role.MENTOR), ("ann", Role.MENTEE))
    for made in (mentor, mentee):
        put(database, made, ApplicationStage.IN_ORDER)
    open_cohort(database, "autumn")
    pair_up(database, "ann", "tom", Stage.MENTORING, cohort="autumn")
    pair_up(database, "bea", "ann", Stage.MENTORING)

    assert _candidates(database) == {mentor: 1}


def test_a_candidate_knows_the_partners_of_before(database: Database) -> None:
    """Of this cohort and of any other, in whichever role, as far as they seek a partner now."""
    ann, tom, bea, ben, _ = have_applied(
        database,
        *(("ann", Role.MENTOR), ("tom", Role.MENTEE), ("bea", Role.MENTOR), ("bea", Role.MENTEE)),
        ("cem", Role.MENTEE),
    )
    for made in (ann, tom, bea, ben):
        put(database, made, ApplicationStage.RESERVE)
    open_cohort(database, "winter")
    pair_up(database, "ann", "tom", Stage.ENDED)
    pair_up(database, "bea", "ann", Stage.COMPLETED, cohort="winter")
    pair_up(database, "ann", "cem", Stage.ENDED)

    with database.begin() as session:
        earlier = {c.id: c.earlier for c in applications.candidates(session, "spring")}

    assert earlier == {ann: {tom, bea, ben}, tom: {ann}, bea: {ann}, ben: {ann}}


def test_what_a_candidate_has_told_is_kept(database: Database) -> None:
    _, made = bring_in(database, EVERYTHING)
    put(database, made, ApplicationStage.IN_ORDER, since=NOW + timedelta(days=1))

    with database.begin() as session:
        (candidate,) = applications.candidates(session, "spring")

    assert candidate.application == EVERYTHING
