"""Random applications: whatever happens in whatever order, at whatever time, these things stay true."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.admission.admission import Admission
from domain.admission.decide import apply
from domain.admission.due import due
from domain.admission.events import (
    Arrive,
    Close,
    Come,
    Confirm,
    Decline,
    Event,
    Extend,
    Freed,
    Invite,
    OfferedOn,
    Placed,
    Reopen,
    SignUp,
    TakeUp,
    Unmatched,
    Withdraw,
)
from domain.admission.rules import AdmissionRules
from domain.errors import Refused
from domain.events import AddSitting, LetterFailed, Reschedule
from domain.words import ApplicationStage, Correspondent
from tests.applying import Applying, applied, bristol, bucks, invited, offered, south_west
from tests.domain.test_machine import letters_are_written_once_and_in_time, numbers_have_no_gap

VARIED: dict[str, tuple[AdmissionRules, datetime]] = {
    "bristol": (bristol(), bristol().introductions),
    "south west": (south_west(), south_west().introductions),
    "silence is a yes": (south_west().changed(manager_silence="supported"), south_west().introductions),
    "silence is a no": (south_west().changed(manager_silence="declined"), south_west().introductions),
    "bucks": (bucks(), bucks().introductions),
    "bucks and the manager": (bucks().changed(manager_support=True), bucks().introductions),
    "late is too late": (bucks().changed(late="declined", invited_until=None), bucks().introductions),
    "never closes": (bristol().changed(closes=None), bristol().introductions),
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
    life: Applying

    @initialize(
        rules=st.sampled_from(sorted(VARIED)),
        how=st.sampled_from(sorted(BEGINNINGS)),
        weeks=st.integers(1, 6),
        missing=forms,
    )
    def begin(self, rules: str, how: str, weeks: int, missing: tuple[str, ...]) -> None:
        by, introductions = VARIED[rules]
        self.life = BEGINNINGS[how](by, introductions - timedelta(weeks=weeks), missing=missing)
        self.ends = 0

    # What may happen

    @rule(days=st.integers(0, 12), minutes=st.integers(0, 24 * 60))
    def time_passes(self, days: int, minutes: int) -> None:
        self.life.until(self.life.now + timedelta(days=days, minutes=minutes))

    @rule(days=st.integers(1, 20))
    def nobody_is_awake(self, days: int) -> None:
        self.life.outage(self.life.now + timedelta(days=days))

    @rule(days=st.integers(1, 12))
    def time_passes_until_the_next_command_only(self, days: int) -> None:
        self.life.now += timedelta(days=days)
        self.tell(Invite())

    @rule(missing=forms, eligible=mostly)
    def the_form_arrives(self, missing: tuple[str, ...], eligible: bool) -> None:
        self.tell(Arrive(received=self.life.now, missing=missing, eligible=eligible))

    @rule()
    def take_up(self) -> None:
        self.tell(TakeUp())

    @rule()
    def what_is_outstanding_is_done(self) -> None:
        for condition in self.life.life.outstanding:
            self.tell(Invite() if condition == "invitation" else Confirm(condition=condition))

    @rule(condition=conditions, met=mostly)
    def confirm(self, condition: str, met: bool) -> None:
        self.tell(Confirm(condition=condition, met=met))

    @rule(data=st.data(), sitting=st.none() | sittings)
    def sign_up(self, data: st.DataObject, sitting: str | None) -> None:
        self.tell(SignUp(gathering=self._gathering(data), sitting=sitting))

    @rule(data=st.data(), came=st.booleans())
    def come(self, data: st.DataObject, came: bool) -> None:
        self.tell(Come(gathering=self._gathering(data), came=came))

    @rule(
        data=st.data(),
        sitting=sittings,
        later=st.integers(-48, 30 * 24),
        how=st.sampled_from((Reschedule, AddSitting)),
    )
    def dates_change(
        self, data: st.DataObject, sitting: str, later: int, how: type[Reschedule] | type[AddSitting]
    ) -> None:
        starts = self.life.now + timedelta(hours=later)
        ends = starts + timedelta(hours=1)
        self.tell(how(gathering=self._gathering(data), sitting=sitting, starts=starts, ends=ends))

    @rule(days=st.integers(0, 20))
    def applications_close_on_another_day(self, days: int) -> None:
        self.tell(Extend(closes=self.life.now + timedelta(days=days)))

    @rule(role=st.sampled_from((Correspondent.APPLICANT, Correspondent.MANAGER)))
    def letter_failed(self, role: Correspondent) -> None:
        self.tell(LetterFailed(role=role))

    @rule()
    def unmatched(self) -> None:
        self.tell(Unmatched())

    @rule(pairing=pairings)
    def placed(self, pairing: str) -> None:
        self.tell(Placed(pairing=pairing))

    @rule(pairing=pairings, how=st.sampled_from(("completed", "left", "silent", "free")))
    def freed(self, pairing: str, how: str) -> None:
        self.tell(Freed(pairing=pairing, how=how))

    @rule()
    def reopen(self) -> None:
        self.tell(Reopen())

    @rule()
    def the_next_cohort_offers_a_place(self) -> None:
        self.tell(OfferedOn())

    @precondition(lambda self: len(self.life.entries) > 4)
    @rule(way_out=st.sampled_from((Withdraw(), Decline(), Close())))
    def leave(self, way_out: Event) -> None:
        self.tell(way_out)

    def _gathering(self, data: st.DataObject) -> str:
        keys = [gathering.key for gathering in self.life.life.rules.gatherings]
        return data.draw(st.sampled_from((*keys, *keys, "induction")))

    def tell(self, event: Event) -> None:
        before = self.life.life
        try:
            after = apply(before, event, self.life.now)
        except Refused as refused:
            sentence = str(refused)
        else:
            assert not before.is_over or after is before
            self._once_is_enough(after, event)
            self.life.tell(event)
            return
        assert " " in sentence
        self.life.outage(self.life.now)

    def _once_is_enough(self, after: Admission, event: Event) -> None:
        if isinstance(event, LetterFailed):
            return
        try:
            assert apply(after, event, self.life.now) is after
        except Refused:
            assert not after.is_open or isinstance(event, Reopen)

    # What stays true

    @invariant()
    def nothing_more_is_due_now(self) -> None:
        assert due(self.life.life, self.life.now).entry is None

    @invariant()
    def nothing_is_due_before_the_next_moment(self) -> None:
        again = self.life.look_again
        if again:
            between = self.life.now + (again - self.life.now) / 2
            assert due(self.life.life, between).entry is None

    @invariant()
    def it_is_looked_at_at_a_time_to_come_or_when_something_happens(self) -> None:
        again = self.life.look_again
        assert again is None or again > self.life.now
        assert self.life.life.is_open or again is None

    @invariant()
    def an_application_survives_being_stored(self) -> None:
        admission = self.life.life
        assert Admission.model_validate_json(admission.model_dump_json()) == admission

    @invariant()
    def the_calendar_holds_what_the_person_has_signed_up_for(self) -> None:
        admission, now = self.life.life, self.life.now
        places = [place for g in admission.rules.gatherings if (place := admission.place_at(g))]
        wanted = {(p.key, p.starts, p.ends) for p in places if p.starts > now and admission.is_open}
        held = {(e.sitting, e.starts, e.ends) for e in admission.diary if not e.cancelled and e.starts > now}
        assert held == wanted

    @invariant()
    def whoever_is_paired_has_a_pairing(self) -> None:
        admission = self.life.life
        assert (
            bool(admission.pairings) is (admission.stage is ApplicationStage.PAIRED) or not admission.is_open
        )

    @invariant()
    def what_it_waits_for_is_said_until_it_is_over(self) -> None:
        shot = self.life.entries[-1].snapshot
        assert bool(shot.waits_for) is not self.life.life.is_over

    def teardown(self) -> None:
        """What holds over a life as a whole; each ends with its cohort."""
        if not hasattr(self, "life"):
            return
        self.tell(Close())
        self.tell(OfferedOn())
        life = self.life
        assert life.life.is_over
        numbers_have_no_gap(life.entries)
        letters_are_written_once_and_in_time(life.entries)
        nobody_out_of_the_running_hears_more_than_a_farewell(life)
        for uid in {entry.uid for entry in life.life.diary}:
            calendar_counts_up(life, uid)


def nobody_out_of_the_running_hears_more_than_a_farewell(life: Applying) -> None:
    over = [entry for entry in life.entries if not entry.snapshot.stage.is_open]
    assert all(letter.name.is_farewell for entry in over for letter in entry.letters)


def calendar_counts_up(life: Applying, uid: str) -> None:
    """Each change counts one up; a change that came too late to be told is counted but not written."""
    (entry,) = (entry for entry in life.life.diary if entry.uid == uid)
    counted = {key for key in life.life.done if key.startswith(f"calendar:{uid}:")}
    assert counted == {f"calendar:{uid}:{n}:applicant" for n in range(entry.sequence + 1)}
    parts = [letter.calendar for letter in life.letters if letter.calendar]
    written = [part.sequence for part in parts if part.uid == uid]
    assert all(one < other for one, other in pairwise(written))


TestApplicationsLife = ApplicationsLife.TestCase
