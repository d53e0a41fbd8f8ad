"""Random applications: whatever happens in whatever order, at whatever time, these things stay true."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.application.application import Application
from domain.application.due import due
from domain.application.events import (
    ApplicationEvent,
    Arrive,
    Close,
    Come,
    Confirm,
    Decline,
    ExtendDeadline,
    Freed,
    Invite,
    OfferedInNextCohort,
    Placed,
    Reopen,
    SignUp,
    TakeUp,
    Unmatched,
    WithdrawApplication,
)
from domain.application.machine import APPLICATION
from domain.application.rules import ApplicationRules
from domain.entity.entity import TakeBack
from domain.entity.remembering import are_alike, live_again
from domain.entity.taking_back import slips
from domain.enums import ApplicationStage, Correspondent
from domain.errors import Refused
from domain.letter.kinds import LETTERS
from domain.pairing.events import AddressChanged, AddSitting, CancelSittings, LetterFailed, Reschedule
from tests.applying import Applying, applied, bristol, bucks, invited, offered, south_west
from tests.domain.pairing.invariants import letters_are_written_once_and_in_time, numbers_have_no_gap

pytestmark = pytest.mark.unit

VARIED: dict[str, tuple[ApplicationRules, datetime]] = {
    "bristol": (bristol(), bristol().introductions),
    "south west": (south_west(), south_west().introductions),
    "silence is a yes": (south_west().replace(manager_silence="supported"), south_west().introductions),
    "silence is a no": (south_west().replace(manager_silence="declined"), south_west().introductions),
    "bucks": (bucks(), bucks().introductions),
    "bucks and the manager": (bucks().replace(manager_support=True), bucks().introductions),
    "late is too late": (bucks().replace(late="declined", invited_until=None), bucks().introductions),
    "never closes": (bristol().replace(closes=None), bristol().introductions),
}
"""Rules, and the day on which pairs are introduced: most of a life lies in the weeks before it."""
BEGINNINGS: dict[str, Callable[..., Applying]] = {
    "applied": applied,
    "invited": invited,
    "offered": offered,
}

forms = st.sampled_from(((), (), ("goals",), ("goals", "manager_email")))
conditions = st.sampled_from(("manager", "workshop", "experience", "invitation"))
sittings = st.sampled_from(("1", "2", "3", "4"))
pairings = st.sampled_from(("p-01", "p-02"))
mostly = st.sampled_from((True, True, True, True, False))


class ApplicationsLife(RuleBasedStateMachine):
    entity: Applying

    @initialize(
        rules=st.sampled_from(sorted(VARIED)),
        how=st.sampled_from(sorted(BEGINNINGS)),
        weeks=st.integers(1, 6),
        missing=forms,
    )
    def begin(self, rules: str, how: str, weeks: int, missing: tuple[str, ...]) -> None:
        by, introductions = VARIED[rules]
        self.entity = BEGINNINGS[how](by, introductions - timedelta(weeks=weeks), missing=missing)
        self.taken_back = False

    # What may happen

    @rule(days=st.integers(0, 12), minutes=st.integers(0, 24 * 60))
    def time_passes(self, days: int, minutes: int) -> None:
        self.entity.until(self.entity.now + timedelta(days=days, minutes=minutes))

    @rule(days=st.integers(1, 20))
    def nobody_is_awake(self, days: int) -> None:
        self.entity.outage(self.entity.now + timedelta(days=days))

    @rule(days=st.integers(1, 12))
    def time_passes_until_the_next_command_only(self, days: int) -> None:
        self.entity.now += timedelta(days=days)
        self.update(Invite())

    @rule(missing=forms, eligible=mostly)
    def the_form_arrives(self, missing: tuple[str, ...], eligible: bool) -> None:
        self.update(Arrive(received=self.entity.now, missing=missing, eligible=eligible))

    @rule()
    def take_up(self) -> None:
        self.update(TakeUp())

    @rule()
    def what_is_outstanding_is_done(self) -> None:
        for condition in self.entity.entity.outstanding:
            self.update(Invite() if condition == "invitation" else Confirm(condition=condition))

    @rule(condition=conditions, met=mostly)
    def confirm(self, condition: str, met: bool) -> None:
        self.update(Confirm(condition=condition, met=met))

    @rule(data=st.data(), sitting=st.none() | sittings)
    def sign_up(self, data: st.DataObject, sitting: str | None) -> None:
        self.update(SignUp(gathering=self._gathering(data), sitting=sitting))

    @rule(data=st.data(), came=st.booleans())
    def come(self, data: st.DataObject, came: bool) -> None:
        self.update(Come(gathering=self._gathering(data), came=came))

    @rule(
        data=st.data(),
        sitting=sittings,
        later=st.integers(-48, 30 * 24),
        how=st.sampled_from((Reschedule, AddSitting)),
    )
    def dates_change(
        self, data: st.DataObject, sitting: str, later: int, how: type[Reschedule] | type[AddSitting]
    ) -> None:
        starts = self.entity.now + timedelta(hours=later)
        ends = starts + timedelta(hours=1)
        self.update(how(gathering=self._gathering(data), sitting=sitting, starts=starts, ends=ends))

    @rule(data=st.data(), gone=st.sampled_from((("1",), ("2", "3"), ("1", "2", "3"))), opens=st.booleans())
    def cancel_sittings(self, data: st.DataObject, gone: tuple[str, ...], opens: bool) -> None:
        self.update(CancelSittings(gathering=self._gathering(data), sittings=gone, opens=opens))

    @rule(days=st.integers(0, 20))
    def applications_close_on_another_day(self, days: int) -> None:
        self.update(ExtendDeadline(closes=self.entity.now + timedelta(days=days)))

    @rule(role=st.sampled_from((Correspondent.APPLICANT, Correspondent.MANAGER)))
    def letter_failed(self, role: Correspondent) -> None:
        self.update(LetterFailed(role=role))

    @rule()
    def address_changed(self) -> None:
        self.update(AddressChanged(role=Correspondent.APPLICANT))

    @rule()
    def unmatched(self) -> None:
        self.update(Unmatched())

    @rule(pairing=pairings)
    def placed(self, pairing: str) -> None:
        self.update(Placed(pairing=pairing))

    @rule(pairing=pairings, how=st.sampled_from(("completed", "left", "silent", "free")))
    def freed(self, pairing: str, how: str) -> None:
        self.update(Freed(pairing=pairing, how=how))

    @rule()
    def reopen(self) -> None:
        self.update(Reopen())

    @rule()
    def the_next_cohort_offers_a_place(self) -> None:
        self.update(OfferedInNextCohort())

    @precondition(lambda self: len(self.entity.entries) > 4)
    @rule(way_out=st.sampled_from((WithdrawApplication(), Decline(), Close())))
    def leave(self, way_out: ApplicationEvent) -> None:
        self.update(way_out)

    @rule(which=st.integers(0, 9))
    def a_slip_is_taken_back(self, which: int) -> None:
        """As if it had never been told, whatever had been told since."""
        told = slips(APPLICATION, self.entity.entity, 10)
        if not told:
            return
        slip = told[which % len(told)]
        event = TakeBack(number=slip.number)
        if slip.why_not:
            assert self.entity.refusal(event) == slip.why_not
            return
        after = APPLICATION.apply(self.entity.entity, event, self.entity.now)
        assert slip.step not in after.told
        assert APPLICATION.apply(after, event, self.entity.now) is after
        self.taken_back = True
        self.entity.update(event)

    def _gathering(self, data: st.DataObject) -> str:
        keys = [gathering.key for gathering in self.entity.entity.rules.gatherings]
        return data.draw(st.sampled_from((*keys, *keys, "induction")))

    def update(self, event: ApplicationEvent) -> None:
        before = self.entity.entity
        try:
            after = APPLICATION.apply(before, event, self.entity.now)
        except Refused as refused:
            sentence = str(refused)
        else:
            assert not before.is_over or after is before
            self._once_is_enough(after, event)
            self.entity.update(event)
            return
        assert " " in sentence
        self.entity.outage(self.entity.now)

    def _once_is_enough(self, after: Application, event: ApplicationEvent) -> None:
        if isinstance(event, LetterFailed):
            return
        try:
            assert APPLICATION.apply(after, event, self.entity.now) is after
        except Refused:
            assert not after.is_open or isinstance(event, Reopen)

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
    def an_application_survives_being_stored(self) -> None:
        application = self.entity.entity
        assert Application.model_validate_json(application.model_dump_json()) == application

    @invariant()
    def the_calendar_holds_what_the_person_has_signed_up_for(self) -> None:
        application, now = self.entity.entity, self.entity.now
        places = [place for g in application.rules.gatherings if (place := application.seat_at(g))]
        wanted = {(p.key, p.starts, p.ends) for p in places if p.starts > now and application.is_open}
        held = {
            (e.sitting, e.starts, e.ends)
            for e in application.calendar_entries
            if not e.cancelled and e.starts > now
        }
        assert held == wanted

    @invariant()
    def whoever_is_paired_has_a_pairing(self) -> None:
        application = self.entity.entity
        assert (
            bool(application.pairings) is (application.stage is ApplicationStage.PAIRED)
            or not application.is_open
        )

    @invariant()
    def what_it_waits_for_is_said_until_it_is_over(self) -> None:
        shot = self.entity.entries[-1].snapshot
        assert bool(shot.waits_for) is not self.entity.entity.is_over

    def teardown(self) -> None:
        """What holds over a life as a whole; each ends with its cohort."""
        if not hasattr(self, "entity"):
            return
        self.update(Close())
        self.update(OfferedInNextCohort())
        entity = self.entity
        assert entity.entity.is_over
        lived_again_it_is_the_same(entity.entity)
        numbers_have_no_gap(entity.entries)
        letters_are_written_once_and_in_time(entity.entries)
        nobody_out_of_the_running_hears_more_than_a_farewell(entity)
        for uid in {entry.uid for entry in entity.entity.calendar_entries}:
            calendar_counts_up(entity, uid)


def lived_again_it_is_the_same(application: Application) -> None:
    if application.told:
        again = live_again(APPLICATION, application).entity
        assert are_alike(again, application)
        assert again.rules == application.rules


def nobody_out_of_the_running_hears_more_than_a_farewell(entity: Applying) -> None:
    over = [entry for entry in entity.entries if not entry.snapshot.stage.is_open]
    assert all(LETTERS[letter.name].is_farewell for entry in over for letter in entry.letters)


def calendar_counts_up(entity: Applying, uid: str) -> None:
    """Each change counts one up; a change that came too late to be told is counted but not written."""
    last = max(entry.sequence for entry in entity.entity.calendar_entries if entry.uid == uid)
    counted = {key for key in entity.entity.letters_written if key.startswith(f"calendar:{uid}:")}
    assert counted == {f"calendar:{uid}:{n}:applicant" for n in range(last + 1)}
    parts = [letter.calendar for letter in entity.letters if letter.calendar]
    written = [part.sequence for part in parts if part.uid == uid]
    assert all(one < other for one, other in pairwise(written))


TestApplicationsLife = ApplicationsLife.TestCase
