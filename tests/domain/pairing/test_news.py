"""What the applications of two partners are told of their pairing."""

from datetime import timedelta

import pytest

from domain.application.events import Freed, Placed
from domain.entity.entity import TakeBack
from domain.entity.taking_back import slips
from domain.enums import Role
from domain.pairing.due import for_applications
from domain.pairing.events import Accept, End, Withdraw
from domain.pairing.machine import PAIRING
from tests.living import Life, accepted, lived

pytestmark = pytest.mark.unit


def _freed(entity: Life) -> dict[Role, tuple[str, bool]]:
    news = for_applications(entity.entries[-1])
    return {role: (event.how, event.told) for role, event in news.items() if isinstance(event, Freed)}


def test_the_first_entry_tells_both_that_they_have_a_partner() -> None:
    assert for_applications(Life().entries[0]) == {role: Placed(pairing="p-01") for role in Role}


def test_an_end_that_is_taken_back_is_told_within_the_hour_to_nobody_and_later_to_both() -> None:
    for later, told in ((timedelta(minutes=59), {}), (timedelta(hours=1), {"left", "free"})):
        entity = lived(accepted)
        entity.update(Withdraw(role=Role.MENTOR))
        entity.until(entity.now + later)
        assert {how for how, _ in _freed(entity).values()} == set(told)
        entity.update(TakeBack(number=slips(PAIRING, entity.pairing, 1)[0].number))
        again = Placed(pairing="p-01", again=True)
        assert for_applications(entity.entries[-1]) == dict.fromkeys(Role, again)


def test_in_between_nobody_is_told_anything() -> None:
    assert for_applications(lived(accepted).entries[-1]) == {}


def test_whoever_leaves_has_left_and_the_other_is_free() -> None:
    entity = lived(accepted)
    entity.update(Withdraw(role=Role.MENTOR))
    assert _freed(entity) == {}
    entity.finish()
    assert _freed(entity) == {Role.MENTOR: ("left", True), Role.MENTEE: ("free", True)}


def test_when_the_coordinator_ends_it_both_are_free() -> None:
    entity = lived(accepted)
    entity.update(End())
    entity.finish()
    assert _freed(entity) == dict.fromkeys(Role, ("free", True))


def test_who_has_not_heard_of_a_pairing_is_not_told_of_its_end() -> None:
    entity = Life()
    entity.update(End())
    assert _freed(entity) == {role: ("free", role in _introduced(entity)) for role in Role}


def test_of_a_pair_that_never_began_whoever_had_accepted_is_free() -> None:
    entity = Life()
    entity.update(Accept(role=Role.MENTEE))
    entity.until_over()
    assert _freed(entity) == {Role.MENTOR: ("silent", True), Role.MENTEE: ("free", True)}


def _introduced(entity: Life) -> set[Role]:
    return {role for role in Role if f"introduction:{role}" in entity.pairing.letters_written}
