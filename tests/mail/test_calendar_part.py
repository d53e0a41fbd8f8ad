"""What calendars are told through a pairing's life, read back with a calendar library."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.policy import default
from functools import cache
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from domain.enums import BOTH, Role
from domain.pairing.events import (
    Accept,
    BookSession,
    CancelSession,
    LogSession,
    MoveSession,
    Reschedule,
    Withdraw,
)
from domain.programme.gathering_plan import SittingDate
from domain.programme.timetable import rules_of, starting
from importing.programme_file import read_programme
from mail.facts import Sender
from tests.every import every
from tests.living import BRISTOL, Life, accepted, bristol, lived, mentoring, utc
from tests.mail.application_stories import demanding, signed_up
from tests.mail.stories import ANN, SENDER, couple, mime

pytestmark = pytest.mark.unit

every_role = pytest.mark.parametrize("role", BOTH)


@dataclass(frozen=True)
class Told:
    """One calendar part: what its MIME header says and what the calendar in it says."""

    mime_method: str
    calendar: Calendar
    event: Any

    @property
    def method(self) -> str:
        return str(self.calendar["METHOD"])

    @property
    def uid(self) -> str:
        return str(self.event["UID"])

    @property
    def sequence(self) -> int:
        return int(self.event["SEQUENCE"])

    @property
    def status(self) -> str:
        return str(self.event["STATUS"])

    @property
    def starts(self) -> datetime:
        return cast(datetime, self.event["DTSTART"].dt)

    @property
    def ends(self) -> datetime:
        return cast(datetime, self.event["DTEND"].dt)


def _told(entity: Life, role: Role, about: str) -> list[Told]:
    """What this partner's calendar was told about this event, in order."""
    parts = [_part(mime(letter)) for letter in entity.letters if letter.role is role and letter.calendar]
    return [told for told in parts if about in told.uid]


def _part(mime: bytes) -> Told:
    message = message_from_bytes(mime, policy=default)
    (part,) = (part for part in message.walk() if part.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_content())
    (event,) = calendar.events
    return Told(part["Content-Type"].params["method"], calendar, event)


@cache
def _session_and_farewell() -> Life:
    """A session is booked, moved and cancelled; another is booked; the mentee leaves."""
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, 7, 20, 9), minutes=60))
    entity.update(MoveSession(session=1, starts=utc(2027, 7, 21, 9), minutes=90))
    entity.update(CancelSession(session=1))
    entity.update(BookSession(starts=utc(2027, 7, 22, 9), minutes=60))
    entity.update(Withdraw(role=Role.MENTEE))
    entity.finish()
    return entity


@cache
def _gathering_rescheduled() -> Life:
    entity = lived(accepted)
    entity.until(utc(2027, 6, 18))
    for day in (8, 9):
        starts, ends = utc(2027, 7, day, 13), utc(2027, 7, day, 15)
        entity.update(Reschedule(gathering="training", sitting="1", starts=starts, ends=ends))
    entity.update(Withdraw(role=Role.MENTOR))
    entity.finish()
    return entity


@every_role
def test_a_session_is_requested_moved_and_cancelled(role: Role) -> None:
    told = _told(_session_and_farewell(), role, "session-1")

    assert [t.method for t in told] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [t.starts.day for t in told] == [20, 21, 21]


@every_role
def test_who_leaves_takes_the_booked_session_out_of_both_calendars(role: Role) -> None:
    told = _told(_session_and_farewell(), role, "session-2")

    assert [(t.method, t.status) for t in told] == [("REQUEST", "CONFIRMED"), ("CANCEL", "CANCELLED")]


@every_role
def test_a_rescheduled_gathering_moves_twice_and_goes_when_the_pair_ends(role: Role) -> None:
    told = _told(_gathering_rescheduled(), role, ".training.")

    assert [t.method for t in told] == ["REQUEST", "REQUEST", "REQUEST", "CANCEL"]
    assert [t.starts.day for t in told] == [6, 8, 9, 9]


_STORIES = [
    (story, about, role)
    for story, about in ((_session_and_farewell, "session-1"), (_gathering_rescheduled, ".training."))
    for role in BOTH
]


@pytest.fixture(params=_STORIES, ids=lambda story: f"{story[1].strip('.')} of the {story[2]}")
def story(request: pytest.FixtureRequest) -> list[Told]:
    """All that one partner's calendar was told about one event, from first to last."""
    entity, about, role = request.param
    return _told(entity(), role, about)


def test_the_mime_header_names_the_same_method_as_the_calendar(story: list[Told]) -> None:
    assert [told.mime_method for told in story] == [told.method for told in story]


def test_the_uid_never_changes(story: list[Told]) -> None:
    assert len({told.uid for told in story}) == 1


def test_the_sequence_grows_by_one(story: list[Told]) -> None:
    assert [told.sequence for told in story] == list(range(len(story)))


def test_cancelled_is_said_in_the_cancellation_alone(story: list[Told]) -> None:
    assert [told.status for told in story] == [*["CONFIRMED"] * (len(story) - 1), "CANCELLED"]


def test_the_organizer_is_the_coordinator(story: list[Told]) -> None:
    assert {told.event["ORGANIZER"] for told in story} == {"mailto:reciprocal-mentoring@bristol.example"}


_LINK = "https://uni.example/join?room=4&who=all"


def _invited(*places: dict[str, str]) -> list[Any]:
    """The event of the invitation to the induction where this is said of its place."""
    plan, found = bristol().gathering("induction"), []
    letter = next(x for x in lived(accepted).letters if x.gathering == "induction" and x.role is Role.MENTOR)
    for place in places:
        sitting = SittingDate.model_validate({**plan.sittings[0].model_dump(by_alias=True), **place})
        gatherings = tuple(
            plan.replace(sittings=(sitting,)) if one.key == "induction" else one
            for one in bristol().gatherings
        )
        found.append(_part(mime(letter, programme=bristol().replace(gatherings=gatherings))).event)
    return found


def test_a_place_and_a_link_are_in_the_calendar_each_where_it_belongs() -> None:
    place, link, both, neither = _invited(
        {"where": "Room 4.12"}, {"link": _LINK}, {"where": "Room 4.12", "link": _LINK}, {}
    )
    assert [event.get("LOCATION") for event in (place, link, both, neither)] == [
        "Room 4.12",
        _LINK,
        "Room 4.12",
        None,
    ]
    assert [event.get("CONFERENCE") for event in (place, link, both, neither)] == [None, _LINK, _LINK, None]
    assert both["CONFERENCE"].params["VALUE"] == "URI"


def test_a_letter_that_comes_from_elsewhere_is_sent_on_the_coordinators_behalf(story: list[Told]) -> None:
    assert {told.event["ORGANIZER"].params["SENT-BY"] for told in story} == {"mailto:tandem@uni.example"}


def test_a_letter_from_the_coordinators_own_address_is_sent_on_nobodys_behalf() -> None:
    letter = next(x for x in lived(accepted).letters if x.calendar)

    told = _part(mime(letter, sender=Sender("reciprocal-mentoring@bristol.example", "0b1c")))

    assert "SENT-BY" not in told.event["ORGANIZER"].params


def test_two_institutions_with_a_cohort_of_one_name_have_events_of_their_own() -> None:
    letter = next(x for x in lived(accepted).letters if x.calendar)

    uids = {_part(mime(letter, sender=replace(SENDER, store=store))).uid for store in ("0b1c", "9f3d")}

    assert uids == {"p-01.induction.1@0b1c.tandem", "p-01.induction.1@9f3d.tandem"}


def test_an_answer_is_asked_for_where_somebody_is_expected_and_not_where_they_asked_themselves() -> None:
    invited = _told(_gathering_rescheduled(), Role.MENTOR, ".training.")
    booked = _told(_session_and_farewell(), Role.MENTOR, "session-1")
    seat = _place_at_an_information_session()

    assert [_answer(told) for told in invited] == [("TRUE", "NEEDS-ACTION")] * 3 + [("FALSE", None)]
    assert {_answer(told) for told in (*booked, *seat)} == {("FALSE", "ACCEPTED"), ("FALSE", None)}


def _answer(told: Told) -> tuple[str, str | None]:
    params = told.event["ATTENDEE"].params
    return params["RSVP"], params.get("PARTSTAT")


@every_role
def test_the_only_attendee_is_the_reader(role: Role) -> None:
    attendees = {told.event["ATTENDEE"] for told in _told(_session_and_farewell(), role, "session")}

    assert attendees == {f"mailto:{couple().person(role).email}"}


def test_partners_have_calendars_of_their_own_with_one_uid() -> None:
    entity = _session_and_farewell()

    uids = {role: {t.uid for t in _told(entity, role, "session")} for role in BOTH}

    assert uids[Role.MENTOR] == uids[Role.MENTEE]


@pytest.mark.parametrize("month", [7, 11])
def test_a_session_is_at_its_moment_in_summer_and_winter(month: int) -> None:
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, month, 16, 9), minutes=90))

    (told,) = _told(entity, Role.MENTOR, "session-1")

    assert (told.starts, told.ends) == (utc(2027, month, 16, 9), utc(2027, month, 16, 10, 30))
    assert told.starts.tzinfo is UTC or told.starts.utcoffset() == UTC.utcoffset(None)
    assert f"DTSTART:2027{month:02}16T090000Z" in told.calendar.to_ical().decode()


@pytest.mark.parametrize(("first_day", "hour_in_utc"), [(date(2027, 5, 27), 8), (date(2027, 11, 1), 9)])
def test_a_gathering_at_half_past_nine_is_so_on_the_local_clock(first_day: date, hour_in_utc: int) -> None:
    rules = rules_of(starting(read_programme(BRISTOL), first_day))
    entity = Life(rules, now=rules.introductions)
    for role in BOTH:
        entity.update(Accept(role=role))
    entity.until(rules.gathering("induction").sittings[0].starts)

    (told,) = _told(entity, Role.MENTEE, ".induction.")

    assert told.starts.hour == hour_in_utc
    assert f"{told.starts.astimezone(ZoneInfo('Europe/London')):%H:%M}" == "09:30"


def test_a_session_that_was_held_stays_in_the_calendar() -> None:
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, 7, 20, 9), minutes=60))
    entity.until(utc(2027, 7, 20, 12))
    entity.update(LogSession())

    assert [t.method for t in _told(entity, Role.MENTOR, "session-1")] == ["REQUEST"]


def test_an_event_says_whom_one_meets_and_a_gathering_what_it_is() -> None:
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, 7, 20, 9), minutes=60))

    assert str(_told(entity, Role.MENTOR, "session-1")[0].event["SUMMARY"]) == "Session 1 with Tom Thwaite"
    assert (
        str(_told(entity, Role.MENTOR, ".training.")[0].event["SUMMARY"]) == "Development session 2: training"
    )


@every(
    "name",
    ["Sam\r\nATTENDEE:mailto:eve@evil.example", 'Sam "Quote" O, Neil; <a:b>', "x" * 300, "李 Zoë", "Sam\\n"],
)
def test_no_name_breaks_a_calendar(name: str) -> None:
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, 7, 20, 9), minutes=60))
    booked = next(x for x in entity.letters if x.session and x.role is Role.MENTOR)

    told = _part(mime(booked, couple(mentor=ANN.replace(name=name), mentee=ANN.replace(name=name))))

    assert told.event["ATTENDEE"] == "mailto:ann@uni.example"
    assert "".join(str(told.event["SUMMARY"]).split()) == "".join(f"Session 1 with {name}".split())
    assert told.starts == utc(2027, 7, 20, 9)


@cache
def _place_at_an_information_session() -> list[Told]:
    """What the calendar of somebody is told who signs up before there is a pair, and signs off."""
    letters = signed_up(demanding("bristol"), Role.MENTOR).letters
    return [_part(mime(letter)) for letter in letters if letter.calendar]


def test_a_place_before_there_is_a_pair_is_requested_moved_and_cancelled() -> None:
    told = _place_at_an_information_session()

    assert [t.method for t in told] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [t.mime_method for t in told] == [t.method for t in told]
    assert [t.sequence for t in told] == [0, 1, 2]
    assert {t.uid for t in told} == {"spring-a01.information.1@0b1c.tandem"}
    assert [t.status for t in told] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [t.starts.day for t in told] == [27, 30, 30]


def test_a_place_before_there_is_a_pair_is_the_applicants_alone_and_named_after_the_gathering() -> None:
    for told in _place_at_an_information_session():
        assert told.event["ATTENDEE"] == "mailto:ann@uni.example"
        assert told.event["ORGANIZER"] == "mailto:reciprocal-mentoring@bristol.example"
        assert str(told.event["SUMMARY"]) == "Information session"
