"""What a cohort does by itself: its stages, its letters to the coordinator, and when it looks again."""

from datetime import timedelta

import pytest

from domain.cohort.cohort import CohortStart, TaskKind
from domain.cohort.due import begin, due, snapshot
from domain.cohort.events import (
    Approve,
    CloseApplications,
    Drafted,
    EndCohort,
    ExtendApplications,
    OpenCounted,
)
from domain.entity.outcomes import OutcomeKind
from domain.enums import CohortStage, Concern, Correspondent
from domain.letter.letter import LetterName
from domain.pairing.events import AddSitting, LetterFailed
from tests.domain.cohort.keeping import CLOSES, ENDS, MAY_3, OPENS, Keeping, at
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit

ANNOUNCED, OPEN, MATCHING = CohortStage.ANNOUNCED, CohortStage.OPEN, CohortStage.MATCHING
RUNNING, ENDED = CohortStage.RUNNING, CohortStage.ENDED

stages = every("stage", CohortStage)


# By the calendar


def test_a_cohort_waits_for_its_first_day() -> None:
    entity = Keeping(opens=OPENS)
    assert (entity.stage, entity.look_again) == (ANNOUNCED, OPENS)
    entity.until(OPENS - timedelta(seconds=1))
    assert entity.stage is ANNOUNCED
    entity.until(OPENS)
    assert entity.stage is OPEN


def test_a_cohort_without_a_first_day_is_open_at_once() -> None:
    assert Keeping().stage is OPEN


def test_applications_close_with_the_last_day_and_a_draft_is_asked_for() -> None:
    entity = Keeping()
    entity.until(CLOSES - timedelta(seconds=1))
    assert (entity.stage, entity.todo) == (OPEN, [])
    entity.until(CLOSES)
    assert (entity.stage, entity.todo) == (MATCHING, [TaskKind.DRAFT])


def test_a_draft_is_asked_for_once() -> None:
    entity = Keeping()
    entity.until(utc(2027, 6, 9))
    assert entity.work() == [TaskKind.DRAFT]
    entity.until(utc(2027, 9, 1))
    assert entity.todo == []


def test_where_applications_never_close_the_coordinator_closes_them() -> None:
    entity = Keeping("exco-2020", utc(2027, 1, 4))
    entity.until(utc(2027, 6, 1))
    assert (entity.stage, entity.look_again) == (OPEN, None)
    entity.update(CloseApplications())
    assert entity.stage is MATCHING


def test_matches_wait_for_a_human_however_long_it_takes() -> None:
    entity = at(MATCHING)
    entity.until(utc(2028, 6, 1))
    assert entity.stage is MATCHING


def test_a_cohort_that_is_opened_after_its_closing_date_goes_on_to_the_matches() -> None:
    entity = Keeping(now=utc(2027, 6, 9))
    assert (entity.stage, entity.todo) == (MATCHING, [TaskKind.DRAFT])


def test_an_outage_over_the_first_and_the_last_day_loses_neither() -> None:
    entity = Keeping(opens=OPENS)
    entity.outage(utc(2027, 6, 9))
    assert [about for kind, about in entity.happened if kind is OutcomeKind.STAGE] == ["open", "matching"]
    assert entity.todo == [TaskKind.DRAFT]


# The end


def test_open_pairings_are_counted_when_the_calendar_is_over() -> None:
    entity = at(RUNNING)
    assert entity.look_again == ENDS
    entity.until(ENDS)
    assert entity.todo == [TaskKind.COUNT_OPEN]


def test_then_they_are_counted_every_working_morning() -> None:
    """The calendar ends on a Friday night."""
    entity = at(RUNNING)
    entity.until(ENDS)
    entity.work(open_pairings=1)
    looks = []
    for _ in range(6):
        assert entity.look_again
        looks.append(entity.look_again)
        entity.until(entity.look_again)
        assert entity.work(open_pairings=1) == [TaskKind.COUNT_OPEN]
    mondays = (utc(2028, 2, 7, 9), utc(2028, 2, 14, 9))
    assert looks == [*(mondays[0] + timedelta(days=day) for day in range(5)), mondays[1]]


def test_the_last_pairing_to_end_ends_the_cohort() -> None:
    entity = at(RUNNING)
    entity.until(ENDS)
    entity.work(open_pairings=1)
    entity.until(utc(2028, 2, 7, 9))
    assert entity.work(open_pairings=0) == [TaskKind.COUNT_OPEN, TaskKind.CLOSE_APPLICATIONS]
    assert (entity.stage, entity.look_again) == (ENDED, None)


def test_they_are_counted_although_something_else_takes_its_time() -> None:
    entity = at(RUNNING)
    starts = utc(2027, 7, 2)
    entity.update(
        AddSitting(gathering="induction", sitting="2", starts=starts, ends=starts + timedelta(hours=1))
    )
    entity.until(utc(2028, 3, 1))
    assert entity.todo == [TaskKind.BROADCAST, TaskKind.COUNT_OPEN]


def test_a_count_is_waited_for_before_there_is_another() -> None:
    entity = at(RUNNING)
    entity.until(ENDS + timedelta(days=10))
    assert entity.todo == [TaskKind.COUNT_OPEN]


def test_pairings_that_are_all_over_early_do_not_end_the_cohort() -> None:
    """More may be approved until the end."""
    entity = at(RUNNING)
    entity.update(OpenCounted(open=0))
    assert entity.stage is RUNNING


def test_an_outage_over_the_end_is_made_up_for() -> None:
    entity = at(RUNNING)
    entity.outage(utc(2028, 3, 1))
    assert entity.work() == [TaskKind.COUNT_OPEN, TaskKind.CLOSE_APPLICATIONS]


# Letters to the coordinator


def test_the_coordinator_hears_three_days_before_applications_close() -> None:
    entity = Keeping()
    entity.until(utc(2028, 2, 1))
    assert entity.when(LetterName.COHORT_CLOSING) == [utc(2027, 6, 4, 8)]
    assert entity.letter(LetterName.COHORT_CLOSING).expires == CLOSES


def test_a_cohort_that_opens_within_those_days_needs_no_reminder() -> None:
    entity = Keeping(now=utc(2027, 6, 5))
    entity.until(utc(2027, 6, 30))
    assert entity.count(LetterName.COHORT_CLOSING) == 0


def test_a_later_closing_date_is_reminded_of_in_its_turn() -> None:
    entity = at(MATCHING)
    entity.update(ExtendApplications(closes=utc(2027, 6, 14, 22, 59)))
    entity.work()
    entity.until(utc(2027, 6, 30))
    assert entity.when(LetterName.COHORT_CLOSING) == [utc(2027, 6, 4, 8), utc(2027, 6, 11, 8)]


def test_nobody_is_reminded_of_a_closing_date_that_is_past() -> None:
    entity = Keeping()
    entity.outage(utc(2027, 6, 9))
    assert entity.count(LetterName.COHORT_CLOSING) == 0


def test_the_coordinator_hears_that_the_draft_is_ready() -> None:
    entity = at(MATCHING)
    entity.until(utc(2028, 6, 1))
    assert entity.when(LetterName.DRAFT_READY) == [CLOSES]


def test_a_draft_that_was_made_anew_is_told_of_anew() -> None:
    entity = at(MATCHING)
    entity.update(ExtendApplications(closes=utc(2027, 6, 11, 22, 59)))
    entity.work()
    entity.until(utc(2027, 6, 11, 22, 59))
    entity.work()
    assert entity.when(LetterName.DRAFT_READY) == [CLOSES, utc(2027, 6, 11, 22, 59)]


def test_nobody_hears_of_a_draft_that_could_not_be_made() -> None:
    entity = Keeping()
    entity.until(CLOSES)
    entity.work(made=False)
    entity.until(utc(2027, 7, 1))
    assert entity.count(LetterName.DRAFT_READY) == 0


def test_nobody_hears_of_a_draft_that_was_ready_after_the_approval() -> None:
    entity = Keeping()
    entity.until(CLOSES)
    entity.update(Approve())
    entity.update(Drafted(made=True))
    assert entity.count(LetterName.DRAFT_READY) == 0


def test_the_coordinator_gets_the_report_when_the_cohort_is_over() -> None:
    entity = at(ENDED)
    entity.outage(utc(2028, 6, 1))
    assert entity.when(LetterName.COHORT_REPORT) == [ENDS]


def test_a_cohort_in_which_no_pair_began_has_nothing_to_report() -> None:
    entity = at(MATCHING)
    entity.update(EndCohort(open=0))
    assert entity.count(LetterName.COHORT_REPORT) == 0


def test_all_letters_of_a_cohort_are_the_coordinators() -> None:
    entity = at(ENDED)
    assert {letter.role for letter in entity.letters} == {Correspondent.COORDINATOR}
    assert [letter.name for letter in entity.letters] == [
        LetterName.COHORT_CLOSING,
        LetterName.DRAFT_READY,
        LetterName.COHORT_REPORT,
    ]


# What the coordinator should look at


def test_a_draft_that_waits_five_days_is_on_the_list_until_it_is_approved() -> None:
    """Five days after the Monday on which applications closed is a Saturday."""
    entity = at(MATCHING)
    entity.until(utc(2027, 6, 14, 7))
    assert entity.concerns == set()
    entity.until(utc(2027, 6, 14, 8))
    assert entity.concerns == {Concern.APPROVAL_WAITS}
    entity.update(Approve())
    assert entity.concerns == set()


def test_a_draft_waits_from_the_day_on_which_it_was_made() -> None:
    entity = Keeping()
    entity.until(utc(2027, 6, 10))
    entity.work()
    entity.until(utc(2027, 6, 15, 7))
    assert entity.concerns == set()
    entity.until(utc(2027, 6, 15, 8))
    assert entity.concerns == {Concern.APPROVAL_WAITS}


def test_a_draft_that_takes_five_days_to_be_made_is_on_the_list_as_well() -> None:
    entity = Keeping()
    entity.until(utc(2027, 6, 14, 8))
    assert entity.todo == [TaskKind.DRAFT]
    assert entity.concerns == {Concern.APPROVAL_WAITS}


def test_an_extension_takes_the_draft_off_the_list() -> None:
    entity = at(MATCHING)
    entity.until(utc(2027, 6, 14, 9))
    assert entity.concerns == {Concern.APPROVAL_WAITS}
    entity.update(ExtendApplications(closes=utc(2027, 6, 14, 20)))
    assert entity.concerns == set()


@pytest.mark.parametrize("stage", [OPEN, MATCHING, RUNNING])
def test_a_letter_that_could_not_be_delivered_is_on_the_list_for_two_weeks(stage: CohortStage) -> None:
    entity = at(stage)
    entity.update(LetterFailed(role=Correspondent.COORDINATOR))
    assert Concern.LETTER_FAILED in entity.concerns
    entity.until(entity.now + timedelta(days=17))
    assert Concern.LETTER_FAILED not in entity.concerns


def test_what_is_over_is_on_nobodys_list() -> None:
    entity = at(MATCHING)
    entity.until(utc(2027, 6, 15))
    entity.update(EndCohort(open=0))
    assert entity.concerns == set()


# How it stands


@every(
    ("stage", "words"),
    [
        (ANNOUNCED, "the first day for applications"),
        (OPEN, "applications until Mon 7 Jun 2027 23:59"),
        (MATCHING, "the coordinator to approve the matches"),
        (RUNNING, "its 3 pairings to be over, from Fri 4 Feb 2028 23:59 on"),
        (ENDED, None),
    ],
)
def test_what_it_waits_for(stage: CohortStage, words: str | None) -> None:
    assert at(stage).waits_for == words


def test_while_the_draft_is_being_made_it_waits_for_that() -> None:
    entity = Keeping()
    entity.until(CLOSES)
    assert entity.waits_for == "a draft of the matches"
    entity.work(made=False)
    assert entity.waits_for == "the coordinator to draft the matches: the draft could not be made"


def test_a_single_pairing_is_spoken_of_as_one() -> None:
    entity = Keeping()
    entity.update(Approve())
    entity.work(pairings=1)
    assert entity.waits_for == "its 1 pairing to be over, from Fri 4 Feb 2028 23:59 on"


def test_where_applications_never_close_it_waits_for_applications() -> None:
    assert Keeping("exco-2020", utc(2027, 1, 4)).waits_for == "applications"


def test_a_snapshot_says_when_something_happens_by_itself() -> None:
    assert Keeping(opens=OPENS).entries[-1].snapshot.until == OPENS


@stages
def test_looking_again_at_once_finds_nothing_to_do(stage: CohortStage) -> None:
    entity = at(stage)
    assert due(entity.entity, entity.now).entry is None


def test_a_cohort_that_is_carried_on_is_as_it_was() -> None:
    entity = at(RUNNING)
    start = CohortStart(
        cohort="c", rules=entity.entity.rules, calendar=entity.entity.calendar, initial_state=entity.entity
    )
    travelled = CohortStart.model_validate_json(start.model_dump_json())
    assert begin(travelled, entity.now + timedelta(days=1)) == entity.entity
    assert snapshot(entity.entity).waits_for == entity.waits_for


def test_the_first_look_records_that_it_began() -> None:
    entity = Keeping()
    assert entity.happened == [(OutcomeKind.PROPOSED, None), (OutcomeKind.STAGE, "open")]
    assert [(entry.revision, entry.at) for entry in entity.entries] == [(1, MAY_3)]
