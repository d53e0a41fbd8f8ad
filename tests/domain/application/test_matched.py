"""An applicant finds a partner, or none, or loses one."""

from datetime import timedelta
from typing import Any

import pytest

from domain.application.events import Arrive, Close, Decline, Freed, Placed, Unmatched
from domain.enums import ApplicationEndReason, ApplicationStage
from domain.letter.letter import LetterName
from tests.applying import JUNE_1, OPEN, Applying, at
from tests.domain.application.partners import (
    CARRIED,
    COMPLETED,
    IN_ORDER,
    PAIRED,
    RESERVE,
    WITHDRAWN,
    YES,
    how_it_ended,
    without_a_partner,
)
from tests.every import every

pytestmark = pytest.mark.unit


def two_partners() -> Applying:
    entity = at(PAIRED)
    entity.update(Placed(pairing="p-02"))
    return entity


def test_whoever_has_no_partner_after_the_matches_is_on_the_reserve_list_and_told_once() -> None:
    entity = at(IN_ORDER)
    entity.update(Unmatched())
    assert how_it_ended(entity) == (RESERVE, ApplicationEndReason.NO_PARTNER)
    assert entity.takes_no_notice(Unmatched())
    assert entity.count(LetterName.RESERVE_LIST) == 1


@every("stage", [s for s in OPEN if s is not IN_ORDER])
def test_only_whoever_is_in_order_can_be_left_without_a_partner(stage: ApplicationStage) -> None:
    assert at(stage).takes_no_notice(Unmatched())


@without_a_partner
def test_whoever_has_a_partner_is_paired(stage: ApplicationStage) -> None:
    """Also whoever is still being checked: the coordinator has matched them by hand."""
    entity = at(stage)
    entity.update(Placed(pairing="p-01"))
    assert entity.stage is PAIRED
    assert entity.takes_no_notice(Placed(pairing="p-01"))


def test_whoever_is_paired_hears_of_it_from_the_pairing() -> None:
    before = len(at(IN_ORDER).letters)
    assert len(two_partners().letters) == before


@every(
    ("how", "ended"),
    [
        ("completed", (COMPLETED, None)),
        ("left", (WITHDRAWN, None)),
        ("silent", (WITHDRAWN, ApplicationEndReason.NO_ANSWER)),
        ("free", (RESERVE, None)),
    ],
)
def test_the_end_of_a_pairing_decides_what_comes_next(how: Any, ended: Any) -> None:
    entity = at(PAIRED)
    written = len(entity.letters)
    entity.update(Freed(pairing="p-01", how=how))
    assert how_it_ended(entity) == ended
    assert entity.takes_no_notice(Freed(pairing="p-01", how=how))
    assert len(entity.letters) == written, "the pairing has written about it"


def test_a_pairing_that_is_not_theirs_means_nothing() -> None:
    assert at(PAIRED).takes_no_notice(Freed(pairing="p-77", how="left"))


@every("how", ["completed", "left", "silent", "free"])
def test_whoever_has_two_partners_and_loses_one_is_still_paired(how: Any) -> None:
    entity = two_partners()
    entity.update(Freed(pairing="p-01", how=how))
    assert entity.stage is PAIRED
    assert entity.entity.pairings == {"p-02"}


def test_the_last_of_two_pairings_decides_what_comes_next() -> None:
    entity = two_partners()
    entity.update(Freed(pairing="p-01", how="left"))
    entity.update(Freed(pairing="p-02", how="completed"))
    assert entity.stage is COMPLETED


def test_whoever_lost_a_partner_may_find_another() -> None:
    entity = at(PAIRED)
    entity.update(Freed(pairing="p-01", how="free"))
    entity.update(Placed(pairing="p-02"))
    entity.update(Freed(pairing="p-02", how="completed"))
    assert entity.stage is COMPLETED


def test_whoever_was_not_told_of_the_end_of_their_pairing_hears_of_the_reserve_list() -> None:
    entity = at(PAIRED)
    entity.update(Freed(pairing="p-01", how="free", told=False))
    assert entity.written()[-1] is LetterName.RESERVE_LIST


def test_whoever_was_not_told_that_they_left_a_pairing_has_it_confirmed() -> None:
    entity = at(PAIRED)
    entity.update(Freed(pairing="p-01", how="left", told=False))
    assert entity.written()[-1] is LetterName.APPLICATION_WITHDRAWN


def test_whoever_had_a_partner_is_not_kept_for_want_of_one() -> None:
    entity = at(PAIRED)
    entity.update(Freed(pairing="p-01", how="free"))
    entity.update(Close())
    assert how_it_ended(entity) == (CARRIED, None)


def test_a_condition_that_is_met_in_the_last_moment_is_met() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.update(YES, Close())
    assert how_it_ended(entity) == (CARRIED, ApplicationEndReason.NO_PARTNER)


@pytest.mark.parametrize("stage", [ApplicationStage.INVITED, ApplicationStage.OFFERED])
def test_a_form_that_arrives_after_the_person_was_paired_by_hand_changes_nothing_more(
    stage: ApplicationStage,
) -> None:
    entity = at(stage)
    entity.update(Placed(pairing="p-01"))
    entity.update(Arrive(received=JUNE_1))
    assert (entity.stage, entity.look_again) == (PAIRED, None)


@pytest.mark.parametrize(
    ("end", "letter"),
    [(Close(), LetterName.CARRIED_OVER), (Decline(), LetterName.APPLICATION_DECLINED)],
)
def test_whoever_lost_a_partner_hears_what_becomes_of_them(end: Any, letter: LetterName) -> None:
    entity = at(PAIRED)
    entity.update(Freed(pairing="p-01", how="free"))
    entity.update(end)
    assert entity.written()[-1] is letter


def test_whoever_comes_from_the_reserve_list_into_a_pair_is_not_told_of_the_list_again() -> None:
    entity = at(RESERVE)
    entity.update(Placed(pairing="p-01"))
    entity.update(Freed(pairing="p-01", how="free"))
    assert entity.stage is RESERVE
    assert entity.count(LetterName.RESERVE_LIST) == 1


@every(
    ("how", "wrong"),
    [("free", LetterName.RESERVE_LIST), ("left", LetterName.APPLICATION_WITHDRAWN)],
)
def test_who_was_told_of_an_end_that_was_a_mistake_is_told_that_it_was(how: Any, wrong: LetterName) -> None:
    entity = at(PAIRED)
    for times in (1, 2):
        entity.update(Freed(pairing="p-01", how=how, told=False))
        entity.update(Placed(pairing="p-01", again=True))
        assert entity.stage is PAIRED
        assert (entity.count(LetterName.CORRECTION), entity.count(wrong)) == (times, times)
    written = {letter.key: letter.name for letter in entity.letters}
    *_, last = (letter for letter in entity.letters if letter.name is LetterName.CORRECTION)
    assert [written[key] for key in last.puts_right] == [wrong]


def test_who_was_told_of_it_by_the_pairing_is_told_otherwise_by_the_pairing() -> None:
    entity = at(PAIRED)
    entity.update(Freed(pairing="p-01", how="free"))
    entity.update(Placed(pairing="p-01", again=True))
    assert (entity.stage, entity.count(LetterName.CORRECTION)) == (PAIRED, 0)


def test_who_was_on_the_reserve_list_before_they_had_a_partner_was_told_so_rightly() -> None:
    entity = at(RESERVE)
    entity.until(entity.now + timedelta(days=1))
    entity.update(Placed(pairing="p-01"))
    entity.update(Freed(pairing="p-01", how="free", told=False))
    entity.update(Placed(pairing="p-01", again=True))
    assert (entity.count(LetterName.RESERVE_LIST), entity.count(LetterName.CORRECTION)) == (1, 0)
