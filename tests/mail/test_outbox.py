from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default

import pytest
from sqlalchemy import select

from domain.admission import events as admission_events
from domain.entry import PairingEntry
from domain.errors import Refused
from domain.events import (
    Accept,
    Attend,
    BookSession,
    CancelSession,
    End,
    MoveSession,
    Pause,
    Resume,
    Withdraw,
)
from domain.letters import LetterName
from domain.life import LifeKind
from domain.words import BOTH, Correspondent, Role, Stage
from mail.gate import resend
from mail.outbox import Claimed, Outbox
from storage import applications, reading
from storage.database import Database, StoreError
from storage.tables import PersonRow
from storage.views import LetterState
from tests.living import Life, accepted, lived, mentoring, utc
from tests.mail.application_stories import MANAGER_EMAIL, application, cohort_life, demanding, living
from tests.mail.office import ApplicationDesk, CohortDesk, Office, introduced, record
from tests.world import written_down

_NOW = utc(2027, 6, 15)


@pytest.fixture
def office(database: Database) -> Office:
    """Two introductions in the outbox."""
    return Office(database, introduced())


def _claim(office: Office, letter: str, now: datetime = _NOW) -> Claimed:
    claimed = Outbox(office.database).claim(letter, now)
    assert isinstance(claimed, Claimed)
    return claimed


def _in_data(office: Office, letter: str, now: datetime = _NOW) -> Claimed:
    claimed = _claim(office, letter, now)
    assert Outbox(office.database).handing_over(claimed)
    return claimed


def _with_a_session() -> Life:
    """A pair that has booked a session for 09:00 (UTC) on 20 July."""
    life = lived(mentoring)
    life.tell(BookSession(starts=utc(2027, 7, 20, 9), minutes=60))
    return life


@pytest.fixture
def left(database: Database) -> Office:
    """A pair that was introduced, and of which the mentee has left: there is sad news for the mentor."""
    life = introduced()
    life.tell(Withdraw(role=Role.MENTEE))
    return Office(database, life)


def _sad_news(office: Office) -> str:
    return office.letter(LetterName.PARTNER_LEFT, Role.MENTOR)


def test_letters_wait_in_the_outbox_once_they_are_recorded(office: Office) -> None:
    assert sorted(office.waiting()) == sorted(row.id for row in office.rows())
    assert {row.state for row in office.rows()} == {LetterState.PENDING}
    assert len(office.rows()) == 2


def _record_and_crash(database: Database, entry: PairingEntry) -> None:
    with database.begin() as session:
        assert record(session, entry)
        raise RuntimeError("crash")


def test_a_transaction_that_fails_leaves_neither_record_nor_letters(database: Database) -> None:
    (pairing,) = written_down(database)
    first, entry, *_ = (entry.changed(id=pairing) for entry in introduced().entries)
    with database.begin() as session:
        assert record(session, first)
    assert entry.letters

    with pytest.raises(RuntimeError, match="crash"):
        _record_and_crash(database, entry)

    with database.begin() as session:
        assert reading.letters(session, life=LifeKind.PAIRING.of(pairing)) == []
        assert reading.outcomes(session, LifeKind.PAIRING.of(pairing)) == list(first.outcomes)
        assert reading.pairing(session, pairing).revision == first.revision
        assert record(session, entry)


def test_an_entry_recorded_twice_has_its_letters_once(office: Office) -> None:
    with office.database.begin() as session:
        for entry in office.life.entries:
            assert not record(session, entry.changed(id=office.pairing))

    assert len(office.rows()) == 2


def test_there_is_one_row_for_a_key(office: Office) -> None:
    last = office.life.entries[-1]
    again = last.changed(id=office.pairing, revision=last.revision + 1, outcomes=())
    assert again.letters

    with pytest.raises(StoreError), office.database.begin() as session:
        record(session, again)

    assert len(office.rows()) == 2


def test_a_row_knows_its_reader_and_its_key(office: Office) -> None:
    row = office.row(office.letter(role=Role.MENTEE))

    assert row.key == f"{office.pairing}:introduction:mentee"
    assert row.recipient.startswith("canary-t0@")
    assert row.message_id.encode() in row.mime


def test_a_letter_after_a_pause_names_the_day_that_the_pause_has_moved(database: Database) -> None:
    life = lived(accepted)
    life.until(utc(2027, 6, 20))
    life.tell(Pause())
    life.until(utc(2027, 7, 25))
    life.tell(Resume())
    for gathering in ("induction", "training"):
        life.tell(Attend(gathering=gathering))
    office = Office(database, life)

    letter = message_from_bytes(office.row(office.letter(LetterName.MENTORING_BEGINS)).mime, policy=default)

    text = letter.get_body(("plain",))
    assert text
    assert "until Thursday 10 February 2028" in " ".join(text.get_content().split())


def test_who_claims_a_letter_gets_what_to_deliver(office: Office) -> None:
    row = office.row(office.letter())

    claimed = _claim(office, row.id)

    assert (claimed.recipient, claimed.mime, claimed.attempts) == (row.recipient, row.mime, 1)
    assert office.state(row.id) is LetterState.CLAIMED


def test_there_is_nothing_to_claim_where_there_is_no_letter(database: Database) -> None:
    assert Outbox(database).claim("no-such-letter", _NOW) is None


def test_a_claim_that_was_overtaken_may_not_go_on(office: Office) -> None:
    overtaken, mine = _claim(office, office.letter()), _claim(office, office.letter())

    assert not Outbox(office.database).handing_over(overtaken)
    assert Outbox(office.database).handing_over(mine)


def test_a_letter_is_handed_over_once_for_each_claim(office: Office) -> None:
    claimed = _in_data(office, office.letter())

    assert not Outbox(office.database).handing_over(claimed)


@pytest.mark.parametrize("step", ["sent", "refused", "deferred", "unsure"])
def test_a_claim_that_was_overtaken_changes_nothing(office: Office, step: str) -> None:
    overtaken, mine = _claim(office, office.letter()), _in_data(office, office.letter())
    steps = Outbox(office.database)

    match step:
        case "sent":
            steps.sent(overtaken, "250", _NOW)
        case "refused":
            steps.refused(overtaken, "550")
        case "deferred":
            steps.deferred(overtaken, "451", _NOW)
        case "unsure":
            steps.unsure(overtaken, "?")

    row = office.row(mine.letter)
    assert (row.state, row.claim, row.unsure, row.reply) == (LetterState.IN_DATA, mine.claim, 0, None)


def test_of_many_at_once_one_alone_hands_the_letter_over(office: Office) -> None:
    steps, letter = Outbox(office.database), office.letter()

    with ThreadPoolExecutor(8) as crowd:
        claims = list(crowd.map(lambda _: _claim(office, letter), range(8)))
        handed_over = list(crowd.map(steps.handing_over, claims))

    assert handed_over.count(True) == 1


def test_a_sent_letter_says_when_and_what_the_server_said(office: Office) -> None:
    claimed = _in_data(office, office.letter())

    Outbox(office.database).sent(claimed, "250 kept", _NOW)

    row = office.row(claimed.letter)
    assert (row.state, row.sent_at, row.reply) == (LetterState.SENT, _NOW, "250 kept")


def test_a_sent_letter_is_not_claimed_again(office: Office) -> None:
    Outbox(office.database).sent(_in_data(office, office.letter()), "250", _NOW)

    assert Outbox(office.database).claim(office.letter(), _NOW) is LetterState.SENT
    assert office.state(office.letter()) is LetterState.SENT


def test_a_letter_that_has_gone_is_sent_whatever_its_row_said(office: Office) -> None:
    state = Outbox(office.database).sent(_claim(office, office.letter()), "250", _NOW)

    assert state is LetterState.SENT
    assert office.state(office.letter()) is LetterState.SENT


def _given_up(office: Office, letter: str) -> Claimed:
    """A claim that still runs, though the next to come took its worker for lost."""
    claimed = _in_data(office, letter)
    assert Outbox(office.database).claim(letter, _NOW) in (LetterState.DEFERRED, LetterState.HELD)
    return claimed


def test_a_letter_that_was_given_up_and_has_gone_after_all_is_sent(office: Office) -> None:
    steps, given_up = Outbox(office.database), _given_up(office, office.letter())

    assert steps.sent(given_up, "250 kept", _NOW) is LetterState.SENT

    row = office.row(office.letter())
    assert (row.state, row.reply, row.sent_at) == (LetterState.SENT, "250 kept", _NOW)
    assert steps.claim(office.letter(), _NOW) is LetterState.SENT


def test_sad_news_that_was_held_and_has_gone_after_all_is_sent(left: Office) -> None:
    given_up = _given_up(left, _sad_news(left))

    assert Outbox(left.database).sent(given_up, "250", _NOW) is LetterState.SENT


def test_a_letter_that_was_given_up_and_claimed_since_is_left_to_the_new_claim(office: Office) -> None:
    given_up = _given_up(office, office.letter())
    mine = _claim(office, office.letter())

    assert Outbox(office.database).sent(given_up, "250", _NOW) is LetterState.CLAIMED

    row = office.row(office.letter())
    assert (row.claim, row.sent_at) == (mine.claim, None)
    assert Outbox(office.database).handing_over(mine)


def test_a_letter_that_was_given_up_is_not_handed_over_by_its_old_claim(office: Office) -> None:
    assert not Outbox(office.database).handing_over(_given_up(office, office.letter()))


def test_a_letter_that_was_given_up_and_asked_for_since_still_goes_again(left: Office) -> None:
    news = _sad_news(left)
    given_up = _given_up(left, news)
    left.resend(news)

    assert Outbox(left.database).sent(given_up, "250", _NOW) is LetterState.PENDING
    assert _claim(left, news)


def test_a_refused_letter_has_failed_for_good(office: Office) -> None:
    Outbox(office.database).refused(_claim(office, office.letter()), "550 no such user")

    assert office.row(office.letter()).reply == "550 no such user"
    assert Outbox(office.database).claim(office.letter(), _NOW) is LetterState.FAILED


def test_a_deferred_letter_is_claimed_again(office: Office) -> None:
    state = Outbox(office.database).deferred(_claim(office, office.letter()), "451 later", _NOW)

    assert state is LetterState.DEFERRED
    assert office.letter() in office.waiting()
    assert _claim(office, office.letter()).attempts == 2


@pytest.mark.parametrize(
    ("waited", "state"),
    [(timedelta(days=2, hours=23), LetterState.DEFERRED), (timedelta(days=3), LetterState.FAILED)],
)
def test_a_letter_that_waits_for_three_days_has_failed(
    office: Office, waited: timedelta, state: LetterState
) -> None:
    steps = Outbox(office.database)
    steps.deferred(_claim(office, office.letter()), "451", _NOW)

    again = _claim(office, office.letter(), _NOW + waited)

    assert steps.deferred(again, "451", _NOW + waited) is state
    assert office.state(office.letter()) is state


def test_a_letter_that_is_out_of_date_expires(database: Database) -> None:
    office = Office(database, _with_a_session())
    invitation = office.letter(LetterName.SESSION_BOOKED)

    assert Outbox(database).claim(invitation, utc(2027, 7, 20, 9)) is LetterState.EXPIRED
    assert office.state(invitation) is LetterState.EXPIRED


def test_a_letter_that_is_not_out_of_date_yet_is_claimed(database: Database) -> None:
    office = Office(database, _with_a_session())

    assert _claim(office, office.letter(LetterName.SESSION_BOOKED), utc(2027, 7, 20, 8, 59))


def test_letters_that_wait_are_cancelled_when_the_pairing_ends(left: Office) -> None:
    introduction = left.letter(LetterName.INTRODUCTION)

    assert left.state(introduction) is LetterState.CANCELLED
    assert Outbox(left.database).claim(introduction, _NOW) is LetterState.CANCELLED


def test_farewells_and_cancellations_outlive_the_pairing(database: Database) -> None:
    life = _with_a_session()
    life.tell(Withdraw(role=Role.MENTEE))
    office = Office(database, life)

    wanted = {row.name for row in office.rows() if row.id in office.waiting()}

    assert wanted == {"leaving_confirmed", "partner_left", "session_cancelled"}
    assert all(_claim(office, letter) for letter in office.waiting())


def test_a_cancellation_that_waits_is_still_wanted_when_the_pairing_ends(database: Database) -> None:
    life = _with_a_session()
    life.tell(CancelSession(session=1))
    life.tell(Withdraw(role=Role.MENTEE))
    office = Office(database, life)

    assert office.letter(LetterName.SESSION_CANCELLED) in office.waiting()


def _waiting_names(office: Office) -> list[str]:
    return [row.name for row in office.rows() if row.id in office.waiting()]


def _about_the_session(office: Office) -> list[tuple[str, LetterState]]:
    return [(row.name, LetterState(row.state)) for row in office.rows() if row.name.startswith("session_")]


def test_a_booking_that_waits_is_taken_back_when_the_session_is_cancelled(database: Database) -> None:
    office = Office(database, _with_a_session())
    bookings = [row.id for row in office.rows() if row.name == LetterName.SESSION_BOOKED]
    assert set(bookings) <= set(office.waiting())

    office.life.tell(CancelSession(session=1))
    office.record()

    assert sorted(_about_the_session(office)) == [
        *[(LetterName.SESSION_BOOKED, LetterState.CANCELLED)] * 2,
        *[(LetterName.SESSION_CANCELLED, LetterState.PENDING)] * 2,
    ]
    assert {Outbox(database).claim(letter, _NOW) for letter in bookings} == {LetterState.CANCELLED}


def test_the_old_time_of_a_session_that_moved_is_taken_back(database: Database) -> None:
    office = Office(database, _with_a_session())

    office.life.tell(MoveSession(session=1, starts=utc(2027, 7, 21, 9)))
    office.record()

    assert sorted(_about_the_session(office)) == [
        *[(LetterName.SESSION_BOOKED, LetterState.CANCELLED)] * 2,
        *[(LetterName.SESSION_MOVED, LetterState.PENDING)] * 2,
    ]


def test_a_booking_on_its_way_when_the_session_is_cancelled_is_not_tried_again(database: Database) -> None:
    office = Office(database, _with_a_session())
    outbox = Outbox(database)
    booking = next(row.id for row in office.rows() if row.name == LetterName.SESSION_BOOKED)
    claimed = outbox.claim(booking, _NOW)
    assert isinstance(claimed, Claimed)

    office.life.tell(CancelSession(session=1))
    office.record()
    outbox.deferred(claimed, "451 later", _NOW)

    assert outbox.claim(booking, _NOW) is LetterState.CANCELLED


def test_a_letter_a_human_asked_for_is_not_taken_back(database: Database) -> None:
    office = Office(database, _with_a_session())
    booking = next(row.id for row in office.rows() if row.name == LetterName.SESSION_BOOKED)
    with database.begin() as session:
        resend(session, booking)

    office.life.tell(CancelSession(session=1))
    office.record()

    assert isinstance(Outbox(database).claim(booking, _NOW), Claimed)


def test_a_deferred_letter_is_taken_back_like_one_that_was_never_tried(database: Database) -> None:
    office = Office(database, _with_a_session())
    booking = office.letter(LetterName.SESSION_BOOKED)
    Outbox(database).deferred(_claim(office, booking), "451", _NOW)

    office.life.tell(CancelSession(session=1))
    office.record()

    assert office.state(booking) is LetterState.CANCELLED


@pytest.mark.parametrize(
    ("on_its_way", "state"), [(_claim, LetterState.CLAIMED), (_in_data, LetterState.IN_DATA)]
)
def test_a_letter_that_is_being_delivered_is_not_taken_back(
    database: Database, on_its_way: Callable[[Office, str], Claimed], state: LetterState
) -> None:
    office = Office(database, _with_a_session())
    claimed = on_its_way(office, office.letter(LetterName.SESSION_BOOKED))

    office.life.tell(CancelSession(session=1))
    office.record()

    assert office.state(claimed.letter) is state
    assert Outbox(database).sent(claimed, "250", _NOW) is LetterState.SENT


def test_nobody_who_has_answered_is_introduced_or_chased(database: Database) -> None:
    office = Office(database, introduced(27))
    assert set(_waiting_names(office)) == {"introduction", "introduction_chaser"}

    office.life.tell(Accept(role=Role.MENTOR))
    office.record()
    chased = [row for row in office.rows() if row.name == LetterName.INTRODUCTION_CHASER]
    assert {(row.role, row.state) for row in chased} == {("mentor", "cancelled"), ("mentee", "pending")}
    assert _waiting_names(office).count("introduction") == 2

    office.life.tell(Accept(role=Role.MENTEE))
    office.record()
    assert not {"introduction", "introduction_chaser"} & set(_waiting_names(office))
    assert _waiting_names(office).count("both_accepted") == 2


def test_a_pause_takes_no_letter_back(database: Database) -> None:
    office = Office(database, lived(mentoring))
    before = office.waiting()
    assert office.letter(LetterName.MENTORING_BEGINS) in before

    office.life.tell(Pause())
    office.record()

    assert set(before) < set(office.waiting())


def test_a_letter_that_was_refused_or_held_stays_so_when_it_is_no_longer_wanted(database: Database) -> None:
    office, steps = Office(database, _with_a_session()), Outbox(database)
    refused, held = (office.letter(LetterName.SESSION_BOOKED, role) for role in BOTH)
    steps.refused(_claim(office, refused), "550")
    for _ in range(3):
        steps.unsure(_in_data(office, held), "the line broke")

    office.life.tell(CancelSession(session=1))
    office.record()

    assert (office.state(refused), office.state(held)) == (LetterState.FAILED, LetterState.HELD)


def test_letters_that_were_sent_stay_sent_when_the_pairing_ends(office: Office) -> None:
    Outbox(office.database).sent(_in_data(office, office.letter()), "250", _NOW)

    office.life.tell(End())
    office.record()

    assert office.state(office.letter()) is LetterState.SENT


def test_a_letter_whose_pairing_ended_while_it_was_tried_is_not_tried_again(office: Office) -> None:
    claimed = _claim(office, office.letter())
    office.life.tell(End())
    office.record()

    Outbox(office.database).deferred(claimed, "451", _NOW)

    assert Outbox(office.database).claim(office.letter(), _NOW) is LetterState.CANCELLED
    assert office.state(office.letter()) is LetterState.CANCELLED


def test_a_letter_whose_worker_was_lost_before_it_was_handed_over_goes_again(office: Office) -> None:
    _claim(office, office.letter())

    assert _claim(office, office.letter()).attempts == 2
    assert office.row(office.letter()).unsure == 0


def test_a_letter_whose_worker_was_lost_while_handing_it_over_waits_before_it_goes_again(
    office: Office,
) -> None:
    lost = _in_data(office, office.letter())

    assert Outbox(office.database).claim(office.letter(), _NOW) is LetterState.DEFERRED

    row = office.row(office.letter())
    assert (row.state, row.unsure, row.attempts, row.claim) == (LetterState.DEFERRED, 1, 1, lost.claim)
    assert "worker was lost" in str(row.reply)
    assert row.id in office.waiting()


def test_a_letter_whose_worker_was_lost_while_handing_it_over_goes_again_unchanged(office: Office) -> None:
    lost = _given_up(office, office.letter())

    again = _claim(office, office.letter())

    assert (again.mime, again.attempts) == (lost.mime, 2)
    assert again.claim != lost.claim
    assert office.row(office.letter()).unsure == 1


def test_sad_news_whose_worker_was_lost_while_handing_it_over_is_held(left: Office) -> None:
    news = _sad_news(left)
    _in_data(left, news)

    assert Outbox(left.database).claim(news, _NOW) is LetterState.HELD
    assert left.state(news) is LetterState.HELD
    assert "worker was lost" in str(left.row(news).reply)


def test_a_letter_of_unknown_fate_waits_to_go_again(office: Office) -> None:
    state = Outbox(office.database).unsure(_in_data(office, office.letter()), "the line broke")

    assert state is LetterState.DEFERRED
    assert (office.row(office.letter()).unsure, office.row(office.letter()).reply) == (1, "the line broke")


def test_sad_news_of_unknown_fate_is_held(left: Office) -> None:
    news = _sad_news(left)

    assert Outbox(left.database).unsure(_in_data(left, news), "the line broke") is LetterState.HELD
    assert Outbox(left.database).claim(news, _NOW) is LetterState.HELD


@pytest.mark.parametrize("lost", [False, True])
def test_when_nobody_knew_three_times_a_human_decides_whatever_the_letter(office: Office, lost: bool) -> None:
    steps, states = Outbox(office.database), []
    for _ in range(3):
        claimed = _in_data(office, office.letter())
        again = steps.claim(claimed.letter, _NOW) if lost else steps.unsure(claimed, "the line broke")
        states.append(again)

    assert states == [LetterState.DEFERRED, LetterState.DEFERRED, LetterState.HELD]
    assert steps.claim(office.letter(), _NOW) is LetterState.HELD


def test_a_letter_that_is_sent_again_may_be_of_unknown_fate_again(left: Office) -> None:
    steps = Outbox(left.database)
    introduction = left.letter(LetterName.INTRODUCTION)
    left.resend(introduction)
    for _ in range(3):
        steps.unsure(_in_data(left, introduction), "the line broke")

    left.resend(introduction)

    assert steps.unsure(_in_data(left, introduction), "the line broke") is LetterState.DEFERRED


def test_a_letter_that_somebody_asks_for_is_sent_though_the_pairing_has_ended(left: Office) -> None:
    left.resend(left.letter(LetterName.INTRODUCTION))

    assert _claim(left, left.letter(LetterName.INTRODUCTION))


def test_a_letter_that_somebody_asks_for_is_sent_though_it_is_out_of_date(database: Database) -> None:
    office, afterwards = Office(database, _with_a_session()), utc(2027, 7, 21)
    invitation = office.letter(LetterName.SESSION_BOOKED)
    Outbox(database).claim(invitation, afterwards)

    office.resend(invitation)

    assert _claim(office, invitation, afterwards)


def test_a_letter_may_be_sent_again(office: Office) -> None:
    Outbox(office.database).sent(_in_data(office, office.letter()), "250", _NOW)

    office.resend(office.letter())

    assert office.letter() in office.waiting()
    assert _claim(office, office.letter())


def test_a_held_letter_may_be_sent_again(left: Office) -> None:
    news = _sad_news(left)
    Outbox(left.database).unsure(_in_data(left, news), "the line broke")

    left.resend(news)

    assert _claim(left, news)


def test_a_letter_that_is_sent_again_has_three_days_again(office: Office) -> None:
    steps, later = Outbox(office.database), _NOW + timedelta(days=4)
    steps.refused(_claim(office, office.letter()), "550")

    office.resend(office.letter())

    assert steps.deferred(_claim(office, office.letter(), later), "451", later) is LetterState.DEFERRED


@pytest.mark.parametrize("on_its_way", [_claim, _in_data])
def test_a_letter_that_is_being_delivered_is_not_sent_again(
    office: Office, on_its_way: Callable[[Office, str], Claimed]
) -> None:
    claimed = on_its_way(office, office.letter())

    with pytest.raises(Refused, match=f"Letter {claimed.letter[:8]} is being delivered now"):
        office.resend(office.letter())


def test_the_bytes_of_a_letter_never_change(office: Office) -> None:
    steps, letter = Outbox(office.database), office.letter()
    before = office.row(letter).mime

    steps.deferred(_claim(office, letter), "451", _NOW)
    steps.unsure(_in_data(office, letter), "?")
    steps.sent(_in_data(office, letter), "250", _NOW)
    office.resend(letter)

    assert _claim(office, letter).mime == before


def test_letters_are_on_their_way_until_their_fate_is_known(office: Office) -> None:
    steps, letter = Outbox(office.database), office.letter()
    seen = [office.on_their_way()]
    claimed = _claim(office, letter)
    seen.append(office.on_their_way())
    steps.handing_over(claimed)
    seen.append(office.on_their_way())
    steps.sent(claimed, "250", _NOW)
    seen.append(office.on_their_way())

    assert seen == [2, 2, 2, 1]


def test_the_letters_of_other_pairings_are_left_alone(office: Office) -> None:
    other = Office(office.database, introduced())
    other.life.tell(End())
    other.record()

    assert office.states(office.waiting()) == {LetterState.PENDING}
    assert len(office.waiting()) == 2


def test_the_record_of_who_accepted_comes_with_its_letters(office: Office) -> None:
    for role in BOTH:
        office.life.tell(Accept(role=role))
    office.record()

    with office.database.begin() as session:
        assert reading.pairing(session, office.pairing).stage is Stage.INDUCTION
    assert {"both_accepted", "gathering_invitation"} <= {row.name for row in office.rows()}


_PROGRAMME = demanding("bristol")


@pytest.fixture
def desk(database: Database) -> ApplicationDesk:
    """Somebody has just applied, and waits for the line manager."""
    return ApplicationDesk(database, living(_PROGRAMME, Role.MENTOR, utc(2027, 5, 10)), _PROGRAMME)


def test_the_letters_of_an_application_wait_in_the_outbox(desk: ApplicationDesk) -> None:
    assert {(row.name, row.role, row.person is None) for row in desk.rows()} == {
        ("application_received", "applicant", False),
        ("gathering_announced", "applicant", False),
        ("manager_request", "manager", True),
    }
    assert sorted(desk.waiting()) == sorted(row.id for row in desk.rows())
    assert {row.life for row in desk.rows()} == {f"application-{desk.key}"}


def test_the_manager_is_not_written_down_as_a_person(desk: ApplicationDesk) -> None:
    request = desk.row(desk.letter(LetterName.MANAGER_REQUEST, Correspondent.MANAGER))

    assert (request.recipient, request.person) == (MANAGER_EMAIL, None)
    with desk.database.begin() as session:
        assert [person.email for person in session.scalars(select(PersonRow))] == ["ann@uni.example"]


def test_a_letter_about_an_application_knows_its_cohort_and_its_key(desk: ApplicationDesk) -> None:
    row = desk.row(desk.letter(LetterName.APPLICATION_RECEIVED, Correspondent.APPLICANT))

    assert row.key == f"{desk.key}:application_received"
    assert row.cohort == desk.key.rpartition("-")[0]
    with desk.database.begin() as session:
        (view, *_) = reading.letters(session, cohort=row.cohort)
    assert view.role is Correspondent.APPLICANT


def test_a_letter_to_the_manager_is_delivered_as_any_other(desk: ApplicationDesk) -> None:
    request = desk.letter(LetterName.MANAGER_REQUEST, Correspondent.MANAGER)

    claimed = Outbox(desk.database).claim(request, utc(2027, 5, 10))

    assert isinstance(claimed, Claimed)
    assert claimed.recipient == MANAGER_EMAIL
    assert Outbox(desk.database).sent(claimed, "250", _NOW) is LetterState.SENT


def test_a_manager_who_has_answered_is_not_asked_any_more(desk: ApplicationDesk) -> None:
    desk.life.tell(admission_events.Confirm(condition="manager"))
    desk.record()

    assert desk.states_by_name() == {
        "application_received": LetterState.PENDING,
        "gathering_announced": LetterState.PENDING,
        "manager_request": LetterState.CANCELLED,
        "application_in_order": LetterState.PENDING,
    }


def test_a_manager_whose_address_has_been_taken_back_is_not_written_to(desk: ApplicationDesk) -> None:
    """The store knows at once; the application is told a moment later, and may have written meanwhile."""
    with desk.database.begin() as session:
        applications.change_answers(session, desk.key, application(complete=False), _NOW)

    desk.life.until(utc(2027, 5, 17))
    desk.record()

    assert desk.life.count(LetterName.MANAGER_CHASER) == 1
    assert "manager_chaser" not in desk.states_by_name()
    assert desk.states_by_name()["application_received"] is LetterState.PENDING


def test_when_an_application_is_over_its_farewell_alone_goes(desk: ApplicationDesk) -> None:
    desk.life.tell(admission_events.Withdraw())
    desk.record()

    waiting = {row.name for row in desk.rows() if row.id in desk.waiting()}

    assert waiting == {"application_withdrawn"}
    farewell = desk.row(desk.letter(LetterName.APPLICATION_WITHDRAWN, Correspondent.APPLICANT))
    assert farewell.is_farewell
    assert isinstance(Outbox(desk.database).claim(farewell.id, _NOW), Claimed)


def test_a_place_at_a_gathering_is_cancelled_though_the_application_is_over(desk: ApplicationDesk) -> None:
    desk.life.tell(admission_events.SignUp(gathering="information", sitting="1"))
    desk.record()
    desk.life.tell(admission_events.Withdraw())
    desk.record()

    states = desk.states_by_name()
    assert states["gathering_invitation"] is LetterState.CANCELLED
    assert states["gathering_cancelled"] is LetterState.PENDING


@pytest.mark.parametrize(
    ("event", "farewell"),
    [
        (admission_events.Decline(), LetterName.APPLICATION_DECLINED),
        (admission_events.Withdraw(), LetterName.APPLICATION_WITHDRAWN),
        (admission_events.Close(), LetterName.CARRIED_OVER),
    ],
)
def test_a_farewell_to_an_applicant_outlives_the_application(
    desk: ApplicationDesk, event: admission_events.Event, farewell: LetterName
) -> None:
    desk.life.tell(event)
    desk.record()

    assert {row.name for row in desk.rows() if row.id in desk.waiting()} == {farewell}


def test_the_letters_of_a_cohort_go_to_its_coordinator(database: Database) -> None:
    desk = CohortDesk(database, cohort_life(_PROGRAMME), _PROGRAMME)

    rows = desk.rows()

    assert [row.name for row in rows] == ["cohort_closing", "draft_ready", "cohort_report"]
    assert {(row.role, row.person, row.recipient) for row in rows} == {
        ("coordinator", None, _PROGRAMME.contact.email)
    }
    assert {row.life for row in rows} == {f"cohort-{desk.key}"}


def test_of_a_cohort_that_is_over_the_report_alone_is_still_wanted(database: Database) -> None:
    desk = CohortDesk(database, cohort_life(_PROGRAMME), _PROGRAMME)

    assert desk.states_by_name() == {
        "cohort_closing": LetterState.CANCELLED,
        "draft_ready": LetterState.CANCELLED,
        "cohort_report": LetterState.PENDING,
    }


def test_the_letters_of_other_applications_are_left_alone(database: Database, desk: ApplicationDesk) -> None:
    other = ApplicationDesk(database, living(_PROGRAMME, Role.MENTOR, utc(2027, 5, 10)), _PROGRAMME)

    desk.life.tell(admission_events.Withdraw())
    desk.record()

    assert other.states(other.waiting()) == {LetterState.PENDING}
    assert len(other.waiting()) == 3
