"""What each event does, and the sentence with which it is refused."""

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, EndReason, ReviewChoice, Role, SessionState, Stage
from domain.pairing.events import (
    Accept,
    Answer,
    Attend,
    BookSession,
    CancelSession,
    End,
    LetterFailed,
    LogSession,
    MoveSession,
    PairingEvent,
    Pause,
    Reschedule,
    Resume,
    Review,
    Waive,
    Withdraw,
)
from tests.domain.asking import refusal, takes_no_notice
from tests.domain.pairing.booking import JULY_20, booked, in_review
from tests.domain.varied import no_gates, no_review, two_inductions
from tests.every import every
from tests.living import Life, accepted, evaluation, lived, mentoring, utc

pytestmark = pytest.mark.unit

# Accepting


def test_one_acceptance_is_not_enough_to_begin() -> None:
    entity = Life()
    entity.update(Accept(role=Role.MENTOR))
    assert entity.stage is Stage.APPLICATION


def test_both_acceptances_begin_the_induction() -> None:
    assert lived(accepted).stage is Stage.INDUCTION


def test_accepting_twice_changes_nothing() -> None:
    assert takes_no_notice(lived(accepted), Accept(role=Role.MENTEE))


# Rescheduling


def test_a_rescheduled_sitting_keeps_its_key_and_has_its_new_time() -> None:
    entity = lived(accepted)
    entity.update(
        Reschedule(gathering="induction", sitting="1", starts=utc(2027, 7, 1, 9), ends=utc(2027, 7, 1, 11))
    )
    assert entity.pairing.rules.gathering("induction").sitting("1").starts == utc(2027, 7, 1, 9)


def test_rescheduling_to_the_same_time_changes_nothing() -> None:
    entity = lived(accepted)
    old = entity.pairing.rules.gathering("induction").sittings[0]
    again = Reschedule(gathering="induction", sitting="1", starts=old.starts, ends=old.ends)
    assert takes_no_notice(entity, again)


def test_a_sitting_that_does_not_exist_is_refused_with_those_that_do() -> None:
    wrong = Reschedule(gathering="induction", sitting="7", starts=utc(2027, 7, 1), ends=utc(2027, 7, 1, 13))
    assert "no sitting '7'; it has: 1, 2" in refusal(lived(accepted, two_inductions), wrong)


def test_sittings_that_change_places_are_kept_in_the_order_of_time() -> None:
    entity = lived(accepted, two_inductions)
    entity.update(
        Reschedule(gathering="induction", sitting="1", starts=utc(2027, 7, 9, 9), ends=utc(2027, 7, 9, 11))
    )
    assert [s.key for s in entity.pairing.rules.gathering("induction").sittings] == ["2", "1"]


def test_rescheduling_for_a_whole_cohort_passes_by_pairs_that_are_over() -> None:
    entity = lived(accepted)
    entity.update(Withdraw(role=Role.MENTOR))
    later = Reschedule(gathering="training", sitting="1", starts=utc(2027, 7, 9), ends=utc(2027, 7, 9, 13))
    assert takes_no_notice(entity, later)


# The review


def test_there_is_nothing_to_say_before_the_review() -> None:
    sentence = refusal(lived(mentoring), Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE))
    assert "review is on Thu 7 Oct 2027 12:30; the pair is in mentoring" in sentence


def test_a_programme_without_a_review_says_so() -> None:
    entity = lived(mentoring, no_review)
    sentence = refusal(entity, Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE))
    assert "no mid-way review" in sentence


def test_one_answer_leaves_the_review_open_and_two_close_it() -> None:
    entity = in_review()
    entity.update(Review(role=Role.MENTOR, choice=ReviewChoice.CONTINUE))
    after_one = entity.stage
    entity.update(Review(role=Role.MENTEE, choice=ReviewChoice.ADJUST))
    assert (after_one, entity.stage) == (Stage.MIDWAY_REVIEW, Stage.MENTORING)


def test_the_same_choice_twice_changes_nothing() -> None:
    entity = in_review()
    entity.update(Review(role=Role.MENTOR, choice=ReviewChoice.ADJUST))
    assert takes_no_notice(entity, Review(role=Role.MENTOR, choice=ReviewChoice.ADJUST))


def test_a_partner_may_change_their_mind_after_the_review() -> None:
    entity = in_review()
    for role in BOTH:
        entity.update(Review(role=role, choice=ReviewChoice.CONTINUE))
    entity.update(Review(role=Role.MENTEE, choice=ReviewChoice.ADJUST))
    assert entity.pairing.mentee.review is ReviewChoice.ADJUST
    assert entity.stage is Stage.MENTORING


@pytest.mark.parametrize("role", BOTH)
def test_who_chooses_to_end_at_the_review_has_withdrawn(role: Role) -> None:
    entity = in_review()
    entity.update(Review(role=role, choice=ReviewChoice.END))
    assert entity.stage is Stage.ENDED
    assert entity.pairing.end_reason is EndReason.withdrawal_of(role)


# The evaluation


def test_nobody_can_answer_before_the_evaluation() -> None:
    assert "has not been sent yet" in refusal(lived(mentoring), Answer(role=Role.MENTOR))


def test_both_answers_complete_the_pairing() -> None:
    entity = lived(evaluation)
    entity.update(Answer(role=Role.MENTOR))
    after_one = entity.stage
    entity.update(Answer(role=Role.MENTEE))
    assert (after_one, entity.stage) == (Stage.EVALUATION, Stage.COMPLETED)


def test_answering_twice_changes_nothing() -> None:
    entity = lived(evaluation)
    entity.update(Answer(role=Role.MENTOR))
    assert takes_no_notice(entity, Answer(role=Role.MENTOR))


# Pausing


def test_a_pause_cancels_sessions_to_come_and_leaves_past_ones_to_be_logged() -> None:
    entity = booked()
    entity.update(BookSession(starts=utc(2027, 8, 20), minutes=60))
    entity.until(utc(2027, 7, 21))
    entity.update(Pause())
    assert [s.state for s in entity.pairing.sessions] == [SessionState.BOOKED, SessionState.CANCELLED]


def test_pausing_twice_changes_nothing() -> None:
    entity = lived(mentoring)
    entity.update(Pause())
    entity.until(utc(2027, 8, 1))
    assert takes_no_notice(entity, Pause())


def test_resuming_what_is_not_paused_changes_nothing() -> None:
    assert takes_no_notice(lived(mentoring), Resume())


def test_a_paused_pair_stays_in_its_stage_until_it_resumes() -> None:
    entity = lived(mentoring)
    entity.update(Pause())
    entity.until(utc(2027, 10, 20))
    during = entity.stage
    entity.update(Resume())
    assert (during, entity.stage) == (Stage.MENTORING, Stage.MIDWAY_REVIEW)


def test_a_session_may_be_logged_during_a_pause() -> None:
    entity = lived(mentoring)
    entity.until(utc(2027, 7, 21))
    entity.update(Pause())
    entity.update(LogSession(starts=JULY_20))
    assert len(entity.pairing.held) == 1


# The way out


def life_in(stage: Stage) -> Life:
    match stage:
        case Stage.APPLICATION:
            return Life()
        case Stage.INDUCTION:
            return lived(accepted)
        case Stage.TRAINING:
            entity = lived(accepted)
            entity.update(Waive(gathering="induction"))
            return entity
        case Stage.MENTORING:
            return lived(mentoring)
        case Stage.MIDWAY_REVIEW:
            return in_review()
        case _:
            return lived(evaluation)


OPEN = [stage for stage in Stage if stage.is_open]


@every("stage", OPEN)
def test_a_life_can_be_led_into_every_open_stage(stage: Stage) -> None:
    assert life_in(stage).stage is stage


@every("stage", OPEN)
@every("paused", [False, True])
def test_a_partner_can_withdraw_from_every_open_stage(stage: Stage, paused: bool) -> None:
    entity = life_in(stage)
    if paused:
        entity.update(Pause())
    entity.update(Withdraw(role=Role.MENTEE))
    assert (entity.stage, entity.pairing.end_reason) == (Stage.ENDED, EndReason.MENTEE_WITHDREW)


@every("stage", OPEN)
def test_the_coordinator_can_end_every_open_stage(stage: Stage) -> None:
    entity = life_in(stage)
    entity.update(End(reason=EndReason.NO_CONTACT))
    assert (entity.stage, entity.pairing.end_reason) == (Stage.ENDED, EndReason.NO_CONTACT)


def test_withdrawing_or_ending_twice_changes_nothing() -> None:
    left, ended = lived(accepted), lived(accepted)
    left.update(Withdraw(role=Role.MENTOR))
    ended.update(End())
    assert takes_no_notice(left, Withdraw(role=Role.MENTOR))
    assert takes_no_notice(ended, End())


def test_the_other_partner_cannot_withdraw_from_what_is_over() -> None:
    entity = lived(accepted)
    entity.update(Withdraw(role=Role.MENTOR))
    assert "is ended (mentor_withdrew)" in refusal(entity, Withdraw(role=Role.MENTEE))


AFTER_THE_END: tuple[PairingEvent, ...] = (
    Attend(gathering="induction", attended=False),
    Waive(gathering="training"),
    BookSession(starts=utc(2028, 1, 20), minutes=60),
    MoveSession(session=1, starts=utc(2028, 1, 20)),
    CancelSession(session=1),
    LogSession(starts=utc(2027, 12, 1)),
    Pause(),
    Resume(),
    End(),
)


@every("event", AFTER_THE_END)
def test_nothing_is_recorded_for_a_completed_pairing(event: PairingEvent) -> None:
    entity = lived(evaluation)
    for role in BOTH:
        entity.update(Answer(role=role))
    assert "is completed; nothing more" in refusal(entity, event)


@every("event", AFTER_THE_END[:-1])
def test_nothing_is_recorded_for_an_ended_pairing(event: PairingEvent) -> None:
    entity = lived(mentoring)
    entity.update(End())
    assert "is ended (ended_by_coordinator); nothing more" in refusal(entity, event)


KNOWN_ALREADY: tuple[PairingEvent, ...] = (
    Accept(role=Role.MENTOR),
    Attend(gathering="induction"),
    LogSession(starts=utc(2027, 7, 21, 9), minutes=60),
    Review(role=Role.MENTEE, choice=ReviewChoice.CONTINUE),
    End(),
)


@every("event", KNOWN_ALREADY)
def test_what_is_known_already_changes_nothing_when_it_is_over(event: PairingEvent) -> None:
    entity = lived(evaluation)
    entity.update(End())
    assert takes_no_notice(entity, event)


# Letters that could not be delivered


def test_a_letter_that_failed_puts_the_pair_on_the_list_for_a_fortnight() -> None:
    entity = lived(accepted)
    entity.update(LetterFailed(role=Role.MENTEE))
    assert Concern.LETTER_FAILED in entity.pairing.concerns
    entity.until(utc(2027, 6, 30))
    assert Concern.LETTER_FAILED not in entity.pairing.concerns


def test_a_letter_that_failed_after_the_end_troubles_nobody() -> None:
    entity = lived(accepted)
    entity.update(End())
    assert takes_no_notice(entity, LetterFailed(role=Role.MENTOR))


# What is told


def test_every_event_that_changes_something_is_recorded_as_an_outcome() -> None:
    entity = Life(no_gates())
    told = [outcome.kind for outcome in entity.outcomes]
    entity.until(utc(2027, 7, 7))
    events: tuple[tuple[PairingEvent, OutcomeKind], ...] = (
        (Accept(role=Role.MENTOR), OutcomeKind.ACCEPTED),
        (Accept(role=Role.MENTEE), OutcomeKind.ACCEPTED),
        (BookSession(starts=JULY_20, minutes=60), OutcomeKind.BOOKED),
        (MoveSession(session=1, starts=utc(2027, 7, 21)), OutcomeKind.MOVED),
        (CancelSession(session=1), OutcomeKind.CANCELLED),
        (LogSession(starts=entity.now), OutcomeKind.HELD),
        (Waive(gathering="review", roles=(Role.MENTOR,)), OutcomeKind.WAIVED),
        (Pause(), OutcomeKind.PAUSED),
        (Resume(), OutcomeKind.RESUMED),
        (LetterFailed(role=Role.MENTOR), OutcomeKind.LETTER_FAILED),
        (Withdraw(role=Role.MENTOR), OutcomeKind.ENDED),
    )
    for event, kind in events:
        entity.update(event)
        told.append(kind)
    stages_and_worries = (OutcomeKind.STAGE, OutcomeKind.CONCERN)
    assert [o.kind for o in entity.outcomes if o.kind not in stages_and_worries] == told
