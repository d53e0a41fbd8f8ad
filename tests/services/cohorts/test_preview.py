"""What opening a cohort with pairs would write today, and who is called otherwise than before."""

from collections import Counter
from uuid import uuid4

import pytest

from domain.errors import BadInput
from domain.letter.letter import LetterName
from domain.people import Pair
from services.cohorts.preview import preview_opening
from services.cohorts.renaming import renamed_in, renaming
from storage.database import Database
from storage.people import amend, by_email
from tests.living import bristol, utc
from tests.services.asking import storing
from tests.world import pair, written_down

pytestmark = pytest.mark.store

JULY_1 = utc(2027, 7, 1, 10)
"""Introductions were on 14 June and the induction yesterday; the training is on 6 July."""


@pytest.fixture
def key() -> str:
    return f"cohort-{uuid4().hex[:8]}"


def renamed(one: Pair, name: str) -> Pair:
    return one.replace(mentor=one.mentor.replace(name=name))


def test_whoever_comes_late_is_introduced_today(sqlite_store: Database, key: str) -> None:
    found = preview_opening(storing(sqlite_store, JULY_1), bristol(), key, [pair(0, key), pair(1, key)])
    assert found.letters == Counter({LetterName.INTRODUCTION: 4})
    assert (found.new, found.is_late) == (2, True)


def test_to_pairs_that_had_been_running_elsewhere_nothing_is_written(
    sqlite_store: Database, key: str
) -> None:
    found = preview_opening(storing(sqlite_store, JULY_1), bristol(), key, [pair(0, key)], taken_over=True)
    assert (found.new, found.letters) == (1, Counter())


def test_pairs_that_are_there_already_are_not_new(sqlite_store: Database, key: str) -> None:
    written_down(sqlite_store, 1, key=key)
    found = preview_opening(storing(sqlite_store, JULY_1), bristol(), key, [pair(0, key), pair(1, key)])
    assert (found.new, found.letters) == (1, Counter({LetterName.INTRODUCTION: 2}))


def test_a_pair_whose_address_was_put_right_is_known_by_its_names(sqlite_store: Database, key: str) -> None:
    written_down(sqlite_store, 2, key=key)
    before = pair(0, key).mentor.email
    with sqlite_store.begin() as session:
        person = amend(session, before, f"moved@{key}.example", None)

    found = preview_opening(storing(sqlite_store, JULY_1), bristol(), key, [pair(0, key), pair(1, key)])

    assert (found.new, found.readdressed) == (0, [(person, before)])


def test_an_address_that_the_file_still_has_is_somebody_of_the_same_name(
    sqlite_store: Database, key: str
) -> None:
    written_down(sqlite_store, 1, key=key)
    one = pair(0, key)
    namesake = one.replace(mentor=one.mentor.replace(email=f"other@{key}.example"))

    found = preview_opening(storing(sqlite_store, JULY_1), bristol(), key, [one, namesake])

    assert (found.new, found.readdressed) == (1, [])


def test_a_new_pair_with_somebody_elses_address_is_refused_unless_the_name_is_to_be_taken(
    sqlite_store: Database, key: str
) -> None:
    written_down(sqlite_store, 2, key=key)
    one, other = pair(0, key), pair(1, key)
    new = one.replace(mentor=one.mentor.replace(name="Zed Zero"), mentee=other.mentee)
    context = storing(sqlite_store, JULY_1)

    with pytest.raises(
        BadInput, match=r"is Canary Mentor 0's address already, and in the file it is Zed Zero's"
    ):
        preview_opening(context, bristol(), key, [one, other, new])

    assert preview_opening(context, bristol(), key, [new], take_names=True).new == 1


def test_what_could_not_be_opened_is_refused(sqlite_store: Database, key: str) -> None:
    with pytest.raises(BadInput, match="cannot be a key"):
        preview_opening(storing(sqlite_store, JULY_1), bristol(), "Jo Ellis <jo@x.example>", [pair(0, key)])
    with pytest.raises(BadInput, match="its time for sessions ended on 6 Jan 2028"):
        preview_opening(storing(sqlite_store, utc(2028, 2, 1)), bristol(), key, [pair(0, key)])


def test_before_the_day_of_introductions_nothing_is_late(sqlite_store: Database, key: str) -> None:
    found = preview_opening(storing(sqlite_store, utc(2027, 6, 14, 15)), bristol(), key, [pair(0, key)])
    assert not found.is_late


def test_who_is_called_otherwise_than_before_is_named_and_keeps_the_name(
    sqlite_store: Database, key: str
) -> None:
    written_down(sqlite_store, 2, key=key)
    pairs = [renamed(pair(0, key), "Canary Married"), pair(1, key)]
    email = pair(0, key).mentor.email

    found = renamed_in(storing(sqlite_store), pairs)

    told = [(each.person.email, each.person.name, each.in_file) for each in found]
    assert told == [(email, "Canary Mentor 0", "Canary Married")]
    with sqlite_store.begin() as session:
        assert by_email(session, [email])[email].name == "Canary Mentor 0"


def test_the_name_of_the_file_is_taken_over_where_that_is_asked_for(sqlite_store: Database, key: str) -> None:
    written_down(sqlite_store, 1, key=key)
    email = pair(0, key).mentor.email
    with sqlite_store.begin() as session:
        renaming(session, [renamed(pair(0, key), "Canary Married")], take_names=True)
        assert by_email(session, [email])[email].name == "Canary Married"
