"""What was told of an application by mistake is taken back: it stands as if it had never been told."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.application.events import (
    ApplicationEvent,
    Arrive,
    Close,
    Come,
    Confirm,
    Decline,
    Invite,
    Placed,
    Reopen,
    SignUp,
    TakeUp,
    WithdrawApplication,
)
from domain.application.machine import APPLICATION
from domain.entity.entity import TakeBack
from domain.entity.outcomes import OutcomeKind
from domain.entity.remembering import core
from domain.entity.taking_back import slips
from domain.enums import ApplicationStage, Correspondent
from domain.letter.letter import Letter, LetterName
from tests.applying import FEBRUARY_1, JUNE_1, Applying, applied, at, bucks, offered, south_west
from tests.every import every
from tests.factories import utc

pytestmark = pytest.mark.unit

_A_DAY = timedelta(days=1)


def _at(stage: ApplicationStage) -> Callable[[], Applying]:
    return lambda: at(stage)


def _signed_up() -> Applying:
    """For the awareness session of 10 June, which has begun."""
    entity = at(ApplicationStage.CHECKING)
    entity.update(SignUp(gathering="awareness", sitting="1"))
    entity.until(utc(2027, 6, 10, 16))
    return entity


def _uninvited() -> Applying:
    return applied(bucks(), FEBRUARY_1)


def _declined() -> Applying:
    entity = at(ApplicationStage.CHECKING)
    entity.update(Decline())
    entity.until(JUNE_1 + _A_DAY)
    return entity


_SLIPS: dict[str, tuple[Callable[[], Applying], ApplicationEvent]] = {
    "it is declined": (_at(ApplicationStage.IN_ORDER), Decline()),
    "somebody on the reserve list withdraws": (_at(ApplicationStage.RESERVE), WithdrawApplication()),
    "the manager says yes": (_at(ApplicationStage.CHECKING), Confirm(condition="manager")),
    "the manager says no": (_at(ApplicationStage.CHECKING), Confirm(condition="manager", met=False)),
    "the place is taken up": (_at(ApplicationStage.OFFERED), TakeUp()),
    "who was declined is taken up again": (_declined, Reopen()),
    "a date is chosen": (
        _at(ApplicationStage.CHECKING),
        SignUp(gathering="awareness", sitting="1"),
    ),
    "they came": (_signed_up, Come(gathering="awareness")),
    "they did not come": (_signed_up, Come(gathering="awareness", came=False)),
    "the programme invites": (_uninvited, Invite()),
}
"""What may be told, each to an application to which it can be."""


def _take_back_last(entity: Applying) -> None:
    entity.update(TakeBack(number=slips(APPLICATION, entity.entity, 1)[0].number))


@every("slip", _SLIPS.values(), ids=_SLIPS)
def test_whatever_was_told_is_taken_back_at_once_or_after_a_day_and_all_is_as_before(
    slip: tuple[Callable[[], Applying], ApplicationEvent],
) -> None:
    begin, event = slip
    for later in (timedelta(), _A_DAY):
        entity, as_it_was = begin(), begin()
        entity.update(event)
        assert core(entity.entity) != core(as_it_was.entity)
        for one in (entity, as_it_was):
            one.until(one.now + later)
        _take_back_last(entity)
        assert core(entity.entity) == core(as_it_was.entity)
        assert entity.concerns == as_it_was.concerns


def test_the_applicant_whose_application_was_declined_by_mistake_is_told_what_was_wrong() -> None:
    entity = at(ApplicationStage.IN_ORDER)
    entity.update(Decline(actor="a-1"))
    _take_back_last(entity)
    correction = entity.letter(LetterName.CORRECTION)
    assert (correction.role, correction.puts_right) == (Correspondent.APPLICANT, ("farewell",))
    kinds = [outcome.kind for outcome in entity.outcomes][-3:]
    assert kinds == [OutcomeKind.STAGE, OutcomeKind.TAKEN_BACK, OutcomeKind.REOPENED]

    entity.update(Decline())
    assert [letter.key for letter in _declining(entity)] == ["farewell", "farewell:again-1"]


def _declining(entity: Applying) -> list[Letter]:
    return [letter for letter in entity.letters if letter.name is LetterName.APPLICATION_DECLINED]


def test_a_line_manager_who_was_asked_by_mistake_is_told_so() -> None:
    entity = offered(south_west(), JUNE_1)
    entity.update(TakeUp())
    assert entity.count(LetterName.MANAGER_REQUEST) == 1
    _take_back_last(entity)
    assert entity.stage is ApplicationStage.OFFERED
    corrected = {x.role for x in entity.letters if x.name is LetterName.CORRECTION}
    assert corrected == {Correspondent.APPLICANT, Correspondent.MANAGER}


def test_a_date_that_was_not_chosen_leaves_the_calendar() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.update(SignUp(gathering="awareness", sitting="1"))
    _take_back_last(entity)
    assert entity.count(LetterName.GATHERING_CANCELLED) == 1
    assert [entry.cancelled for entry in entity.entity.calendar_entries] == [True]


def test_who_has_a_partner_since_keeps_them_though_the_support_was_no_support() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.update(Confirm(condition="manager"))
    entity.update(Placed(pairing="p-01"))
    _take_back_last(entity)
    assert (entity.stage, entity.entity.outstanding) == (ApplicationStage.PAIRED, ("manager",))


def test_what_a_form_says_is_amended_and_not_taken_back() -> None:
    entity = at(ApplicationStage.INCOMPLETE)
    entity.update(Arrive(received=JUNE_1))
    (slip,) = slips(APPLICATION, entity.entity, 1)
    assert slip.why_not == "What a form says is put right, and not taken back: ⟦application amend⟧"
    assert entity.refusal(TakeBack(number=slip.number)) == slip.why_not


def test_what_something_has_been_built_on_stays_and_says_on_what() -> None:
    entity = offered(south_west(), JUNE_1)
    entity.update(TakeUp())
    entity.update(Confirm(condition="manager"))
    _, took_up = slips(APPLICATION, entity.entity, 2)
    assert took_up.why_not is None  # a condition can be met before the place is taken up
    entity.update(Decline())
    entity.update(Reopen())
    *_, declined, confirmed, took_up = slips(APPLICATION, entity.entity, 5)
    assert declined.why_not is None
    assert confirmed.why_not is None


def test_when_the_cohort_is_over_nothing_is_taken_back() -> None:
    entity = at(ApplicationStage.RESERVE)
    entity.update(WithdrawApplication())
    number = slips(APPLICATION, entity.entity, 1)[0].number
    entity.update(Close())
    assert entity.refusal(TakeBack(number=number)) == (
        "This application is withdrawn; nothing more can be recorded for it."
    )


def test_who_was_not_told_of_the_end_of_applications_in_time_is_judged_once() -> None:
    """The cohort ends while a judgement is due that has not been made."""
    entity = applied(south_west(), JUNE_1)
    entity.update(Confirm(condition="manager"))
    entity.now += _A_DAY
    entity.update(Close())
    assert entity.stage is ApplicationStage.CARRIED
    assert entity.takes_no_notice(Close())
    assert slips(APPLICATION, entity.entity, 1)[0].why_not is None
