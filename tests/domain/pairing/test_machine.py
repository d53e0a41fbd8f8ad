"""Random lives: whatever happens in whatever order, at whatever time, these things stay true."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.clock import first_moment
from domain.entity.entity import TakeBack
from domain.entity.taking_back import slips
from domain.enums import BOTH, ReviewChoice, Role, SessionState, Stage
from domain.errors import Refused
from domain.pairing.due import due
from domain.pairing.events import (
    Accept,
    AddressChanged,
    Answer,
    Attend,
    BookSession,
    CancelSession,
    CancelSittings,
    ChooseSitting,
    End,
    ExtendSessions,
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
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing
from domain.programme.rules import Sitting
from domain.programme.timetable import end_of
from tests.domain.pairing.invariants import (
    calendar_is_kept_true,
    letters_are_written_once_and_in_time,
    lived_again_it_is_the_same,
    nobody_hears_more_after_the_end,
    numbers_have_no_gap,
    stages_follow_the_table,
)
from tests.domain.varied import VARIED
from tests.living import Life, utc

pytestmark = pytest.mark.unit

PROPOSED = utc(2027, 6, 10)
_RULES = {name: rules() for name, rules in VARIED.items()}

roles = st.sampled_from(BOTH)
some_roles = st.sampled_from((BOTH, *((role,) for role in BOTH)))
sessions = st.integers(1, 4)
minutes = st.sampled_from((30, 60, 90))
hours = st.integers(1, 40 * 24)


class PairingsLife(RuleBasedStateMachine):
    entity: Life
    taken_back = False

    @initialize(rules=st.sampled_from(sorted(_RULES)), days=st.integers(0, 30), gates=st.integers(0, 3))
    def propose(self, rules: str, days: int, gates: int) -> None:
        """Most pairs have already come some way, else few random lives would get beyond acceptance."""
        self.entity = Life(_RULES[rules], PROPOSED + timedelta(days=days))
        for _ in range(gates):
            self.the_pair_does_what_is_asked_of_it()

    # What may happen

    @rule(days=st.integers(0, 20) | st.just(60), minutes=st.integers(0, 24 * 60))
    def time_passes(self, days: int, minutes: int) -> None:
        self.entity.until(self.entity.now + timedelta(days=days, minutes=minutes))

    @rule(days=st.integers(1, 20) | st.just(150))
    def nobody_is_awake(self, days: int) -> None:
        self.entity.outage(self.entity.now + timedelta(days=days))

    @rule(days=st.integers(1, 20))
    def time_passes_until_the_next_command_only(self, days: int) -> None:
        self.entity.now += timedelta(days=days)
        self.update(Waive(gathering="information"))

    @rule()
    def the_pair_does_what_is_asked_of_it(self) -> None:
        for role in BOTH:
            self.update(Accept(role=role))
        pairing = self.entity.pairing
        for gathering, role in pairing.unsettled(pairing.stage):
            self.entity.until(max(self.entity.now, gathering.sittings[-1].starts))
            self.update(Attend(gathering=gathering.key, roles=(role,)))

    @rule(role=roles)
    def accept(self, role: Role) -> None:
        self.update(Accept(role=role))

    @rule(data=st.data(), roles=some_roles, attended=st.booleans())
    def attend(self, data: st.DataObject, roles: tuple[Role, ...], attended: bool) -> None:
        self.update(Attend(gathering=self._gathering(data), roles=roles, attended=attended))

    @rule(data=st.data(), roles=some_roles)
    def waive(self, data: st.DataObject, roles: tuple[Role, ...]) -> None:
        self.update(Waive(gathering=self._gathering(data), roles=roles))

    @rule(data=st.data(), later=hours, long=st.integers(1, 4))
    def reschedule(self, data: st.DataObject, later: int, long: int) -> None:
        key = self._gathering(data)
        starts = self.entity.now + timedelta(hours=later - 48)
        ends = starts + timedelta(hours=long)
        sitting = data.draw(st.sampled_from(("1", "2")))
        self.update(Reschedule(gathering=key, sitting=sitting, starts=starts, ends=ends))

    @rule(later=hours, minutes=minutes)
    def book(self, later: int, minutes: int) -> None:
        self.update(BookSession(starts=self.entity.now + timedelta(hours=later), minutes=minutes))

    @rule(session=sessions, later=hours, minutes=st.none() | minutes)
    def move(self, session: int, later: int, minutes: int | None) -> None:
        starts = self.entity.now + timedelta(hours=later)
        self.update(MoveSession(session=session, starts=starts, minutes=minutes))

    @rule(session=sessions)
    def cancel(self, session: int) -> None:
        self.update(CancelSession(session=session))

    @rule(session=st.none() | sessions, earlier=st.none() | hours, minutes=minutes, held=st.booleans())
    def log(self, session: int | None, earlier: int | None, minutes: int, held: bool) -> None:
        starts = None if earlier is None else self.entity.now - timedelta(hours=earlier)
        self.update(LogSession(session=session, starts=starts, minutes=minutes, held=held))

    @rule()
    def the_pair_has_met(self) -> None:
        self.update(LogSession(starts=self.entity.now - timedelta(hours=2)))

    @rule(role=roles, choice=st.sampled_from((ReviewChoice.CONTINUE, ReviewChoice.ADJUST)))
    def review(self, role: Role, choice: ReviewChoice) -> None:
        self.update(Review(role=role, choice=choice))

    @rule(role=roles)
    def answer(self, role: Role) -> None:
        self.update(Answer(role=role))

    @rule(data=st.data(), role=roles, days=st.integers(-1, 120))
    def told_later(self, data: st.DataObject, role: Role, days: int) -> None:
        """Of the day so many days ago, or of tomorrow."""
        gathering = self._gathering(data)
        told: tuple[PairingEvent, ...] = (
            Accept(role=role),
            Attend(gathering=gathering, roles=(role,), attended=data.draw(st.booleans())),
            Waive(gathering=gathering, roles=(role,)),
            Review(role=role, choice=data.draw(st.sampled_from(ReviewChoice))),
            Answer(role=role),
            Pause(),
            Resume(),
        )
        event = data.draw(st.sampled_from(told))
        day = (self.entity.now - timedelta(days=days)).date()
        self.update(event.replace(happened_on=day))

    @rule(until=st.none() | st.integers(1, 60))
    def pause(self, until: int | None) -> None:
        """Until the beginning of a day, or as long as nobody says more."""
        day = None if until is None else (self.entity.now + timedelta(days=until)).date()
        zone = self.entity.pairing.rules.zone
        self.update(Pause(until=first_moment(day, zone) if day else None))

    @rule(days=st.integers(-5, 200))
    def extend(self, days: int) -> None:
        day = (self.entity.now + timedelta(days=days)).date()
        self.update(ExtendSessions(closes=end_of(day, self.entity.pairing.rules.zone)))

    @rule(data=st.data(), roles=some_roles, sitting=st.sampled_from(("1", "2", "3")))
    def choose_sitting(self, data: st.DataObject, roles: tuple[Role, ...], sitting: str) -> None:
        self.update(ChooseSitting(gathering=self._gathering(data), sitting=sitting, roles=roles))

    @rule(data=st.data(), gone=st.sampled_from((("1",), ("2",), ("1", "2"))), later=st.none() | hours)
    def cancel_sittings(self, data: st.DataObject, gone: tuple[str, ...], later: int | None) -> None:
        instead = None
        if later:
            starts = self.entity.now + timedelta(hours=later)
            instead = Sitting(key="3", starts=starts, ends=starts + timedelta(hours=1))
        key = self._gathering(data)
        self.update(CancelSittings(gathering=key, sittings=gone, opens=instead is None, instead=instead))

    @precondition(lambda self: self.entity.pairing.paused)
    @rule()
    def resume(self) -> None:
        self.update(Resume())

    @rule(role=roles)
    def letter_failed(self, role: Role) -> None:
        self.update(LetterFailed(role=role))

    @rule(role=roles)
    def address_changed(self, role: Role) -> None:
        self.update(AddressChanged(role=role))

    @precondition(lambda self: self.entity.pairing.calendar_entries)
    @rule(
        way_out=st.sampled_from(
            (
                Withdraw(role=Role.MENTOR),
                Withdraw(role=Role.MENTEE),
                Review(role=Role.MENTEE, choice=ReviewChoice.END),
                End(),
            )
        )
    )
    def leave(self, way_out: PairingEvent) -> None:
        self.update(way_out)

    @rule(which=st.integers(0, 9))
    def a_slip_is_taken_back(self, which: int) -> None:
        """As if it had never been told, whatever had been told since."""
        told = slips(PAIRING, self.entity.pairing, 10)
        if not told:
            return
        slip = told[which % len(told)]
        event = TakeBack(number=slip.number)
        if slip.why_not:
            assert self.entity.refusal(event) == slip.why_not
            return
        after = PAIRING.apply(self.entity.pairing, event, self.entity.now)
        assert slip.step not in after.told
        assert PAIRING.apply(after, event, self.entity.now) is after
        self.taken_back = True
        self.entity.update(event)

    def _gathering(self, data: st.DataObject) -> str:
        keys = [g.key for g in self.entity.pairing.rules.gatherings]
        return data.draw(st.sampled_from((*keys, "no-such-gathering")))

    def update(self, event: PairingEvent) -> None:
        before = self.entity.pairing
        try:
            after = PAIRING.apply(before, event, self.entity.now)
        except Refused as refused:
            sentence = str(refused)
        else:
            goes_on = isinstance(event, ExtendSessions) and before.ended_from is not None
            assert before.is_open or after is before or goes_on
            self.taken_back = self.taken_back or (goes_on and not before.is_open)
            self._once_is_enough(after, event)
            self.entity.update(event)
            return
        assert sentence.endswith(".")
        self.entity.outage(self.entity.now)

    def _once_is_enough(self, after: Pairing, event: PairingEvent) -> None:
        """The same event again changes nothing. (Left out: what names no session, letter, or sitting.)"""
        names_nothing = isinstance(event, LogSession) and event.session is None and event.starts is None
        if isinstance(event, LetterFailed | AddressChanged) or names_nothing or self._names_no_sitting(event):
            return
        try:
            assert PAIRING.apply(after, event, self.entity.now) is after
        except Refused:
            assert not after.is_open or isinstance(event, BookSession)

    def _names_no_sitting(self, event: PairingEvent) -> bool:
        """Of two that are over, who missed the first may have missed the second as well."""
        if not isinstance(event, Attend) or event.attended or event.happened_on:
            return False
        sittings = self.entity.pairing.rules.gathering(event.gathering).sittings
        return sum(sitting.starts <= self.entity.now for sitting in sittings) > 1

    # What stays true

    @invariant()
    def nothing_more_is_due_now(self) -> None:
        assert due(self.entity.pairing, self.entity.now).entry is None

    @invariant()
    def nothing_is_due_before_the_next_moment(self) -> None:
        again = self.entity.look_again
        if again:
            between = self.entity.now + (again - self.entity.now) / 2
            assert due(self.entity.pairing, between).entry is None

    @invariant()
    def there_is_always_a_way_on(self) -> None:
        pairing, again = self.entity.pairing, self.entity.look_again
        if not pairing.is_open:
            assert again in (None, pairing.farewell_from) or pairing.stage is Stage.COMPLETED
        elif not pairing.paused:
            assert again
            assert again > self.entity.now

    @invariant()
    def a_pairing_survives_being_stored(self) -> None:
        pairing = self.entity.pairing
        assert Pairing.model_validate_json(pairing.model_dump_json()) == pairing

    @invariant()
    def nobody_meets_twice_at_once(self) -> None:
        taken = (SessionState.BOOKED, SessionState.HELD)
        real = sorted((s for s in self.entity.pairing.sessions if s.state in taken), key=lambda s: s.starts)
        assert all(one.ends <= other.starts for one, other in pairwise(real))

    def teardown(self) -> None:
        """What holds over a life as a whole; each ends by itself when nothing more happens."""
        if not hasattr(self, "entity"):
            return
        entity = self.entity
        if entity.pairing.paused:
            self.update(Resume())
        entity.until_over()
        assert not entity.pairing.is_open
        if entity.pairing.farewell_from:
            entity.finish()
        lived_again_it_is_the_same(entity.pairing)
        numbers_have_no_gap(entity.entries)
        letters_are_written_once_and_in_time(entity.entries)
        if not self.taken_back:
            stages_follow_the_table(entity)
            nobody_hears_more_after_the_end(entity)
        for uid, role in {(e.uid, e.role) for e in entity.pairing.calendar_entries}:
            calendar_is_kept_true(entity, uid, Role(role))


class TakenOverLife(PairingsLife):
    """A pair that had been running elsewhere, from whatever day on."""

    @initialize(rules=st.sampled_from(sorted(_RULES)), days=st.integers(0, 180), gates=st.integers(0, 3))
    def propose(self, rules: str, days: int, gates: int) -> None:
        self.entity = Life(_RULES[rules], PROPOSED + timedelta(days=days), taken_over=True)
        for role in BOTH[:gates]:
            self.update(Accept(role=role, happened_on=date(2027, 6, 18)))

    @invariant()
    def nothing_is_written_about_what_lies_before_it(self) -> None:
        taken_over = self.entity.pairing.taken_over
        assert taken_over
        for letter in self.entity.letters:
            assert letter.at >= taken_over or (letter.starts and letter.starts >= taken_over)


TestPairingsLife = PairingsLife.TestCase
TestTakenOverLife = TakenOverLife.TestCase
TestTakenOverLife.settings = settings(max_examples=30, stateful_step_count=25)
