"""What an event does to an application, and with which sentence it is refused."""

from typing import Any

import pytest

from domain.application.events import (
    Arrive,
    Close,
    Come,
    Confirm,
    Decline,
    ExtendDeadline,
    Freed,
    Invite,
    Placed,
    SignUp,
    TakeUp,
    Unmatched,
    WithdrawApplication,
)
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationEndReason, ApplicationStage, Correspondent, Role
from domain.letter.letter import LetterName
from domain.pairing.events import AddSitting, LetterFailed, Reschedule
from tests.applying import (
    FEBRUARY_1,
    JUNE_1,
    MAY_19,
    applied,
    at,
    bristol,
    bucks,
    invited,
    offered,
    south_west,
)
from tests.domain.application.partners import (
    CARRIED,
    COMPLETED,
    DECLINED,
    IN_ORDER,
    PAIRED,
    RESERVE,
    WITHDRAWN,
    YES,
    how_it_ended,
    stages,
    without_a_partner,
)
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit


NO = Confirm(condition="manager", met=False)


# Leaving
@without_a_partner
def test_whoever_has_no_partner_may_withdraw(stage: ApplicationStage) -> None:
    entity = at(stage)
    entity.update(WithdrawApplication())
    assert how_it_ended(entity) == (WITHDRAWN, None)
    assert entity.written()[-1] is LetterName.APPLICATION_WITHDRAWN


@without_a_partner
def test_withdrawing_twice_is_withdrawing_once(stage: ApplicationStage) -> None:
    entity = at(stage)
    entity.update(WithdrawApplication())
    assert entity.takes_no_notice(WithdrawApplication())
    assert entity.count(LetterName.APPLICATION_WITHDRAWN) == 1


def test_whoever_has_a_partner_withdraws_from_the_pairing() -> None:
    assert at(PAIRED).refusal(WithdrawApplication()) == (
        "This person has a partner; withdraw them from the pairing: ⟦pairing withdraw⟧"
    )


@without_a_partner
def test_the_coordinator_may_decline_whoever_has_no_partner(stage: ApplicationStage) -> None:
    entity = at(stage)
    entity.update(Decline())
    assert how_it_ended(entity) == (DECLINED, ApplicationEndReason.BY_COORDINATOR)
    assert entity.written()[-1] is LetterName.APPLICATION_DECLINED
    assert entity.takes_no_notice(Decline())


def test_whoever_has_a_partner_is_not_declined() -> None:
    assert at(PAIRED).refusal(Decline()) == (
        "This person has a partner; end the pairing instead: ⟦pairing end⟧"
    )


@without_a_partner
def test_a_line_manager_who_says_no_ends_the_application(stage: ApplicationStage) -> None:
    entity = at(stage)
    entity.update(NO)
    assert how_it_ended(entity) == (DECLINED, ApplicationEndReason.MANAGER_DECLINED)
    assert (OutcomeKind.NOT_MET, "manager") in entity.happened


def test_a_line_manager_cannot_say_no_to_a_pair() -> None:
    assert at(PAIRED).refusal(NO) == "The application is paired; its conditions have been met."


def test_a_prerequisite_that_will_not_be_met_ends_the_application() -> None:
    entity = applied(bucks(), FEBRUARY_1, role=Role.MENTEE, invited=True)
    entity.update(Confirm(condition="experience", met=False))
    assert how_it_ended(entity) == (DECLINED, ApplicationEndReason.PREREQUISITES)


def test_what_is_out_of_the_running_is_not_decided_anew_but_taken_up_again_first() -> None:
    entity = at(ApplicationStage.CHECKING)
    entity.update(WithdrawApplication())
    for event in (Arrive(received=JUNE_1), Invite(), Decline(), YES, NO):
        assert entity.refusal(event) == (
            "This application is withdrawn. Take it up again first: ⟦application reopen⟧"
        )


@every(
    "event",
    [
        Placed(pairing="p-01"),
        Freed(pairing="p-01", how="left"),
        Unmatched(),
        ExtendDeadline(closes=utc(2027, 6, 25)),
        Close(),
        LetterFailed(role=Correspondent.APPLICANT),
    ],
)
def test_news_for_what_is_over_changes_nothing(event: Any) -> None:
    entity = at(IN_ORDER)
    entity.update(WithdrawApplication(), Close())
    assert entity.takes_no_notice(event)


# The form, and the place
@pytest.mark.parametrize("stage", [ApplicationStage.INVITED, ApplicationStage.OFFERED])
def test_the_same_form_arrives_once(stage: ApplicationStage) -> None:
    entity = at(stage)
    entity.update(Arrive(received=JUNE_1))
    assert entity.takes_no_notice(Arrive(received=utc(2027, 6, 2)))


def test_it_counts_when_the_form_first_arrived() -> None:
    entity = at(ApplicationStage.INCOMPLETE)
    entity.update(Arrive(received=utc(2027, 6, 3)))
    assert entity.entity.received == JUNE_1


@pytest.mark.parametrize("stage", [IN_ORDER, RESERVE, PAIRED])
def test_a_form_that_is_put_right_leaves_the_application_where_it_is(stage: ApplicationStage) -> None:
    entity = at(stage)
    since = entity.entity.since
    entity.until(utc(2027, 6, 3))
    entity.update(Arrive(received=entity.now, new_manager=True))
    assert (entity.stage, entity.entity.since) == (stage, since)


@pytest.mark.parametrize("stage", [RESERVE, PAIRED])
def test_once_the_matches_are_made_nothing_missing_takes_a_place_away(stage: ApplicationStage) -> None:
    entity = at(stage)
    entity.update(Arrive(received=JUNE_1, missing=("goals",), eligible=False))
    assert entity.stage is stage


def test_a_place_is_taken_up_once() -> None:
    entity = offered(bristol(), MAY_19)
    entity.update(TakeUp())
    assert entity.takes_no_notice(TakeUp())
    assert entity.count(LetterName.APPLICATION_RECEIVED) == 1


def test_whoever_was_invited_to_apply_has_no_place_to_take_up() -> None:
    assert at(ApplicationStage.INVITED).refusal(TakeUp()) == (
        "No place is offered here; this person was invited to apply."
    )


@stages
def test_an_extension_is_heard_once(stage: ApplicationStage) -> None:
    entity = at(stage)
    entity.update(ExtendDeadline(closes=utc(2027, 6, 25)))
    assert entity.entity.rules.closes == utc(2027, 6, 25)
    assert entity.takes_no_notice(ExtendDeadline(closes=utc(2027, 6, 25)))


def test_whoever_is_invited_has_until_the_later_closing_date() -> None:
    entity = at(ApplicationStage.INVITED)
    entity.update(ExtendDeadline(closes=utc(2027, 6, 25)))
    entity.until(utc(2027, 6, 24))
    entity.update(Arrive(received=entity.now))
    assert entity.stage is ApplicationStage.CHECKING


def test_nobody_is_asked_to_apply_after_applications_were_closed_by_hand() -> None:
    entity = at(ApplicationStage.INVITED)
    entity.until(utc(2027, 6, 3))
    entity.update(ExtendDeadline(closes=entity.now))
    entity.until(utc(2027, 6, 30))
    assert entity.written() == [LetterName.APPLICATION_INVITATION]
    assert how_it_ended(entity) == (WITHDRAWN, ApplicationEndReason.NO_ANSWER)


# The cohort is over
@every(
    ("stage", "ended"),
    [
        (ApplicationStage.OFFERED, (WITHDRAWN, ApplicationEndReason.NO_ANSWER)),
        (ApplicationStage.INVITED, (WITHDRAWN, ApplicationEndReason.NO_ANSWER)),
        (ApplicationStage.INCOMPLETE, (WITHDRAWN, ApplicationEndReason.NO_ANSWER)),
        (ApplicationStage.CHECKING, (CARRIED, ApplicationEndReason.MANAGER_SILENT)),
        (IN_ORDER, (CARRIED, ApplicationEndReason.NO_PARTNER)),
        (RESERVE, (CARRIED, ApplicationEndReason.NO_PARTNER)),
        (PAIRED, (COMPLETED, None)),
    ],
)
def test_the_end_of_the_cohort_is_the_end_of_every_application(stage: ApplicationStage, ended: Any) -> None:
    entity = at(stage)
    entity.update(Close())
    assert how_it_ended(entity) == ended
    assert entity.takes_no_notice(Close())


@stages
def test_the_end_of_the_cohort_is_told_to_whoever_is_kept_for_the_next(stage: ApplicationStage) -> None:
    entity = at(stage)
    before = len(entity.letters)
    entity.update(Close())
    kept = [LetterName.CARRIED_OVER] if entity.stage is CARRIED else []
    assert [letter.name for letter in entity.letters[before:]] == kept


@pytest.mark.parametrize(
    ("confirmed", "invited", "reason"),
    [
        (("workshop", "experience"), False, ApplicationEndReason.NOT_INVITED),
        (("workshop",), True, ApplicationEndReason.PREREQUISITES),
        ((), False, ApplicationEndReason.NOT_INVITED),
    ],
)
def test_an_application_that_is_kept_says_what_it_lacked(
    confirmed: tuple[str, ...], invited: bool, reason: ApplicationEndReason
) -> None:
    entity = applied(bucks(), FEBRUARY_1, role=Role.MENTEE, invited=invited)
    entity.update(*(Confirm(condition=condition) for condition in confirmed))
    entity.update(Close())
    assert how_it_ended(entity) == (CARRIED, reason)


# Dates
def test_a_date_after_the_pairing_means_nothing_to_an_application() -> None:
    moved = Reschedule(gathering="induction", sitting="1", starts=utc(2027, 7, 20), ends=utc(2027, 7, 20, 14))
    assert at(IN_ORDER).takes_no_notice(moved)


@pytest.mark.parametrize(("event", "sitting"), [(Reschedule, "2"), (AddSitting, "4")])
def test_a_changed_date_is_heard_once(event: Any, sitting: str) -> None:
    starts, ends = utc(2027, 6, 16), utc(2027, 6, 16, 13)
    change = event(gathering="awareness", sitting=sitting, starts=starts, ends=ends)
    entity = at(IN_ORDER)
    entity.update(change)
    assert entity.takes_no_notice(change)


def test_a_sitting_added_does_not_move_one_that_is_there() -> None:
    added = AddSitting(gathering="awareness", sitting="2", starts=utc(2027, 6, 16), ends=utc(2027, 6, 16, 13))
    assert "has a sitting '2' already" in at(IN_ORDER).refusal(added)


def test_a_no_told_again_changes_nothing() -> None:
    entity, no = at(ApplicationStage.CHECKING), Confirm(condition="manager", met=False)
    entity.update(no)
    assert entity.takes_no_notice(no)


def test_who_leaves_the_reserve_list_after_a_partner_left_is_told_so() -> None:
    entity = at(PAIRED)
    entity.update(Freed(pairing="p-01", how="free"))
    entity.update(WithdrawApplication())
    assert entity.written()[-1] is LetterName.APPLICATION_WITHDRAWN


@pytest.mark.parametrize("event", [SignUp(gathering="party", sitting="1"), Come(gathering="induction")])
def test_a_gathering_that_is_none_of_theirs_is_refused_with_those_there_are(event: Any) -> None:
    assert "it has: awareness." in at(IN_ORDER).refusal(event)


# What is recorded
def test_every_fact_names_what_it_is_about() -> None:
    entity = invited(south_west(), JUNE_1)
    entity.update(
        Arrive(received=JUNE_1),
        SignUp(gathering="awareness", sitting="1"),
        SignUp(gathering="awareness", sitting=None),
        YES,
        Placed(pairing="p-01"),
        Freed(pairing="p-01", how="completed"),
    )
    assert entity.happened == [
        (OutcomeKind.INVITED, None),
        (OutcomeKind.APPLIED, None),
        (OutcomeKind.SIGNED_UP, "awareness"),
        (OutcomeKind.SIGNED_OFF, "awareness"),
        (OutcomeKind.CONFIRMED, "manager"),
        (OutcomeKind.PLACED, "p-01"),
        (OutcomeKind.STAGE, "paired"),
        (OutcomeKind.FREED, "p-01"),
        (OutcomeKind.STAGE, "completed"),
    ]


def test_whoever_is_invited_after_applying_has_that_recorded() -> None:
    entity = at(IN_ORDER)
    entity.update(Invite())
    assert entity.happened[-1] == (OutcomeKind.INVITED, "invitation")


def test_a_place_and_a_changed_date_are_recorded_with_their_time() -> None:
    entity = at(IN_ORDER)
    entity.update(SignUp(gathering="awareness", sitting="1"))
    starts = utc(2027, 6, 11, 10)
    entity.update(Reschedule(gathering="awareness", sitting="1", starts=starts, ends=utc(2027, 6, 11, 11)))
    assert [(o.kind, o.about, o.starts) for o in entity.outcomes[-2:]] == [
        (OutcomeKind.SIGNED_UP, "awareness", utc(2027, 6, 10, 10)),
        (OutcomeKind.RESCHEDULED, "awareness", starts),
    ]
