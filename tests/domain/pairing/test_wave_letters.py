"""Who has not answered is reminded, twice a wave at most, and is late after that."""

from datetime import timedelta

import pytest

from domain.enums import BOTH, GatheringKind, Role, Stage, Wave
from domain.letter.letter import Letter, LetterName
from domain.pairing.events import Accept, Answer, Pause
from domain.pairing.waves import is_late, window
from domain.programme.rules import Rules
from tests.factories import SimulatedPairing, accepted, bristol_rules, evaluation, mentoring, pairing_in, utc

pytestmark = pytest.mark.unit


def _asking_all() -> Rules:
    return bristol_rules().replace(asks=tuple(Wave))


def _asked(entity: SimulatedPairing, wave: Wave) -> list[Letter]:
    """Every letter that asks this wave, to the mentor."""
    return [letter for letter in entity.letters if (letter.wave, letter.role) == (wave, Role.MENTOR)]


def _names(letters: list[Letter]) -> list[LetterName]:
    return [letter.name for letter in letters]


def test_what_is_asked_before_is_asked_once_more_by_the_reminder_of_the_first_gathering() -> None:
    entity = pairing_in(accepted, _asking_all)
    entity.until(utc(2027, 6, 30))

    assert _names(_asked(entity, Wave.BEFORE)) == [LetterName.BOTH_ACCEPTED, LetterName.GATHERING_REMINDER]


def test_the_reminder_says_nothing_of_it_to_who_has_answered() -> None:
    entity = pairing_in(accepted, _asking_all)
    entity.update(Answer(role=Role.MENTOR, wave=Wave.BEFORE))
    entity.until(utc(2027, 6, 30))

    assert LetterName.GATHERING_REMINDER in entity.written(Role.MENTOR)
    assert _names(_asked(entity, Wave.BEFORE)) == [LetterName.BOTH_ACCEPTED]


def test_who_comes_after_the_first_gathering_is_reminded_by_a_letter() -> None:
    entity = SimulatedPairing(_asking_all(), utc(2027, 8, 2))
    entity.until(utc(2027, 8, 3))
    for role in BOTH:
        entity.update(Accept(role=role))
    entity.until(utc(2027, 8, 17))

    assert _names(_asked(entity, Wave.BEFORE)) == [LetterName.BOTH_ACCEPTED, LetterName.QUESTIONS]


def _without_review() -> Rules:
    rules = _asking_all()
    others = (one for one in rules.gatherings if one.kind is not GatheringKind.MIDWAY_REVIEW)
    return rules.replace(gatherings=tuple(others))


def test_half_way_is_reminded_of_once_and_only_to_who_has_not_answered() -> None:
    entity = pairing_in(mentoring, _without_review)
    times = window(entity.pairing, Role.MENTEE, Wave.MIDWAY)
    assert times
    entity.until(times.opens + timedelta(days=1))
    entity.update(Answer(role=Role.MENTEE, wave=Wave.MIDWAY))
    entity.until(times.closes)

    asked = [letter.key for letter in entity.letters if letter.wave is Wave.MIDWAY]
    assert asked == ["questions:midway:mentor", "questions:midway:mentee", "questions:midway:7:mentor"]


def test_where_a_review_asks_half_way_no_letter_more_is_written() -> None:
    entity = pairing_in(mentoring, _asking_all)
    entity.until(utc(2027, 11, 8))

    assert _names(_asked(entity, Wave.MIDWAY)) == [LetterName.REVIEW_QUESTION]


def test_no_wave_has_more_than_two_chasers() -> None:
    entity = pairing_in(evaluation, _asking_all)
    entity.until_over()
    entity.until(entity.now + timedelta(days=260))

    asked = {wave: len(_asked(entity, wave)) for wave in Wave}
    assert asked == {Wave.BEFORE: 2, Wave.MIDWAY: 1, Wave.END: 3, Wave.LATER: 2}


def test_who_has_not_answered_is_late_from_the_last_chaser_until_the_wave_closes() -> None:
    entity = pairing_in(evaluation, _asking_all)
    times = window(entity.pairing, Role.MENTOR, Wave.END)
    assert times
    last = entity.pairing.after(times.opens, entity.pairing.rules.patience.evaluation_chasers[-1])

    def late(at: object) -> bool:
        return is_late(entity.pairing, Role.MENTOR, Wave.END, at)  # type: ignore[arg-type]

    assert (late(last - timedelta(minutes=1)), late(last), late(times.closes)) == (False, True, True)
    assert not late(times.closes + timedelta(minutes=1))
    entity.update(Answer(role=Role.MENTOR))
    assert not late(last)


def test_a_pair_that_pauses_is_late_with_nothing() -> None:
    entity = pairing_in(mentoring, _asking_all)
    entity.until(utc(2027, 10, 18))
    assert entity.stage is Stage.MIDWAY_REVIEW
    assert is_late(entity.pairing, Role.MENTOR, Wave.MIDWAY, entity.now)

    entity.update(Pause())

    assert not is_late(entity.pairing, Role.MENTOR, Wave.MIDWAY, entity.now)
