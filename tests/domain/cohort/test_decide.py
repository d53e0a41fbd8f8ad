"""What the coordinator's commands do to a cohort, what its work brings, and what is refused."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from domain.cohort.cohort import TaskKind
from domain.cohort.events import (
    Approve,
    Begun,
    CloseApplications,
    Done,
    Drafted,
    EndCohort,
    ExtendApplications,
    OpenCounted,
)
from domain.entity.outcomes import OutcomeKind
from domain.enums import CohortStage, Concern, Correspondent
from domain.pairing.events import AddSitting, LetterFailed, Reschedule
from tests.domain.cohort.keeping import CLOSES, ENDS, Keeping, at
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit

ANNOUNCED, OPEN, MATCHING = CohortStage.ANNOUNCED, CohortStage.OPEN, CohortStage.MATCHING
RUNNING, ENDED = CohortStage.RUNNING, CohortStage.ENDED
BEGIN, DRAFT, CLOSE_APPLICATIONS, COUNT_OPEN = (
    TaskKind.BEGIN,
    TaskKind.DRAFT,
    TaskKind.CLOSE_APPLICATIONS,
    TaskKind.COUNT_OPEN,
)
BROADCAST, UNMATCHED = TaskKind.BROADCAST, TaskKind.UNMATCHED
JUNE_11 = utc(2027, 6, 11, 22, 59)
JULY_1 = utc(2027, 7, 1, 9)

before_approval = pytest.mark.parametrize("stage", [ANNOUNCED, OPEN, MATCHING])
while_it_lasts = every("stage", [ANNOUNCED, OPEN, MATCHING, RUNNING])


def moved(starts: datetime = JULY_1) -> Reschedule:
    ends = starts + timedelta(hours=2)
    return Reschedule(gathering="induction", sitting="1", starts=starts, ends=ends)


def added(starts: datetime = JULY_1) -> AddSitting:
    ends = starts + timedelta(hours=2)
    return AddSitting(gathering="induction", sitting="2", starts=starts, ends=ends)


def stages(entity: Keeping) -> list[str | None]:
    return [about for kind, about in entity.happened if kind is OutcomeKind.STAGE]


# Closing, and extending


@pytest.mark.parametrize("stage", [ANNOUNCED, OPEN])
def test_applications_may_be_closed_by_hand(stage: CohortStage) -> None:
    entity = at(stage)
    entity.update(CloseApplications())
    assert "changed date" not in str(entity.waits_for)
    assert entity.stage is MATCHING
    assert entity.entity.calendar.closes == entity.now
    assert entity.work() == [BROADCAST, DRAFT]


@pytest.mark.parametrize("stage", [MATCHING, RUNNING])
def test_what_is_closed_stays_closed(stage: CohortStage) -> None:
    assert at(stage).takes_no_notice(CloseApplications())


@pytest.mark.parametrize("stage", [ANNOUNCED, OPEN])
def test_the_closing_date_may_be_moved_and_everybody_hears_of_it(stage: CohortStage) -> None:
    entity = at(stage)
    entity.update(ExtendApplications(closes=JUNE_11))
    assert (entity.stage, entity.entity.calendar.closes) == (stage, JUNE_11)
    assert entity.waits_for == "everybody to be told when applications close"
    assert entity.work() == [BROADCAST]
    entity.until(CLOSES)
    assert entity.stage is OPEN
    entity.until(JUNE_11)
    assert entity.stage is MATCHING


def test_applications_open_again_while_the_matches_wait_for_approval() -> None:
    entity = at(MATCHING)
    entity.update(ExtendApplications(closes=JUNE_11))
    assert entity.stage is OPEN
    assert entity.work() == [BROADCAST]
    entity.until(JUNE_11)
    assert entity.stage is MATCHING
    assert entity.todo == [DRAFT], "of those who have applied since, too"


def test_what_was_drafted_before_an_extension_does_not_count_after_it() -> None:
    entity = at(MATCHING)
    entity.update(ExtendApplications(closes=JUNE_11))
    entity.work()
    entity.until(JUNE_11)
    assert entity.waits_for == "a draft of the matches"


def test_an_extension_while_the_draft_is_being_made_has_it_made_again() -> None:
    entity = at(OPEN)
    entity.until(CLOSES)
    entity.update(ExtendApplications(closes=JUNE_11))
    assert entity.work() == [DRAFT, BROADCAST]
    entity.until(JUNE_11)
    assert entity.work() == [DRAFT]


@while_it_lasts
def test_moving_the_closing_date_to_where_it_is_changes_nothing(stage: CohortStage) -> None:
    entity = at(stage)
    assert entity.takes_no_notice(ExtendApplications(closes=CLOSES))


@before_approval
def test_applications_cannot_close_in_the_past(stage: CohortStage) -> None:
    entity = at(stage)
    assert entity.refusal(ExtendApplications(closes=utc(2027, 4, 30, 12))) == (
        "Applications can only close at a time to come; Fri 30 Apr 2027 13:00 is over."
    )


@before_approval
def test_applications_cannot_close_after_the_day_of_introductions(stage: CohortStage) -> None:
    entity = at(stage)
    assert entity.refusal(ExtendApplications(closes=utc(2027, 6, 14, 23))) == (
        "Applications must close by the day of introductions, Mon 14 Jun 2027."
    )
    entity.update(ExtendApplications(closes=utc(2027, 6, 14, 22, 59)))
    assert entity.stage in (ANNOUNCED, OPEN)


def test_applications_do_not_open_again_after_the_approval() -> None:
    assert at(RUNNING).refusal(ExtendApplications(closes=JUNE_11)) == (
        "The matches have been approved; later applications are for the next cohort."
    )


def test_a_programme_without_a_closing_date_may_be_given_one() -> None:
    entity = Keeping("exco-2020", utc(2027, 1, 4))
    entity.update(ExtendApplications(closes=utc(2027, 1, 8)))
    entity.until(utc(2027, 1, 8))
    assert entity.stage is MATCHING


# Approving


@before_approval
def test_approved_pairs_begin_from_any_stage_before(stage: CohortStage) -> None:
    """Pairs that were matched by hand may come at any time."""
    entity = at(stage)
    entity.update(Approve())
    assert entity.stage is RUNNING
    assert entity.work(pairings=2) == [BEGIN, UNMATCHED]
    assert entity.entity.pairings == 2


def test_more_pairs_may_be_approved_later() -> None:
    entity = at(RUNNING)
    entity.update(Approve())
    assert entity.work(pairings=2) == [BEGIN, UNMATCHED]
    assert (entity.entity.pairings, entity.entity.begun_number) == (5, 5)
    assert stages(entity).count("running") == 1


def test_one_pair_by_itself_says_nothing_of_who_has_no_partner() -> None:
    entity = at(RUNNING)
    entity.update(Approve(alone=True))
    assert entity.work(pairings=1) == [BEGIN]


def test_approving_while_the_draft_is_being_made_waits_for_its_turn() -> None:
    entity = at(OPEN)
    entity.until(CLOSES)
    entity.update(Approve())
    assert entity.work(pairings=2) == [DRAFT, BEGIN, UNMATCHED]
    assert (entity.stage, entity.entity.pairings) == (RUNNING, 2)


def test_pairings_begin_in_batches_until_there_are_no_more() -> None:
    entity = at(MATCHING)
    entity.update(Approve())
    for number, pairings, more in ((200, 200, True), (400, 200, True), (450, 50, False)):
        assert entity.todo[0] is BEGIN
        begun = Begun(number=number, pairings=pairings, more=more)
        entity.update(begun, *(() if more else (Done(),)))
    assert entity.todo == [UNMATCHED]
    assert (entity.entity.pairings, entity.entity.begun_number) == (450, 450)


def test_a_last_batch_with_nobody_in_it_is_no_news() -> None:
    entity = at(MATCHING)
    entity.update(Approve())
    entity.update(Begun(number=200, pairings=200, more=True))
    entity.update(Begun(number=200, pairings=0, more=False))
    begun = [about for kind, about in entity.happened if kind is OutcomeKind.BEGUN]
    assert begun == ["200"]
    assert entity.entity.begun_number == 200


def test_approving_again_while_pairings_begin_has_the_rest_begun_once_more() -> None:
    """What is being done now may have begun before the new pairs were there."""
    entity = at(MATCHING)
    entity.update(Approve())
    entity.update(Approve())
    assert entity.work().count(BEGIN) == 2


# Dates


@while_it_lasts
@every("event", [moved(), added()])
def test_a_changed_date_is_told_to_everybody(stage: CohortStage, event: Any) -> None:
    entity = at(stage)
    entity.update(event)
    assert [(task.kind, task.event) for task in entity.entity.todo] == [(BROADCAST, event)]
    assert event.starts in [s.starts for s in entity.entity.rules.gathering("induction").sittings]
    assert entity.work() == [BROADCAST]


@pytest.mark.parametrize(
    ("event", "kind"), [(moved(), OutcomeKind.RESCHEDULED), (added(), OutcomeKind.SITTING_ADDED)]
)
def test_a_changed_date_is_spread_again_but_recorded_once(event: Any, kind: OutcomeKind) -> None:
    """Whoever repeats the command may do so because not everybody has heard."""
    entity = at(RUNNING)
    entity.update(event)
    entity.work()
    entity.update(event)
    assert entity.work() == [BROADCAST]
    assert entity.happened.count((kind, "induction")) == 1


def test_changed_dates_are_recorded_with_their_time() -> None:
    entity = at(OPEN)
    entity.update(moved(), ExtendApplications(closes=JUNE_11))
    assert [(o.kind, o.about, o.starts) for o in entity.outcomes[-2:]] == [
        (OutcomeKind.RESCHEDULED, "induction", JULY_1),
        (OutcomeKind.EXTENDED, None, JUNE_11),
    ]


def test_the_same_change_waits_to_be_spread_once() -> None:
    entity = at(RUNNING)
    entity.update(moved(), added(), added(), moved())
    assert entity.todo == [BROADCAST, BROADCAST, BROADCAST], "the first may be under way already"


def test_a_date_cannot_move_into_the_past() -> None:
    assert at(RUNNING).refusal(moved(utc(2027, 6, 1))) == (
        "induction can only move to a time to come, and end after it begins."
    )


def test_a_gathering_that_there_is_not_is_refused_with_those_there_are() -> None:
    event = Reschedule(gathering="party", sitting="1", starts=JULY_1, ends=JULY_1 + timedelta(hours=1))
    assert at(OPEN).refusal(event) == (
        "This programme has no gathering 'party'; it has: information, induction, training, review."
    )


def test_pairings_that_begin_later_take_the_changed_date_along() -> None:
    entity = at(OPEN)
    entity.update(moved())
    assert entity.entity.rules.gathering("induction").sittings[0].starts == JULY_1


# The end


def test_a_cohort_with_open_pairings_is_not_ended() -> None:
    entity = at(RUNNING)
    see = "see with: ⟦pairing list --cohort c⟧"
    assert entity.refusal(EndCohort(open=3)) == f"There are 3 open pairings; {see}"
    assert entity.refusal(EndCohort(open=1)) == f"There is 1 open pairing; {see}"


@while_it_lasts
def test_a_cohort_without_open_pairings_may_be_ended(stage: CohortStage) -> None:
    entity = at(stage)
    entity.update(EndCohort(open=0))
    assert entity.stage is ENDED
    assert entity.work()[-1] is CLOSE_APPLICATIONS


def test_ending_twice_is_ending_once() -> None:
    assert at(ENDED).takes_no_notice(EndCohort(open=0))


@every("event", [CloseApplications(), ExtendApplications(closes=JUNE_11), Approve(), moved(), added()])
def test_nothing_is_changed_in_a_cohort_that_has_ended(event: Any) -> None:
    assert at(ENDED).refusal(event) == "Cohort c has ended; nothing more can be changed in it."


def test_what_was_still_to_be_done_is_done_before_the_hand_over() -> None:
    entity = at(RUNNING)
    entity.update(moved())
    entity.update(EndCohort(open=0))
    assert entity.work() == [BROADCAST, CLOSE_APPLICATIONS]


def test_a_letter_that_failed_after_the_end_is_no_news() -> None:
    assert at(ENDED).takes_no_notice(LetterFailed(role=Correspondent.COORDINATOR))


# What the work brings


def test_a_draft_that_was_made_is_recorded() -> None:
    assert at(MATCHING).happened[-1] == (OutcomeKind.DRAFTED, None)


def test_a_draft_that_could_not_be_made_is_the_coordinators() -> None:
    entity = at(OPEN)
    entity.until(CLOSES)
    entity.update(Drafted(made=False))
    assert entity.concerns == {Concern.APPROVAL_WAITS}
    assert entity.happened[-2:] == [(OutcomeKind.DRAFTED, "failed"), (OutcomeKind.CONCERN, "approval_waits")]


def test_a_draft_that_is_made_by_hand_after_all_waits_for_approval_like_any() -> None:
    entity = at(OPEN)
    entity.until(CLOSES)
    entity.work(made=False)
    entity.until(utc(2027, 6, 9))
    entity.update(Drafted(made=True))
    assert entity.concerns == set()
    assert entity.waits_for == "the coordinator to approve the matches"
    entity.until(utc(2027, 6, 14, 8))
    assert entity.concerns == {Concern.APPROVAL_WAITS}


@every("stage", [ANNOUNCED, OPEN, RUNNING, ENDED])
def test_a_draft_that_nobody_waits_for_is_no_news(stage: CohortStage) -> None:
    assert at(stage).takes_no_notice(Drafted(made=True))


def test_a_cohort_ends_when_no_pairing_is_open_any_more() -> None:
    entity = at(RUNNING)
    entity.until(ENDS)
    entity.update(OpenCounted(open=0), Done())
    assert entity.stage is ENDED
    assert entity.todo == [CLOSE_APPLICATIONS]


def test_a_cohort_with_a_pairing_that_takes_longer_goes_on() -> None:
    entity = at(RUNNING)
    entity.until(ENDS)
    entity.update(OpenCounted(open=1), Done())
    assert (entity.stage, entity.todo) == (RUNNING, [])


def test_what_is_done_is_no_longer_to_be_done() -> None:
    entity = at(RUNNING)
    entity.update(moved(), added())
    entity.update(Done())
    assert [task.event for task in entity.entity.todo] == [added()]


def test_that_nothing_is_left_to_do_is_recorded() -> None:
    entity = at(RUNNING)
    entity.update(moved(), added())
    assert entity.waits_for == "everybody to be told of a changed date"
    before = len(entity.entries)
    entity.work()
    assert [entry.outcomes[0].kind for entry in entity.entries[before:]] == [OutcomeKind.ALL_DONE]
    assert entity.entries[-1].state == entity.entity.state
    assert "to be over" in str(entity.waits_for)


def test_what_is_recorded_anyhow_needs_no_entry_of_its_own() -> None:
    entity = at(OPEN)
    entity.until(CLOSES)
    entity.work()
    assert OutcomeKind.ALL_DONE not in [kind for kind, _ in entity.happened]
    assert entity.entries[-1].state == entity.entity.state


def test_counting_the_pairings_every_morning_is_not_recorded() -> None:
    entity = at(RUNNING)
    entity.until(ENDS)
    before = len(entity.entries)
    entity.update(OpenCounted(open=1), Done())
    assert len(entity.entries) == before


def test_an_ended_cohort_waits_until_its_applications_have_been_told() -> None:
    entity = at(RUNNING)
    entity.update(EndCohort(open=0))
    assert entity.waits_for == "the applications to be told that it is over"
    assert entity.work() == [CLOSE_APPLICATIONS]
    assert entity.waits_for is None
