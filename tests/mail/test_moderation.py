"""What the coordinator decides about letters, and what becomes of it."""

from datetime import datetime, timedelta

import pytest

from domain.enums import BOTH, Role
from domain.errors import Refused
from domain.letter.bounce_cause import BounceCause
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.pairing.events import Accept, BookSession, CancelSession, End, Withdraw
from domain.programme.letters_plan import LettersPlan
from domain.suggestion import suggest
from mail import moderation
from mail.bounces import note
from mail.claiming import Claimed, Claims
from mail.dsn import Report
from services.reports import today
from storage import queries
from storage.database import Database
from storage.tables.letters import LetterRow
from tests.living import Life, bristol, lived, mentoring, utc
from tests.mail.application_stories import cohort_life, demanding
from tests.mail.office import CohortDesk, Office, introduced
from tests.world import written_down

pytestmark = pytest.mark.store

_NOW = utc(2027, 6, 15, 12)
_REVIEWED = bristol().replace(letters=LettersPlan(review=True))


def _reviewed(database: Database, entity: Life) -> Office:
    (pairing,) = written_down(database, programme=_REVIEWED)
    return Office(database, entity, pairing)


@pytest.fixture
def drafts(database: Database) -> Office:
    """Two introductions that wait to be reviewed."""
    return _reviewed(database, introduced())


def _release(office: Office, letter: str, now: datetime = _NOW) -> LetterState:
    with office.database.begin() as session:
        return moderation.release(session, letter, now)


def _hold(office: Office, letter: str) -> None:
    with office.database.begin() as session:
        moderation.hold(session, letter)


def _claimed(office: Office, letter: str) -> Claimed:
    claimed = Claims(office.database).claim(letter, _NOW)
    assert isinstance(claimed, Claimed)
    return claimed


def _in_doubt(office: Office, letter: str) -> None:
    """Nobody knows three times whether it has arrived."""
    steps = Claims(office.database)
    for _ in range(3):
        claimed = _claimed(office, letter)
        assert steps.handing_over(claimed)
        steps.unsure(claimed, "the line broke")
    assert office.state(letter) is LetterState.HELD


def test_where_the_programme_wants_it_letters_are_written_as_drafts(drafts: Office) -> None:
    assert drafts.states(row.id for row in drafts.rows()) == {LetterState.DRAFT}
    assert drafts.waiting() == []
    assert drafts.on_their_way() == 0


def test_a_draft_is_not_delivered(drafts: Office) -> None:
    assert Claims(drafts.database).claim(drafts.letter(), _NOW) is LetterState.DRAFT


def test_what_is_for_the_coordinator_alone_is_not_reviewed(database: Database) -> None:
    programme = demanding("bristol").replace(letters=LettersPlan(review=True))

    desk = CohortDesk(database, cohort_life(programme), programme)

    assert LetterState.DRAFT not in desk.states_by_name().values()


def test_what_waits_for_the_coordinator_names_the_drafts(drafts: Office) -> None:
    cohort = drafts.row(drafts.letter()).cohort
    with drafts.database.begin() as session:
        (letters,) = today.sections(session, queries.cohort(session, cohort), _NOW)

    assert [item.text for item in letters.items] == ["2 letters are waiting for your review."]
    assert [item.suggestion for item in letters.items] == [suggest("mail review", cohort)]


def test_a_released_draft_is_delivered_like_any_letter(drafts: Office) -> None:
    assert _release(drafts, drafts.letter()) is LetterState.PENDING

    assert drafts.waiting() == [drafts.letter()]
    assert _claimed(drafts, drafts.letter()).attempts == 1


def test_to_release_twice_is_to_release_once(drafts: Office) -> None:
    _release(drafts, drafts.letter())

    assert _release(drafts, drafts.letter()) is LetterState.PENDING


def test_the_review_shows_the_drafts_of_one_cohort_or_of_all(drafts: Office) -> None:
    other = _reviewed(drafts.database, introduced())
    cohort = other.row(other.letter()).cohort
    with drafts.database.begin() as session:
        everywhere, _ = moderation.drafts(session, None, _NOW)
        here, late = moderation.drafts(session, cohort, _NOW)

    assert len(everywhere) == 4
    assert {draft.id for draft in here} == {row.id for row in other.rows()}
    assert late == 0


def _with_a_session() -> Life:
    """A pair that has booked a session for 09:00 (UTC) on 20 July."""
    entity = lived(mentoring)
    entity.update(BookSession(starts=utc(2027, 7, 20, 9), minutes=60))
    return entity


def test_drafts_that_have_become_wrong_are_cancelled(database: Database) -> None:
    office = _reviewed(database, _with_a_session())

    office.entity.update(CancelSession(session=1))
    office.record()

    assert office.states_by_name()["session_booked"] is LetterState.CANCELLED
    assert office.states_by_name()["session_cancelled"] is LetterState.DRAFT


def test_when_a_pairing_is_over_only_its_farewells_are_drafts_still(drafts: Office) -> None:
    drafts.entity.update(Withdraw(role=Role.MENTEE))
    drafts.entity.finish()
    drafts.record()

    names = {row.name for row in drafts.rows() if row.state == LetterState.DRAFT}
    assert names == {"leaving_confirmed", "partner_left"}


def test_a_draft_that_is_released_too_late_expires(database: Database) -> None:
    office = _reviewed(database, _with_a_session())
    booking = office.letter(LetterName.SESSION_BOOKED)

    assert _release(office, booking, utc(2027, 7, 20, 9)) is LetterState.EXPIRED
    assert office.state(booking) is LetterState.EXPIRED


def test_a_draft_that_is_out_of_date_expires_when_the_drafts_are_looked_at(database: Database) -> None:
    office = _reviewed(database, _with_a_session())
    with database.begin() as session:
        waiting, late = moderation.drafts(session, None, utc(2027, 7, 20, 9))

    assert late == 2
    assert "session_booked" not in {draft.name for draft in waiting}
    assert office.states_by_name()["session_booked"] is LetterState.EXPIRED


def test_a_letter_released_in_time_and_tried_too_late_expires(database: Database) -> None:
    office = _reviewed(database, _with_a_session())
    booking = office.letter(LetterName.SESSION_BOOKED)
    _release(office, booking, utc(2027, 7, 20, 8))

    assert Claims(database).claim(booking, utc(2027, 7, 20, 9)) is LetterState.EXPIRED


@pytest.mark.parametrize("tried", [False, True])
def test_a_letter_that_waits_can_be_held_and_released(office: Office, tried: bool) -> None:
    letter = office.letter()
    if tried:
        Claims(office.database).deferred(_claimed(office, letter), "451 later", _NOW)

    _hold(office, letter)

    assert Claims(office.database).claim(letter, _NOW) is LetterState.HELD
    assert letter not in office.waiting()
    assert _release(office, letter) is LetterState.PENDING
    assert _claimed(office, letter)


def test_a_draft_can_be_held(drafts: Office) -> None:
    _hold(drafts, drafts.letter())

    assert drafts.state(drafts.letter()) is LetterState.HELD


def test_to_hold_twice_is_to_hold_once(office: Office) -> None:
    _hold(office, office.letter())
    _hold(office, office.letter())

    assert office.state(office.letter()) is LetterState.HELD


def test_what_is_held_and_has_not_gone_is_cancelled_when_it_has_become_wrong(office: Office) -> None:
    _hold(office, office.letter())

    for role in BOTH:
        office.entity.update(Accept(role=role))
    office.record()

    assert office.state(office.letter()) is LetterState.CANCELLED


def test_what_is_held_and_may_have_arrived_can_only_be_sent_again_when_it_has_become_wrong(
    office: Office,
) -> None:
    _in_doubt(office, office.letter())
    office.entity.update(End())
    office.entity.finish()
    office.record()

    with pytest.raises(Refused, match="has made it wrong"):
        _release(office, office.letter())

    assert office.state(office.letter()) is LetterState.HELD
    office.resend(office.letter())
    assert _claimed(office, office.letter())


def test_a_letter_in_doubt_that_is_released_may_be_of_unknown_fate_again(office: Office) -> None:
    _in_doubt(office, office.letter())

    _release(office, office.letter())
    claimed = _claimed(office, office.letter())

    assert Claims(office.database).handing_over(claimed)
    assert Claims(office.database).unsure(claimed, "the line broke") is LetterState.DEFERRED


def _end_in(office: Office, letter: str, state: LetterState) -> None:
    with office.database.begin() as session:
        session.get_one(LetterRow, letter).state = state


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (LetterState.SENT, "has been sent. To send it all the same: ⟦mail resend"),
        (LetterState.BOUNCED, "was sent and came back"),
        (LetterState.FAILED, "was refused by the mail server"),
        (LetterState.CANCELLED, "has made it wrong"),
        (LetterState.EXPIRED, "is out of date"),
        (LetterState.CLAIMED, "is being delivered now"),
        (LetterState.IN_DATA, "is being delivered now"),
    ],
)
def test_what_cannot_be_released_is_refused_with_what_to_do(
    office: Office, state: LetterState, sentence: str
) -> None:
    _end_in(office, office.letter(), state)

    with pytest.raises(Refused, match=sentence):
        _release(office, office.letter())

    assert office.state(office.letter()) is state


@pytest.mark.parametrize("state", [LetterState.SENT, LetterState.CLAIMED, LetterState.EXPIRED])
def test_what_is_over_or_being_delivered_cannot_be_held(office: Office, state: LetterState) -> None:
    _end_in(office, office.letter(), state)

    with pytest.raises(Refused):
        _hold(office, office.letter())

    assert office.state(office.letter()) is state


def test_a_draft_cannot_be_sent_again(drafts: Office) -> None:
    with pytest.raises(Refused, match="⟦mail release"):
        drafts.resend(drafts.letter())

    assert drafts.state(drafts.letter()) is LetterState.DRAFT


def test_a_letter_to_an_address_that_letters_come_back_from_cannot_be_released(office: Office) -> None:
    row = office.row(office.letter())
    _end_in(office, row.id, LetterState.SENT)
    with office.database.begin() as session:
        note(
            session,
            Report((row.message_id,), (), "5.1.1", None, BounceCause.ADDRESS),
            _NOW + timedelta(hours=1),
        )
    _end_in(office, row.id, LetterState.DRAFT)

    with pytest.raises(Refused, match=f"⟦mail unbounce {row.recipient}"):
        _release(office, row.id)
