"""What is due when nobody woke the pairing in time, and what holds over a whole life."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from domain.enums import BOTH, Role, Stage
from domain.letter.letter import LetterName
from domain.pairing.due import due
from domain.pairing.events import Accept, BookSession, CancelSession, MoveSession, Pause, Resume, Withdraw
from domain.programme.rules import Rules
from tests.domain.varied import VARIED
from tests.every import every
from tests.living import Life, accepted, bristol_rules, evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit

CHASERS = (
    LetterName.INTRODUCTION_CHASER,
    LetterName.NUDGE,
    LetterName.SECOND_NUDGE,
    LetterName.EVALUATION_CHASER,
    LetterName.SESSION_CHECK,
    LetterName.GATHERING_REMINDER,
)


def test_the_first_look_records_that_the_pair_was_proposed() -> None:
    entity = Life()
    assert [entry.revision for entry in entity.entries] == [1]


def test_looking_again_at_once_finds_nothing_to_do() -> None:
    for entity in (Life(), lived(accepted), lived(mentoring), lived(evaluation)):
        assert due(entity.pairing, entity.now).entry is None


@every("rules", VARIED.values(), ids=VARIED)
def test_nothing_is_due_before_the_pairing_asked_to_be_looked_at(rules: Callable[[], Rules]) -> None:
    entity = Life(rules())
    while entity.pairing.is_open and entity.look_again:
        too_early = due(entity.pairing, entity.look_again - timedelta(seconds=1))
        assert too_early.entry is None
        entity.until(entity.look_again)


@every("rules", VARIED.values(), ids=VARIED)
def test_left_alone_every_pairing_comes_to_its_end(rules: Callable[[], Rules]) -> None:
    entity = Life(rules())
    entity.until_over()
    assert entity.stage is Stage.ENDED


def test_every_letter_of_a_whole_life_is_written_once() -> None:
    entity = lived(evaluation)
    entity.until_over()
    keys = [letter.key for letter in entity.letters]
    assert len(keys) == len(set(keys)) > 20


def test_a_letter_is_written_the_moment_it_is_due_when_all_is_well() -> None:
    entity = lived(mentoring)
    entity.until_over()
    for entry in entity.entries:
        assert all(letter.at == entry.at for letter in entry.letters)


@every("made", [utc(2027, 6, day, 22) for day in range(15, 22)])
def test_nobody_is_chased_at_the_weekend(made: datetime) -> None:
    entity = Life(now=made)
    entity.until(made + timedelta(days=13))
    for role in BOTH:
        entity.update(Accept(role=role))
    entity.until_over()
    chased = [entry.at for entry in entity.entries for letter in entry.letters if letter.name in CHASERS]
    assert chased
    assert all(at.weekday() < 5 for at in chased)


# After an outage


def test_of_two_missed_chasers_only_the_second_is_written() -> None:
    entity = Life()
    entity.until(utc(2027, 6, 15))
    entity.outage(utc(2027, 6, 29))
    chasers = [x.key for x in entity.letters if x.name is LetterName.INTRODUCTION_CHASER]
    assert sorted(chasers) == ["introduction_chaser:12:mentee", "introduction_chaser:12:mentor"]


def test_an_out_of_date_chaser_is_not_made_up_for_later() -> None:
    entity = Life()
    entity.until(utc(2027, 6, 15))
    entity.outage(utc(2027, 6, 29))
    entity.until(utc(2027, 8, 1))
    assert len(entity.when(LetterName.INTRODUCTION_CHASER)) == 1


def test_nobody_is_reminded_of_a_gathering_that_is_past() -> None:
    entity = lived(accepted)
    entity.outage(utc(2027, 6, 30, 12))
    assert entity.count(LetterName.GATHERING_REMINDER) == 0


def test_a_late_first_nudge_gives_way_to_the_second() -> None:
    entity = lived(mentoring)
    entity.outage(utc(2027, 9, 1))
    assert entity.count(LetterName.NUDGE) == 0
    assert entity.when(LetterName.SECOND_NUDGE) == [utc(2027, 9, 1)]


def test_after_a_long_outage_the_coordinator_hears_but_nobody_is_nudged() -> None:
    entity = lived(mentoring)
    entity.outage(utc(2027, 9, 30))
    assert entity.count(LetterName.NUDGE) == entity.count(LetterName.SECOND_NUDGE) == 0
    assert "gone_quiet" in entity.pairing.concerns


def test_the_question_whether_they_met_survives_an_outage() -> None:
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, 7, 20, 14), minutes=60))
    entity.outage(utc(2027, 8, 2))
    assert entity.when(LetterName.SESSION_CHECK) == [utc(2027, 8, 2)]


def chased_twice() -> Rules:
    rules = bristol_rules()
    return rules.replace(patience=rules.patience.replace(evaluation_chasers=(7, 14)))


def test_of_two_missed_evaluation_chasers_only_the_second_is_written() -> None:
    entity = lived(evaluation, chased_twice)
    entity.outage(utc(2028, 1, 26))
    chasers = [letter.key for letter in entity.letters if letter.name is LetterName.EVALUATION_CHASER]
    assert sorted(chasers) == ["evaluation_chaser:14:mentee", "evaluation_chaser:14:mentor"]


def test_an_evaluation_that_closed_during_an_outage_is_not_sent() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 12, 20))
    entity.outage(utc(2028, 3, 1))
    assert entity.count(LetterName.EVALUATION) == 0
    assert not entity.pairing.is_open


def test_after_an_outage_over_several_stages_the_pair_is_not_written_to_about_all_of_them() -> None:
    entity = lived(evaluation)
    entity.outage(utc(2028, 3, 1))
    assert entity.written(Role.MENTOR)[-1] is LetterName.THANKS
    assert entity.count(LetterName.EVALUATION_CHASER) == 0


# When to look again


def test_an_open_pairing_asks_to_be_looked_at_again() -> None:
    for entity in (Life(), lived(accepted), lived(mentoring), lived(evaluation)):
        assert entity.look_again is not None
        assert entity.look_again > entity.now


def test_a_long_paused_pairing_waits_for_an_event_alone() -> None:
    entity = lived(mentoring)
    entity.update(Pause())
    entity.until(utc(2028, 6, 1))
    assert entity.look_again is None


def test_a_pairing_that_was_completed_is_followed_up_half_a_year_later_and_once_more() -> None:
    entity = lived(evaluation)
    entity.until_over()
    completed, follow_up = entity.now, entity.look_again

    assert follow_up
    assert timedelta(days=181) <= follow_up - completed < timedelta(days=185)
    entity.until(follow_up)
    assert entity.when(LetterName.FOLLOW_UP) == [follow_up]
    assert entity.look_again == follow_up + timedelta(days=7)
    entity.until(entity.look_again)
    assert entity.letters[-1].name is LetterName.QUESTIONS
    assert entity.look_again is None


def test_a_programme_may_do_without_a_follow_up() -> None:
    entity = lived(evaluation)
    patience = entity.pairing.rules.patience.replace(follow_up=0)
    entity.pairing = entity.pairing.replace(rules=entity.pairing.rules.replace(patience=patience))
    entity.until_over()

    assert entity.look_again is None


def test_a_pairing_that_ended_early_is_not_followed_up() -> None:
    entity = lived(evaluation)
    entity.update(Withdraw(role=Role.MENTOR))
    assert entity.look_again == entity.now + timedelta(hours=1)
    entity.until(entity.look_again)
    assert entity.look_again is None


# Which earlier letters are still wanted


def _wanted(entity: Life) -> set[str]:
    return set(entity.entries[-1].still_wanted)


def _keys(entity: Life, name: LetterName) -> set[str]:
    keys = {letter.key for letter in entity.letters if letter.name is name}
    assert keys
    return keys


def _booked() -> Life:
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, 7, 20, 9), minutes=60))
    return entity


def test_a_letter_is_not_still_wanted_before_it_was_written() -> None:
    entity = lived(evaluation)
    entity.until_over()
    for n, entry in enumerate(entity.entries, start=1):
        to_come = {letter.key for later in entity.entries[n:] for letter in later.letters}
        assert not to_come & set(entry.still_wanted)


def test_before_anybody_answers_introduction_and_chasers_are_wanted() -> None:
    entity = Life()
    entity.until(utc(2027, 6, 29))
    assert _wanted(entity) == _keys(entity, LetterName.INTRODUCTION) | _keys(
        entity, LetterName.INTRODUCTION_CHASER
    )


def test_who_has_accepted_is_not_to_be_chased_but_the_other_is() -> None:
    entity = Life()
    entity.until(utc(2027, 6, 29))
    entity.update(Accept(role=Role.MENTOR))
    chasers = _wanted(entity) & _keys(entity, LetterName.INTRODUCTION_CHASER)
    assert chasers == {"introduction_chaser:5:mentee", "introduction_chaser:12:mentee"}


def test_after_both_accepted_neither_introduction_nor_chasers_are_wanted() -> None:
    entity = Life()
    entity.until(utc(2027, 6, 29))
    for role in BOTH:
        entity.update(Accept(role=role))
    assert not _wanted(entity) & _keys(entity, LetterName.INTRODUCTION)
    assert not _wanted(entity) & _keys(entity, LetterName.INTRODUCTION_CHASER)
    assert _wanted(entity) >= _keys(entity, LetterName.BOTH_ACCEPTED) == {f"both_accepted:{r}" for r in BOTH}


def test_the_invitation_that_is_in_the_calendar_is_wanted() -> None:
    assert _wanted(_booked()) >= {f"calendar:p-01.session-1:0:{role}" for role in BOTH}


def test_after_a_session_moved_its_first_time_is_not_wanted() -> None:
    entity = _booked()
    entity.update(MoveSession(session=1, starts=utc(2027, 7, 21, 9)))
    assert not _wanted(entity) & _keys(entity, LetterName.SESSION_BOOKED)
    assert _wanted(entity) >= _keys(entity, LetterName.SESSION_MOVED)


def test_after_a_session_is_cancelled_neither_of_its_times_is_wanted() -> None:
    entity = _booked()
    entity.update(MoveSession(session=1, starts=utc(2027, 7, 21, 9)))
    entity.update(CancelSession(session=1))
    assert not _wanted(entity) & _keys(entity, LetterName.SESSION_BOOKED)
    assert not _wanted(entity) & _keys(entity, LetterName.SESSION_MOVED)
    assert _wanted(entity) >= _keys(entity, LetterName.SESSION_CANCELLED)


def test_a_change_to_one_session_leaves_the_other_wanted() -> None:
    entity = _booked()
    entity.update(BookSession(starts=utc(2027, 7, 22, 9), minutes=60))
    entity.update(CancelSession(session=1))
    assert _wanted(entity) >= {f"calendar:p-01.session-2:0:{role}" for role in BOTH}


def test_a_pause_takes_nothing_back() -> None:
    entity = lived(mentoring)
    before = _wanted(entity)
    entity.update(Pause())
    assert _wanted(entity) >= before >= _keys(entity, LetterName.MENTORING_BEGINS)
    assert _wanted(entity) >= _keys(entity, LetterName.PAUSED)


def test_after_a_pause_its_beginning_is_not_wanted_but_its_end_is() -> None:
    entity = lived(mentoring)
    entity.update(Pause())
    entity.until(utc(2027, 7, 20))
    entity.update(Resume())
    assert not _wanted(entity) & _keys(entity, LetterName.PAUSED)
    assert _wanted(entity) >= _keys(entity, LetterName.RESUMED) | _keys(entity, LetterName.MENTORING_BEGINS)


def test_of_a_pairing_that_is_over_farewells_and_cancellations_are_wanted() -> None:
    entity = _booked()
    entity.update(BookSession(starts=utc(2027, 8, 20, 9), minutes=60))
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()
    assert _wanted(entity) >= {f"farewell:{role}" for role in BOTH} | _keys(
        entity, LetterName.SESSION_CANCELLED
    )
    assert all(key.startswith(("farewell:", "calendar:")) for key in _wanted(entity))
