"""What was told of a pairing by mistake is taken back: the pairing stands as if it had never been told."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.entity.entity import TakeBack
from domain.entity.outcomes import OutcomeKind
from domain.entity.remembering import core
from domain.entity.taking_back import slips
from domain.enums import BOTH, EndReason, ReviewChoice, Role, SessionState, Stage
from domain.letter.letter import LetterName
from domain.pairing.events import (
    Accept,
    Answer,
    Attend,
    BookSession,
    CancelSession,
    End,
    LogSession,
    PairingEvent,
    Pause,
    Review,
    Waive,
    Withdraw,
)
from domain.pairing.machine import PAIRING
from tests.every import every
from tests.living import Life, accepted, evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit

_AN_HOUR = timedelta(hours=1)


def _take_back_last(entity: Life) -> None:
    entity.update(TakeBack(number=slips(PAIRING, entity.pairing, 1)[0].number))


def _why_not(entity: Life, kind: str) -> str | None:
    told = slips(PAIRING, entity.pairing, 40)
    return next(slip.why_not for slip in told if slip.step.event and slip.step.event.kind == kind)


def _introduced() -> Life:
    entity = Life()
    entity.until(utc(2027, 6, 15))
    entity.update(Accept(role=Role.MENTOR))
    return entity


def _inducted() -> Life:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 30, 12))
    return entity


def _reviewing() -> Life:
    entity = lived(mentoring)
    entity.until(utc(2027, 10, 7, 15))
    return entity


def _booked() -> Life:
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, 7, 20), minutes=60))
    entity.until(utc(2027, 7, 20, 14))
    return entity


_SLIPS: dict[str, tuple[Callable[[], Life], PairingEvent]] = {
    "the second acceptance": (_introduced, Accept(role=Role.MENTEE)),
    "both attended": (_inducted, Attend(gathering="induction")),
    "one missed it": (_inducted, Attend(gathering="induction", roles=(Role.MENTEE,), attended=False)),
    "one is excused": (_inducted, Waive(gathering="training", roles=(Role.MENTEE,))),
    "a session is booked": (lambda: lived(mentoring), BookSession(starts=utc(2027, 7, 20), minutes=60)),
    "the booked one is logged": (_booked, LogSession()),
    "it was not held": (_booked, LogSession(held=False)),
    "one never booked is logged": (_booked, LogSession(starts=utc(2027, 7, 13), minutes=60)),
    "it is cancelled": (_booked, CancelSession(session=1)),
    "one says adjust": (_reviewing, Review(role=Role.MENTEE, choice=ReviewChoice.ADJUST)),
    "one says end": (_reviewing, Review(role=Role.MENTEE, choice=ReviewChoice.END)),
    "one has answered": (lambda: lived(evaluation), Answer(role=Role.MENTOR)),
    "the pair pauses": (_booked, Pause()),
    "one withdraws": (lambda: lived(mentoring), Withdraw(role=Role.MENTEE)),
    "it is ended": (lambda: lived(mentoring), End()),
    "it is ended for silence": (lambda: lived(mentoring), End(reason=EndReason.NO_CONTACT)),
}
"""What may be told, each to a pairing to which it can be."""


@every("slip", _SLIPS.values(), ids=_SLIPS)
def test_whatever_was_told_is_taken_back_at_once_or_after_a_day_and_all_is_as_before(
    slip: tuple[Callable[[], Life], PairingEvent],
) -> None:
    begin, event = slip
    for later in (timedelta(), timedelta(minutes=30), timedelta(days=1)):
        entity, as_it_was = begin(), begin()
        entity.update(event)
        assert core(entity.pairing) != core(as_it_was.pairing)
        for one in (entity, as_it_was):
            one.until(one.now + later)
        _take_back_last(entity)
        assert _but_numbers(entity) == _but_numbers(as_it_was)
        assert entity.concerns == as_it_was.concerns


def _but_numbers(entity: Life) -> dict[str, object]:
    """A session that was taken back has had a number, and no other gets it."""
    return {name: value for name, value in core(entity.pairing).items() if name != "numbered"}


def test_the_record_keeps_both_the_slip_and_who_took_it_back() -> None:
    entity = _inducted()
    entity.update(Attend(gathering="induction"))
    (slip, *_) = slips(PAIRING, entity.pairing, 1)
    entity.update(TakeBack(number=slip.number, actor="a-2"))
    attended = [o.number for o in entity.outcomes if o.kind is OutcomeKind.ATTENDED]
    taken_back = [o for o in entity.outcomes if o.kind is OutcomeKind.TAKEN_BACK]
    assert [o.corrects for o in taken_back] == attended
    assert slip.step.outcomes == tuple(attended)


def test_taken_back_twice_it_is_taken_back_once() -> None:
    entity = lived(mentoring)
    entity.update(Withdraw(role=Role.MENTEE))
    event = TakeBack(number=slips(PAIRING, entity.pairing, 1)[0].number)
    entity.update(event)
    assert entity.takes_no_notice(event)


def test_what_something_has_been_built_on_stays_and_says_on_what() -> None:
    entity = _booked()
    said = _why_not(entity, "accept")
    assert said == (
        "Something has been built on it since: a session is booked (told on Tue 6 Jul 2027 16:00). "
        "Take that back first."
    )
    _take_back_last(entity)
    assert _why_not(entity, "attend") is None
    _take_back_last(entity)
    assert entity.stage is Stage.TRAINING


def test_what_was_never_told_or_is_no_ones_word_cannot_be_taken_back() -> None:
    entity = lived(mentoring)
    assert "has number 99" in entity.refusal(TakeBack(number=99))
    stage = next(o.number for o in entity.outcomes if o.kind is OutcomeKind.STAGE)
    assert f"has number {stage}" in entity.refusal(TakeBack(number=stage))


def test_an_ended_pairing_goes_on_where_it_was_and_what_fell_due_meanwhile_follows() -> None:
    entity = lived(mentoring)
    entity.update(End())
    entity.finish()
    entity.until(utc(2027, 10, 8))
    _take_back_last(entity)
    assert entity.stage is Stage.MIDWAY_REVIEW
    assert (OutcomeKind.REOPENED, "mentoring") in entity.happened
    assert entity.pairing.end_reason is None


def test_a_later_session_keeps_its_number_and_its_log_when_an_earlier_one_is_taken_back() -> None:
    entity = _booked()
    entity.update(LogSession(starts=utc(2027, 7, 13), minutes=60))
    entity.update(LogSession())
    entity.update(TakeBack(number=slips(PAIRING, entity.pairing, 2)[1].number))
    entity.update(BookSession(starts=utc(2027, 8, 3), minutes=60))
    sessions = [(s.number, s.state) for s in entity.pairing.sessions]
    assert sessions == [(1, SessionState.HELD), (3, SessionState.BOOKED)]


# The letters


def test_who_got_a_letter_by_the_slip_gets_one_that_puts_it_right_and_nobody_else() -> None:
    entity = lived(mentoring)
    entity.update(Withdraw(role=Role.MENTEE))
    entity.until(entity.now + _AN_HOUR / 2)
    _take_back_last(entity)
    (correction,) = (letter for letter in entity.letters if letter.name is LetterName.CORRECTION)
    assert (correction.role, correction.puts_right) == (Role.MENTEE, ("farewell:mentee",))
    assert entity.count(LetterName.PARTNER_LEFT) == 0
    assert entity.count(LetterName.GATHERING_CANCELLED) == 0


def test_taken_back_after_the_hour_both_are_told_so() -> None:
    entity = lived(mentoring)
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()
    _take_back_last(entity)
    assert {letter.role for letter in entity.letters if letter.name is LetterName.CORRECTION} == set(BOTH)


def test_of_a_slip_that_called_for_no_letter_nobody_hears() -> None:
    entity = _booked()
    before = len(entity.letters)
    entity.update(LogSession())
    _take_back_last(entity)
    assert len(entity.letters) == before


def test_what_went_by_a_slip_goes_again_when_it_is_true() -> None:
    entity = _introduced()
    for _ in range(2):
        entity.update(Accept(role=Role.MENTEE))
        _take_back_last(entity)
    entity.update(Accept(role=Role.MENTEE))
    assert entity.count(LetterName.BOTH_ACCEPTED) == 6
    assert entity.count(LetterName.CORRECTION) == 4
    keys = [letter.key for letter in entity.letters]
    assert len(set(keys)) == len(keys)
