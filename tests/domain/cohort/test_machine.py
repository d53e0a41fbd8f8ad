"""Random cohorts: whatever happens in whatever order, at whatever time, these things stay true."""

from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.cohort.cohort import Cohort, TaskKind
from domain.cohort.due import due
from domain.cohort.events import (
    Approve,
    ChangeProgramme,
    CloseApplications,
    CohortEvent,
    EndCohort,
    ExtendApplications,
)
from domain.cohort.machine import COHORT
from domain.entity.outcomes import OutcomeKind
from domain.enums import CohortStage, Correspondent
from domain.errors import Refused
from domain.letter.kinds import LETTERS
from domain.pairing.events import AddSitting, CancelSittings, GatheringEvent, LetterFailed, Reschedule
from domain.programme.rescheduling import as_told
from tests.domain.cohort.keeping import MAY_3, OPENS, Keeping
from tests.domain.pairing.invariants import letters_are_written_once_and_in_time, numbers_have_no_gap
from tests.living import utc

pytestmark = pytest.mark.unit

STEPS = {
    (CohortStage.ANNOUNCED, CohortStage.OPEN),
    (CohortStage.ANNOUNCED, CohortStage.MATCHING),
    (CohortStage.ANNOUNCED, CohortStage.RUNNING),
    (CohortStage.OPEN, CohortStage.MATCHING),
    (CohortStage.OPEN, CohortStage.RUNNING),
    (CohortStage.MATCHING, CohortStage.OPEN),
    (CohortStage.MATCHING, CohortStage.RUNNING),
    (CohortStage.ANNOUNCED, CohortStage.ENDED),
    (CohortStage.OPEN, CohortStage.ENDED),
    (CohortStage.MATCHING, CohortStage.ENDED),
    (CohortStage.RUNNING, CohortStage.ENDED),
}


class CohortsLife(RuleBasedStateMachine):
    entity: Keeping

    @initialize(key=st.sampled_from(("bristol-2021", "exco-2020")), opens=st.booleans())
    def begin(self, key: str, opens: bool) -> None:
        now = MAY_3 if key == "bristol-2021" else MAY_3.replace(month=1)
        self.entity = Keeping(key, now, opens=OPENS if opens else None)

    # What may happen

    @rule(days=st.integers(0, 20) | st.just(120), minutes=st.integers(0, 24 * 60))
    def time_passes(self, days: int, minutes: int) -> None:
        self.entity.until(self.entity.now + timedelta(days=days, minutes=minutes))

    @rule(days=st.integers(1, 30) | st.just(200))
    def nobody_is_awake(self, days: int) -> None:
        self.entity.outage(self.entity.now + timedelta(days=days))

    @precondition(lambda self: self.entity.todo)
    @rule(made=st.booleans(), open_pairings=st.integers(0, 1), pairings=st.integers(0, 3))
    def what_is_to_be_done_is_done(self, made: bool, open_pairings: int, pairings: int) -> None:
        self.entity.work(made, open_pairings, pairings)

    @rule()
    def close_applications(self) -> None:
        self.update(CloseApplications())

    @rule(days=st.integers(-2, 30))
    def extend(self, days: int) -> None:
        self.update(ExtendApplications(closes=self.entity.now + timedelta(days=days)))

    @precondition(lambda self: len(self.entity.entries) > 3)
    @rule()
    def approve(self) -> None:
        self.update(Approve())

    @rule(
        later=st.integers(-48, 60 * 24),
        sitting=st.sampled_from(("1", "2")),
        how=st.sampled_from((Reschedule, AddSitting)),
    )
    def dates_change(self, later: int, sitting: str, how: type[Reschedule] | type[AddSitting]) -> None:
        starts = self.entity.now + timedelta(hours=later)
        ends = starts + timedelta(hours=1)
        self.update(how(gathering="training", sitting=sitting, starts=starts, ends=ends))

    @rule(opens=st.booleans(), gone=st.sampled_from((("1",), ("1", "2"))))
    def dates_are_cancelled(self, opens: bool, gone: tuple[str, ...]) -> None:
        self.update(CancelSittings(gathering="training", sittings=gone, opens=opens))

    @rule(place=st.sampled_from(("a1b2", "c3d4", None)), report=st.none() | st.just(utc(2028, 3, 1)))
    def the_programme_changes(self, place: str | None, report: datetime | None) -> None:
        sittings = self.entity.entity.rules.gathering("training").sittings
        told = sittings and as_told("training", sittings[0].replace(place=place))
        places = (Reschedule(**told),) if told else ()
        self.update(ChangeProgramme(places=places, report=report))

    @rule()
    def letter_failed(self) -> None:
        self.update(LetterFailed(role=Correspondent.COORDINATOR))

    @precondition(lambda self: len(self.entity.entries) > 6 and TaskKind.COUNT_OPEN not in self.entity.todo)
    @rule(open_pairings=st.integers(0, 2))
    def end(self, open_pairings: int) -> None:
        self.update(EndCohort(open=open_pairings))

    def update(self, event: CohortEvent) -> None:
        before = self.entity.entity
        try:
            after = COHORT.apply(before, event, self.entity.now)
        except Refused as refused:
            sentence = str(refused)
        else:
            self._once_is_enough(after, event)
            self.entity.update(event)
            return
        assert before.is_open or "has ended" in sentence
        self.entity.outage(self.entity.now)

    def _once_is_enough(self, after: Cohort, event: CohortEvent) -> None:
        """The same again changes nothing; a date is spread again, and whoever approves again means more."""
        if isinstance(event, LetterFailed | Approve | ChangeProgramme):
            return
        again = COHORT.apply(after, event, self.entity.now)
        assert again.replace(todo=after.todo) == after
        assert len(again.todo) <= len(after.todo) + isinstance(event, GatheringEvent)

    # What stays true

    @invariant()
    def nothing_more_is_due_now(self) -> None:
        assert due(self.entity.entity, self.entity.now).entry is None

    @invariant()
    def nothing_is_due_before_the_next_moment(self) -> None:
        again = self.entity.look_again
        if again:
            between = self.entity.now + (again - self.entity.now) / 2
            assert due(self.entity.entity, between).entry is None

    @invariant()
    def it_is_looked_at_at_a_time_to_come_or_when_something_happens(self) -> None:
        again = self.entity.look_again
        assert again is None or again > self.entity.now
        assert self.entity.entity.is_open or again is None

    @invariant()
    def a_running_cohort_never_forgets_its_end(self) -> None:
        if self.entity.stage is CohortStage.RUNNING:
            assert self.entity.look_again or self.entity.todo

    @invariant()
    def nothing_waits_to_be_done_twice_in_a_row(self) -> None:
        waiting = self.entity.entity.todo[1:]
        assert all(task != following for task, following in pairwise(waiting))

    @invariant()
    def a_cohort_survives_being_stored(self) -> None:
        cohort = self.entity.entity
        assert Cohort.model_validate_json(cohort.model_dump_json()) == cohort

    def teardown(self) -> None:
        """What holds over a life as a whole; each ends when nothing is open any more."""
        if not hasattr(self, "entity"):
            return
        entity = self.entity
        entity.work()
        self.update(EndCohort(open=0))
        entity.work()
        assert entity.stage is CohortStage.ENDED
        numbers_have_no_gap(entity.entries)
        letters_are_written_once_and_in_time(entity.entries)
        stages_follow_one_another(entity)
        nobody_hears_more_after_the_end(entity)


def stages_follow_one_another(entity: Keeping) -> None:
    told = [CohortStage(about or "") for kind, about in entity.happened if kind is OutcomeKind.STAGE]
    assert set(pairwise((CohortStage.ANNOUNCED, *told))) <= STEPS
    drafts = [about for kind, about in entity.happened if kind is OutcomeKind.DRAFTED]
    assert len(drafts) <= told.count(CohortStage.MATCHING), "a draft is made once each time"


def nobody_hears_more_after_the_end(entity: Keeping) -> None:
    over = [entry for entry in entity.entries if not entry.snapshot.stage.is_open]
    assert all(LETTERS[letter.name].is_farewell for entry in over for letter in entry.letters)
    assert over[-1].snapshot.waits_for is None


TestCohortsLife = CohortsLife.TestCase
