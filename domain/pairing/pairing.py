"""A pairing: two partners, the rules of their programme, and everything that has happened so far.

It is a frozen value. `machine` beside it gives the next one for an event, `due` says what is due; neither
looks at a clock or draws a random number.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Self

from domain.clock import mornings_after, moved_by, working_morning
from domain.entity.backdating import Backdatable
from domain.entity.outcomes import OutcomeKind
from domain.entity.told import Told
from domain.enums import (
    BOTH,
    Arrangement,
    Attendance,
    EndReason,
    Role,
    SessionState,
    Stage,
)
from domain.errors import Refused
from domain.pairing.events import PairingEvent
from domain.pairing.partner import AttendanceRecord, Partner
from domain.programme.rules import Evaluation, Gathering, Rules, Sitting
from domain.programme.timetable import end_of
from domain.value import Moment, Value

TIME_TO_THINK_AGAIN = timedelta(hours=1)
"""Between the word that a pairing ends and the letters about it: until then a slip is taken back unseen."""


class Session(Value):
    """A mentoring meeting that the pair arranged itself."""

    number: int
    starts: Moment
    minutes: int
    state: SessionState

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


class ProposedTimes(Value):
    """Times for the next session that one partner has proposed to the other, the earliest first."""

    role: Role
    times: tuple[Moment, ...]
    minutes: int
    at: Moment

    def ends(self, starts: datetime) -> datetime:
        """When the session would end that begins then."""
        return starts + timedelta(minutes=self.minutes)


class ProposedArrangement(Value):
    """In which one partner would like the pair to go on; the other has not agreed yet."""

    role: Role
    arrangement: Arrangement
    at: Moment


class Pairing(Backdatable):
    arrangement: Arrangement
    arrangement_since: Moment | None = None
    """Since when it is in this one, where it began in another."""
    arrangement_proposed: ProposedArrangement | None = None
    rules: Rules
    proposed: Moment
    """When the two were put together."""
    taken_over: Moment | None = None
    """When a pair that had been running elsewhere was brought in; None: it began here."""
    stage: Stage = Stage.APPLICATION
    mentor: Partner = Partner()
    mentee: Partner = Partner()
    sessions: tuple[Session, ...] = ()
    proposal: ProposedTimes | None = None
    """Until a session is booked."""
    mentoring_since: Moment | None = None
    review_over: bool = False
    paused: Moment | None = None
    paused_until: Moment | None = None
    """When a pause ends by itself, if it does."""
    pauses: tuple[tuple[Moment, Moment], ...] = ()
    end_reason: EndReason | None = None
    ended_from: tuple[Stage, Moment] | None = None
    """Where it has ended by itself: the stage in which it stood, and since when."""
    ended_by_word: bool = False
    """Whether somebody has said that it ends, and a partner who has not said so is to be told."""
    told: tuple[Told[PairingEvent], ...] = ()

    @property
    def timezone(self) -> str:
        return self.rules.timezone

    @property
    def began(self) -> datetime:
        return self.rules.first_moment if self.taken_over else self.proposed

    @property
    def introduced(self) -> datetime:
        """When the two are introduced to each other, here or before they were taken over."""
        return self.rules.introductions if self.taken_over else max(self.proposed, self.rules.introductions)

    def is_before_takeover(self, at: datetime) -> bool:
        """Whether this was a matter of whoever ran the programme before Tandem did."""
        return self.taken_over is not None and at < self.taken_over

    def entered_at(self, ready: datetime, now: datetime) -> datetime:
        return ready if self.is_before_takeover(ready) else now

    @property
    def farewell_from(self) -> datetime | None:
        """When those are told that it has ended who have not said so themselves; None: at once."""
        return self.since + TIME_TO_THINK_AGAIN if self.ended_by_word else None

    @property
    def is_open(self) -> bool:
        return self.stage.is_open

    def partner(self, role: Role) -> Partner:
        return self.mentor if role is Role.MENTOR else self.mentee

    def with_partner(self, role: Role, **fields: Any) -> Self:
        return self.replace(**{role.value: self.partner(role).replace(**fields)})

    def entering(self, stage: Stage, now: datetime, at: datetime, noted: Mapping[str, Any]) -> Self:
        """The same in this stage from `at` on, as is known now, with these fields of it changed."""
        entered = self.replace(stage=stage, since=at, **noted)
        day, today = (moment.astimezone(self.rules.zone).date() for moment in (at, now))
        happened_on = day if day < today else None
        return entered.with_outcome(OutcomeKind.STAGE, now, about=stage.value, happened_on=happened_on)

    @property
    def works_together(self) -> bool:
        """Whether both have said yes, and neither has left; also once it is completed."""
        return self.accepted_at is not None and self.stage is not Stage.ENDED

    @property
    def held(self) -> tuple[Session, ...]:
        """The sessions that took place and were long enough to count."""
        minutes = self.rules.sessions.minutes
        return tuple(s for s in self.sessions if s.state is SessionState.HELD and s.minutes >= minutes)

    @property
    def has_met_minimum(self) -> bool:
        return len(self.held) >= self.rules.sessions.minimum

    @property
    def booked(self) -> tuple[Session, ...]:
        """The sessions that are booked and not yet logged, the earliest first."""
        booked = (s for s in self.sessions if s.state is SessionState.BOOKED)
        return tuple(sorted(booked, key=lambda s: s.starts))

    def session(self, number: int) -> Session:
        for session in self.sessions:
            if session.number == number:
                return session
        raise Refused(f"There is no session {number} in this pairing.")

    def unsettled(self, stage: Stage) -> tuple[tuple[Gathering, Role], ...]:
        """Who still has to attend which required gathering of this stage."""
        return tuple(
            (gathering, role)
            for gathering in self.rules.gates(stage)
            for role in gathering.roles
            if not self.partner(role).has_settled(gathering)
        )

    def unsettled_for(self, gathering: Gathering) -> tuple[Role, ...]:
        """Whom of those it is for have neither attended it nor been excused."""
        return tuple(role for role in gathering.roles if not self.partner(role).has_settled(gathering))

    def settled_at(self, stage: Stage) -> datetime:
        """When the last required gathering of this stage, all of which are settled, was settled."""
        gates = {gathering.key for gathering in self.rules.gates(stage)}
        records = (record for role in BOTH for record in self.partner(role).attendance)
        return max([self.since, *(r.at for r in records if r.gathering in gates and r.attendance.settles)])

    @property
    def accepted_at(self) -> datetime | None:
        """When the second of the two accepted."""
        if self.mentor.accepted and self.mentee.accepted:
            return max(self.mentor.accepted, self.mentee.accepted)
        return None

    def next_sitting(self, gathering: Gathering, role: Role) -> Sitting | None:
        """The sitting this partner is expected at: the first since the pair accepted that has no record; of
        those from the chosen one on, where one has been chosen. One to one, the chosen one alone."""
        since, partner = self.accepted_at, self.partner(role)
        seat = partner.seat_at(gathering)
        if gathering.one_to_one:
            return seat if since and seat and not partner.missed(gathering, seat) else None
        candidates = (s for s in gathering.sittings if since and s.ends > since)
        later = (s for s in candidates if seat is None or s.starts >= seat.starts)
        return next((s for s in later if not partner.missed(gathering, s)), None)

    def review_meeting(self, role: Role) -> Sitting | None:
        """The sitting of the mid-way review that this partner comes to, whether it is over or not."""
        review = self.rules.review
        if review is None:
            return None
        return self.partner(role).seat_at(review) or review.sittings[0]

    @property
    def review_meetings(self) -> tuple[Sitting, ...]:
        """The sittings of the mid-way review that the two come to; none where the programme has no review."""
        return tuple(meeting for role in BOTH if (meeting := self.review_meeting(role)))

    def postponed(self, deadline: datetime, since: datetime | None = None) -> datetime:
        """A deadline moved by every pause that fell between `since` and it, in local time."""
        for began, ended in self.pauses:
            if began < deadline and (since is None or ended > since):
                deadline = moved_by(deadline, max(began, since or began), ended, self.rules.zone)
        return deadline

    def after(self, since: datetime, days: int) -> datetime:
        """The morning `days` days after `since`, pauses not counted."""
        morning = mornings_after(since, days, self.rules.zone)
        return self._postponed_morning(morning, since)

    @property
    def sessions_close(self) -> datetime:
        """The last minute of a local day, whenever a pause has ended."""
        return self._postponed_day(self.rules.sessions.closes)

    def questionnaire_opens(self, evaluation: Evaluation) -> datetime:
        """The morning from which it can be answered, pauses counted."""
        return self._postponed_morning(evaluation.opens)

    def questionnaire_closes(self, evaluation: Evaluation) -> datetime:
        """The last minute of the last day, pauses counted."""
        return self._postponed_day(evaluation.closes)

    def _postponed_morning(self, morning: datetime, since: datetime | None = None) -> datetime:
        postponed = self.postponed(morning, since)
        return morning if postponed == morning else working_morning(postponed, self.rules.zone)

    def _postponed_day(self, end: datetime) -> datetime:
        zone, postponed = self.rules.zone, self.postponed(end)
        return end if postponed == end else end_of(postponed.astimezone(zone).date(), zone)


def propose(
    pairing_id: str,
    arrangement: Arrangement,
    rules: Rules,
    now: datetime,
    attended: Iterable[tuple[Role, str]] = (),
    taken_over: datetime | None = None,
) -> Pairing:
    """The beginning of a pairing: two people have been put together and will be introduced.

    `attended`: who has been to which gathering in an earlier pairing of the same cohort; `taken_over`: when
    two who had been introduced elsewhere were brought in.
    """
    pairing = Pairing(
        id=pairing_id, arrangement=arrangement, rules=rules, since=now, proposed=now, taken_over=taken_over
    )
    for role, gathering in attended:
        record = AttendanceRecord(gathering=gathering, attendance=Attendance.ATTENDED, sitting=None, at=now)
        pairing = pairing.with_partner(role, attendance=(*pairing.partner(role).attendance, record))
    return pairing.with_outcome(OutcomeKind.PROPOSED, now, about="taken_over" if taken_over else None)


def reason_not_to_begin(who_left: Collection[Role]) -> EndReason | None:
    """Why two people who have been put together are never introduced: one of them has left since. None:
    the pairing begins."""
    return EndReason.NEVER_BEGAN if who_left else None


def end(pairing: Pairing, reason: EndReason, now: datetime, by_word: bool = False) -> Pairing:
    """The pairing after its way out, for this reason."""
    over = {"end_reason": reason, "ended_by_word": by_word, "paused": None, "paused_until": None}
    ended = pairing.replace(stage=Stage.ENDED, since=now, **over)
    return ended.with_outcome(OutcomeKind.ENDED, now, about=reason.value, role=reason.leaver)
