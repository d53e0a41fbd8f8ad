"""Letters wait in the outbox, are claimed, and have a fate."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from domain.entity.entity import EntityKind
from domain.enums import BOTH, Role, Stage
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.pairing.due import PairingEntry
from domain.pairing.events import Accept, Attend, End, Pause, Resume
from mail.claiming import Claimed, Claims
from storage import queries
from storage.database import Database, StoreError
from storage.engine import ON_REQUEST
from tests.living import accepted, lived, utc
from tests.mail.office import ON_BOTH, Office, introduced, record
from tests.mail.outboxes import NOW, claim, give_up, in_data, sad_news, with_a_session
from tests.world import written_down

pytestmark = pytest.mark.store


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
    first, entry, *_ = (entry.replace(id=pairing) for entry in introduced().entries)
    with database.begin() as session:
        assert record(session, first)
    assert entry.letters

    with pytest.raises(RuntimeError, match="crash"):
        _record_and_crash(database, entry)

    with database.begin() as session:
        assert queries.letters(session, workflow_id=EntityKind.PAIRING.workflow_id(pairing)) == []
        assert queries.outcomes(session, EntityKind.PAIRING.workflow_id(pairing)) == list(first.outcomes)
        assert queries.pairing(session, pairing).revision == first.revision
        assert record(session, entry)


def test_an_entry_recorded_twice_has_its_letters_once(office: Office) -> None:
    with office.database.begin() as session:
        for entry in office.entity.entries:
            assert not record(session, entry.replace(id=office.pairing))

    assert len(office.rows()) == 2


@ON_BOTH
def test_there_is_one_row_for_a_key(office: Office) -> None:
    last = office.entity.entries[-1]
    again = last.replace(id=office.pairing, revision=last.revision + 1, outcomes=())
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
    entity = lived(accepted)
    entity.until(utc(2027, 6, 20))
    entity.update(Pause())
    entity.until(utc(2027, 7, 25))
    entity.update(Resume())
    for gathering in ("induction", "training"):
        entity.update(Attend(gathering=gathering))
    entity.until(utc(2027, 7, 27))
    office = Office(database, entity)

    letter = message_from_bytes(office.row(office.letter(LetterName.MENTORING_BEGINS)).mime, policy=default)

    text = letter.get_body(("plain",))
    assert text
    assert "until Thursday 10 February 2028" in " ".join(text.get_content().split())


def test_who_claims_a_letter_gets_what_to_deliver(office: Office) -> None:
    row = office.row(office.letter())

    claimed = claim(office, row.id)

    assert (claimed.recipient, claimed.mime, claimed.attempts) == (row.recipient, row.mime, 1)
    assert office.state(row.id) is LetterState.CLAIMED


def test_there_is_nothing_to_claim_where_there_is_no_letter(database: Database) -> None:
    assert Claims(database).claim("no-such-letter", NOW) is None


def test_a_claim_that_was_overtaken_may_not_go_on(office: Office) -> None:
    overtaken, mine = claim(office, office.letter()), claim(office, office.letter())

    assert not Claims(office.database).handing_over(overtaken)
    assert Claims(office.database).handing_over(mine)


def test_a_letter_is_handed_over_once_for_each_claim(office: Office) -> None:
    claimed = in_data(office, office.letter())

    assert not Claims(office.database).handing_over(claimed)


@ON_BOTH
@pytest.mark.parametrize("step", ["sent", "refused", "deferred", "unsure"])
def test_a_claim_that_was_overtaken_changes_nothing(office: Office, step: str) -> None:
    overtaken, mine = claim(office, office.letter()), in_data(office, office.letter())
    steps = Claims(office.database)

    match step:
        case "sent":
            steps.sent(overtaken, "250", NOW)
        case "refused":
            steps.refused(overtaken, "550")
        case "deferred":
            steps.deferred(overtaken, "451", NOW)
        case "unsure":
            steps.unsure(overtaken, "?")

    row = office.row(mine.letter)
    assert (row.state, row.claim, row.unsure, row.reply) == (LetterState.IN_DATA, mine.claim, 0, None)


@ON_BOTH
def test_of_many_at_once_one_alone_hands_the_letter_over(office: Office) -> None:
    letter = office.letter()

    # Eight wait for one row: longer, on a busy machine, than a worker waits for a lock.
    with closing(Database(office.database._url, ON_REQUEST)) as store, ThreadPoolExecutor(8) as crowd:
        steps = Claims(store)
        claims = list(crowd.map(lambda _: steps.claim(letter, NOW), range(8)))
        claimed = [each for each in claims if isinstance(each, Claimed)]
        handed_over = list(crowd.map(steps.handing_over, claimed))

    assert len(claimed) == 8
    assert handed_over.count(True) == 1


def test_a_sent_letter_says_when_and_what_the_server_said(office: Office) -> None:
    claimed = in_data(office, office.letter())

    Claims(office.database).sent(claimed, "250 kept", NOW)

    row = office.row(claimed.letter)
    assert (row.state, row.sent_at, row.reply) == (LetterState.SENT, NOW, "250 kept")


def test_a_sent_letter_is_not_claimed_again(office: Office) -> None:
    Claims(office.database).sent(in_data(office, office.letter()), "250", NOW)

    assert Claims(office.database).claim(office.letter(), NOW) is LetterState.SENT
    assert office.state(office.letter()) is LetterState.SENT


def test_a_letter_that_has_gone_is_sent_whatever_its_row_said(office: Office) -> None:
    state = Claims(office.database).sent(claim(office, office.letter()), "250", NOW)

    assert state is LetterState.SENT
    assert office.state(office.letter()) is LetterState.SENT


def test_a_letter_that_was_given_up_and_has_gone_after_all_is_sent(office: Office) -> None:
    steps, given_up = Claims(office.database), give_up(office, office.letter())

    assert steps.sent(given_up, "250 kept", NOW) is LetterState.SENT

    row = office.row(office.letter())
    assert (row.state, row.reply, row.sent_at) == (LetterState.SENT, "250 kept", NOW)
    assert steps.claim(office.letter(), NOW) is LetterState.SENT


def test_sad_news_that_was_held_and_has_gone_after_all_is_sent(left: Office) -> None:
    given_up = give_up(left, sad_news(left))

    assert Claims(left.database).sent(given_up, "250", NOW) is LetterState.SENT


def test_a_letter_that_was_given_up_and_claimed_since_is_left_to_the_new_claim(office: Office) -> None:
    given_up = give_up(office, office.letter())
    mine = claim(office, office.letter())

    assert Claims(office.database).sent(given_up, "250", NOW) is LetterState.CLAIMED

    row = office.row(office.letter())
    assert (row.claim, row.sent_at) == (mine.claim, None)
    assert Claims(office.database).handing_over(mine)


def test_a_letter_that_was_given_up_is_not_handed_over_by_its_old_claim(office: Office) -> None:
    assert not Claims(office.database).handing_over(give_up(office, office.letter()))


def test_a_letter_that_was_given_up_and_asked_for_since_still_goes_again(left: Office) -> None:
    farewell = sad_news(left)
    given_up = give_up(left, farewell)
    left.resend(farewell)

    assert Claims(left.database).sent(given_up, "250", NOW) is LetterState.PENDING
    assert claim(left, farewell)


def test_a_refused_letter_has_failed_for_good(office: Office) -> None:
    Claims(office.database).refused(claim(office, office.letter()), "550 no such user")

    assert office.row(office.letter()).reply == "550 no such user"
    assert Claims(office.database).claim(office.letter(), NOW) is LetterState.FAILED


def test_a_deferred_letter_is_claimed_again(office: Office) -> None:
    state = Claims(office.database).deferred(claim(office, office.letter()), "451 later", NOW)

    assert state is LetterState.DEFERRED
    assert office.letter() in office.waiting()
    assert claim(office, office.letter()).attempts == 2


@pytest.mark.parametrize(
    ("waited", "state"),
    [(timedelta(days=2, hours=23), LetterState.DEFERRED), (timedelta(days=3), LetterState.FAILED)],
)
def test_a_letter_that_waits_for_three_days_has_failed(
    office: Office, waited: timedelta, state: LetterState
) -> None:
    steps = Claims(office.database)
    steps.deferred(claim(office, office.letter()), "451", NOW)

    again = claim(office, office.letter(), NOW + waited)

    assert steps.deferred(again, "451", NOW + waited) is state
    assert office.state(office.letter()) is state


def test_a_letter_that_is_out_of_date_expires(database: Database) -> None:
    office = Office(database, with_a_session())
    invitation = office.letter(LetterName.SESSION_BOOKED)

    assert Claims(database).claim(invitation, utc(2027, 7, 20, 9)) is LetterState.EXPIRED
    assert office.state(invitation) is LetterState.EXPIRED


def test_a_letter_that_is_not_out_of_date_yet_is_claimed(database: Database) -> None:
    office = Office(database, with_a_session())

    assert claim(office, office.letter(LetterName.SESSION_BOOKED), utc(2027, 7, 20, 8, 59))


@ON_BOTH
def test_the_bytes_of_a_letter_never_change(office: Office) -> None:
    steps, letter = Claims(office.database), office.letter()
    before = office.row(letter).mime

    steps.deferred(claim(office, letter), "451", NOW)
    steps.unsure(in_data(office, letter), "?")
    steps.sent(in_data(office, letter), "250", NOW)
    office.resend(letter)

    assert claim(office, letter).mime == before


@ON_BOTH
def test_letters_are_on_their_way_until_their_fate_is_known(office: Office) -> None:
    steps, letter = Claims(office.database), office.letter()
    seen = [office.on_their_way()]
    claimed = claim(office, letter)
    seen.append(office.on_their_way())
    steps.handing_over(claimed)
    seen.append(office.on_their_way())
    steps.sent(claimed, "250", NOW)
    seen.append(office.on_their_way())

    assert seen == [2, 2, 2, 1]


def test_the_letters_of_other_pairings_are_left_alone(office: Office) -> None:
    other = Office(office.database, introduced())
    other.entity.update(End())
    other.entity.finish()
    other.record()

    assert office.states(office.waiting()) == {LetterState.PENDING}
    assert len(office.waiting()) == 2


def test_the_record_of_who_accepted_comes_with_its_letters(office: Office) -> None:
    for role in BOTH:
        office.entity.update(Accept(role=role))
    office.record()

    with office.database.begin() as session:
        assert queries.pairing(session, office.pairing).stage is Stage.INDUCTION
    assert "both_accepted" in {row.name for row in office.rows()}
