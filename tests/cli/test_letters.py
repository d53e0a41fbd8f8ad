"""The coordinator's hand on the letters, by command."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest

from domain.enums import Concern
from domain.letter.states import LetterState
from domain.programme.letters_plan import LettersPlan
from storage.tables.letters import LetterRow
from storage.views import LetterView
from tests.cli.conftest import Tandem
from tests.living import bristol, utc
from tests.mail.returned import DELAYED, EXCHANGE, NAMELESS, POSTFIX, VACATION, eml
from tests.world import World, eventually

pytestmark = pytest.mark.server

Save = Callable[[str], str]


@pytest.fixture
async def reviewed(world: World) -> str:
    """A pairing whose two introductions wait to be reviewed."""
    pairing = await world.begin(bristol().replace(letters=LettersPlan(review=True)))
    await world.until(pairing, utc(2027, 6, 15))
    assert _states(world, pairing) == [LetterState.DRAFT] * 2
    return pairing


@pytest.fixture
async def introduced(world: World) -> str:
    """A pairing whose two introductions have been sent."""
    pairing = await world.begin()
    await world.until(pairing, utc(2027, 6, 15))
    await world.player.letters_read(world.pairings, pairing)
    assert _states(world, pairing) == [LetterState.SENT] * 2
    return pairing


def _states(world: World, pairing: str) -> list[LetterState]:
    return [letter.state for letter in world.letters(pairing)]


def _first(world: World, pairing: str) -> LetterView:
    return world.letters(pairing)[0]


def _cohort(pairing: str) -> str:
    return pairing.rpartition("-")[0]


def _put(world: World, letter: str, **fields: object) -> None:
    with world.database.begin() as session:
        row = session.get_one(LetterRow, letter)
        for name, value in fields.items():
            setattr(row, name, value)


async def test_drafts_are_listed_for_review(tandem: Tandem, world: World, reviewed: str) -> None:
    done = await tandem("mail", "review", _cohort(reviewed))

    assert done.code == 0, done.err
    for draft in world.letters(reviewed):
        assert draft.id[:8] in done.out
        assert draft.recipient in done.out
    assert "tandem mail release ID" in done.out


async def test_the_cohort_says_that_drafts_wait(tandem: Tandem, reviewed: str) -> None:
    done = await tandem("cohort", "status", _cohort(reviewed))

    assert f"2 letters wait for your review.  ->  tandem mail review {_cohort(reviewed)}" in done.out


async def test_the_review_speaks_to_machines_too(tandem: Tandem, world: World, reviewed: str) -> None:
    done = await tandem("mail", "review", _cohort(reviewed), "--json")

    assert [draft["id"] for draft in json.loads(done.out)] == [x.id for x in world.letters(reviewed)]


async def test_nothing_is_delivered_until_it_is_released(tandem: Tandem, world: World, reviewed: str) -> None:
    assert await world.delivered(reviewed) == []

    done = await tandem("mail", "release", _first(world, reviewed).id[:8])
    await world.player.letters_read(world.pairings, reviewed)

    assert (done.code, done.out) == (0, "1 letter is on the way.\n")
    assert sorted(_states(world, reviewed)) == [LetterState.DRAFT, LetterState.SENT]


async def test_all_drafts_of_a_cohort_are_released_at_once(
    tandem: Tandem, world: World, reviewed: str
) -> None:
    done = await tandem("mail", "release", "--all", _cohort(reviewed), "--yes")
    await world.player.letters_read(world.pairings, reviewed)
    again = await tandem("mail", "release", "--all", _cohort(reviewed), "--yes")

    assert done.out == "2 letters are on the way.\n"
    assert _states(world, reviewed) == [LetterState.SENT] * 2
    assert again.out == "No draft waits there.\n"


async def test_what_is_released_too_late_is_not_sent_and_that_is_said(
    tandem: Tandem, world: World, reviewed: str
) -> None:
    letter = _first(world, reviewed).id
    _put(world, letter, expires=datetime(2026, 1, 1, tzinfo=UTC))

    done = await tandem("mail", "release", "--all", _cohort(reviewed), "--yes")

    assert done.out == (
        "1 letter is on the way.\n1 letter was released too late: out of date, so not sent.\n"
    )
    assert _first(world, reviewed).state is LetterState.EXPIRED


async def test_a_draft_out_of_date_is_told_at_the_review(tandem: Tandem, world: World, reviewed: str) -> None:
    _put(world, _first(world, reviewed).id, expires=datetime(2026, 1, 1, tzinfo=UTC))

    done = await tandem("mail", "review", _cohort(reviewed))

    assert "1 draft was out of date and will not be sent." in done.out
    assert _first(world, reviewed).id[:8] not in done.out


async def test_what_is_held_goes_when_it_is_released(tandem: Tandem, world: World, reviewed: str) -> None:
    letters = [letter.id[:8] for letter in world.letters(reviewed)]

    held = await tandem("mail", "hold", *letters)
    listed = await tandem("mail", "list", "--state", "held", "--cohort", _cohort(reviewed))
    released = await tandem("mail", "release", *letters, letters[0])
    await world.player.letters_read(world.pairings, reviewed)

    assert held.out.startswith("2 letters are held until you release them")
    assert all(letter in listed.out for letter in letters)
    assert released.out == "2 letters are on the way.\n"
    assert _states(world, reviewed) == [LetterState.SENT] * 2


async def test_of_several_letters_all_are_released_or_none(
    tandem: Tandem, world: World, reviewed: str
) -> None:
    first, second = world.letters(reviewed)
    _put(world, second.id, state=LetterState.CANCELLED)

    done = await tandem("mail", "release", first.id, second.id)

    assert done.code == 1
    assert "was cancelled, since what has happened has made it wrong" in done.err
    assert _first(world, reviewed).state is LetterState.DRAFT


@pytest.mark.parametrize("how", [(), ("abc", "--all", "spring")])
async def test_a_release_names_letters_or_a_cohort(tandem: Tandem, how: tuple[str, ...]) -> None:
    done = await tandem("mail", "release", *how)

    assert done.code == 2
    assert "Name the letters by their ids, or give --all COHORT." in done.err


@pytest.mark.parametrize("command", [("review", "nobody"), ("release", "--all", "nobody")])
async def test_a_cohort_that_is_not_there_is_said_so(tandem: Tandem, command: tuple[str, ...]) -> None:
    done = await tandem("mail", *command)

    assert done.code == 1
    assert "There is no cohort 'nobody'" in done.err


async def test_what_has_gone_can_be_sent_again_and_neither_released_nor_held(
    tandem: Tandem, world: World, introduced: str
) -> None:
    letter = _first(world, introduced).id[:8]

    released = await tandem("mail", "release", letter)
    held = await tandem("mail", "hold", letter)

    assert (released.code, held.code) == (1, 1)
    assert f"To send it all the same: tandem mail resend {letter}" in released.err
    assert "there is nothing to hold" in held.err


async def test_a_draft_is_released_and_not_sent_again(tandem: Tandem, world: World, reviewed: str) -> None:
    letter = _first(world, reviewed).id[:8]

    done = await tandem("mail", "resend", letter)

    assert done.code == 1
    assert f"Send it with: tandem mail release {letter}" in done.err


async def test_what_may_have_arrived_is_released_only_if_that_is_said(
    tandem: Tandem, world: World, introduced: str
) -> None:
    letter = _first(world, introduced).id
    _put(world, letter, state=LetterState.HELD, unsure=3, reply="the line broke")

    asked = await tandem("mail", "release", letter)
    assert _first(world, introduced).state is LetterState.HELD
    sure = await tandem("mail", "release", "--yes", letter)
    await world.player.letters_read(world.pairings, introduced)

    assert asked.code == 1
    assert f"Letter {letter[:8]} may have arrived." in asked.err
    assert sure.code == 0, sure.err
    assert _first(world, introduced).state is LetterState.SENT


class Terminal(StringIO):
    """Somebody who sits there and answers."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("answer", "code", "state"), [("n\n", 1, LetterState.HELD), ("y\n", 0, LetterState.SENT)]
)
async def test_on_a_terminal_it_is_asked_whether_what_may_have_arrived_is_to_go_once_more(
    tandem: Tandem,
    world: World,
    introduced: str,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: int,
    state: LetterState,
) -> None:
    letter = _first(world, introduced).id
    _put(world, letter, state=LetterState.HELD, unsure=1, reply="the line broke")
    monkeypatch.setattr("sys.stdin", Terminal(answer))

    done = await tandem("mail", "release", letter)
    await world.player.letters_read(world.pairings, introduced)

    assert done.code == code
    assert _first(world, introduced).state is state


@pytest.fixture
def save(world: World, introduced: str, tmp_path: Path) -> Save:
    """Saves a report about the first introduction; the file."""

    def saving(text: str) -> str:
        file = tmp_path / "report.eml"
        with world.database.begin() as session:
            row = session.get_one(LetterRow, _first(world, introduced).id)
        file.write_bytes(eml(text, row.message_id, row.recipient))
        return str(file)

    return saving


@pytest.mark.parametrize("report", [POSTFIX, EXCHANGE])
async def test_a_bounce_is_noted_and_told_to_the_pairing(
    tandem: Tandem, world: World, introduced: str, save: Save, report: str
) -> None:
    letter = _first(world, introduced)

    done = await tandem("mail", "bounce", save(report))

    assert done.code == 0, done.err
    assert f"Letter {letter.id[:8]} to {letter.recipient} came back" in done.out
    assert _first(world, introduced).state is LetterState.BOUNCED
    await eventually(lambda: Concern.LETTER_FAILED in world.pairing(introduced).concerns)


async def test_a_report_that_does_not_name_the_letter_is_asked_about_first(
    tandem: Tandem, world: World, introduced: str, save: Save
) -> None:
    letter = _first(world, introduced)

    asked = await tandem("mail", "bounce", save(NAMELESS))
    assert _states(world, introduced) == [LetterState.SENT] * 2
    sure = await tandem("mail", "bounce", save(NAMELESS), "--yes")

    assert asked.code == 1
    assert f"it may be about other mail to {letter.recipient}" in asked.out
    assert f"The last letter to that address is {letter.id[:8]}, {letter.subject!r}" in asked.out
    assert "add --yes" in asked.err
    assert sure.code == 0, sure.err
    assert _first(world, introduced).state is LetterState.BOUNCED


async def test_a_full_mailbox_bars_nobody_and_that_is_said(
    tandem: Tandem, world: World, introduced: str, save: Save
) -> None:
    letter = _first(world, introduced)

    done = await tandem("mail", "bounce", save(POSTFIX.replace("5.1.1", "5.2.2")))

    assert f"Later letters go to {letter.recipient} as before." in done.out
    assert f"tandem mail resend {letter.id[:8]}" in done.out
    assert "unbounce" not in done.out


async def test_further_letters_to_such_an_address_wait_until_it_is_right_again(
    tandem: Tandem, world: World, introduced: str, save: Save
) -> None:
    address = _first(world, introduced).recipient
    await tandem("mail", "bounce", save(POSTFIX))
    await world.until(introduced, utc(2027, 6, 22))
    await world.player.letters_read(world.pairings, introduced)
    chasers = {x.recipient: x.state for x in world.letters(introduced) if x.name == "introduction_chaser"}
    assert chasers.pop(address) is LetterState.HELD
    assert set(chasers.values()) == {LetterState.SENT}

    done = await tandem("mail", "unbounce", address)
    await world.player.letters_read(world.pairings, introduced)

    assert f"Letters go to {address} again; 1 that was held is on the way." in done.out
    assert LetterState.HELD not in _states(world, introduced)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (DELAYED, "It has not come back"),
        (VACATION, "This is no report of a mail server"),
        (POSTFIX.replace("<0b1c@tandem.example>", "<x@y>").replace("ann@", "bob@"), "has sent none"),
    ],
    ids=["delay", "vacation", "stranger"],
)
async def test_what_is_no_bounce_of_ours_is_refused_and_changes_nothing(
    tandem: Tandem, world: World, introduced: str, save: Save, text: str, sentence: str
) -> None:
    done = await tandem("mail", "bounce", save(text))

    assert done.code == 1
    assert sentence in done.err
    assert _states(world, introduced) == [LetterState.SENT] * 2


async def test_a_report_that_is_not_there_is_said_so(tandem: Tandem) -> None:
    done = await tandem("mail", "bounce", "no-such.eml")

    assert (done.code, done.err) == (1, "no-such.eml: No such file or directory.\n")


async def test_an_address_that_is_right_again_is_found_by_whose_it_is(
    tandem: Tandem, world: World, introduced: str, save: Save
) -> None:
    letter = _first(world, introduced)
    await tandem("mail", "bounce", save(POSTFIX))

    done = await tandem("mail", "unbounce", letter.recipient.partition(".")[0])

    assert f"Letters go to {letter.recipient} again." in done.out


async def test_an_address_that_nothing_came_back_from_is_told_so(tandem: Tandem) -> None:
    done = await tandem("mail", "unbounce", "nobody@uni.example")

    assert done.code == 1
    assert "No letter to nobody@uni.example has come back." in done.err
