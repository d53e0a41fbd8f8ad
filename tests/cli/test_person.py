"""`tandem person`: somebody's name or address is put right, in every cohort."""

from datetime import UTC, datetime

import pytest

from domain.enums import Role
from domain.letter.letter import LetterName
from domain.pairing.events import Accept
from storage import queries
from storage.tables.letters import BounceRow
from tests.activities.company import open_in_store, pair_up
from tests.cli.conftest import Tandem
from tests.living import utc
from tests.world import World, eventually

pytestmark = pytest.mark.server


def _pair(world: World) -> tuple[str, str]:
    """The cohort's key, and the mentor's address."""
    key = open_in_store(world)
    pair_up(world, key, ("canary-kim", "canary-lou"))
    return key, f"canary-kim@{key}.example"


def _mentor(world: World, key: str) -> tuple[str, str]:
    with world.database.begin() as session:
        person = queries.pairing(session, f"{key}-01").mentor
    return person.name, person.email


async def test_a_name_and_an_address_are_put_right(tandem: Tandem, world: World) -> None:
    key, email = _pair(world)

    done = await tandem("person", "amend", email, "--email", f"NEW@{key}.example", "--name", "Kim  Núñez")

    assert (done.code, done.err) == (0, "")
    assert _mentor(world, key) == ("Kim Núñez", f"new@{key}.example")


async def test_a_person_is_found_by_name_too(tandem: Tandem, world: World) -> None:
    key, _ = _pair(world)

    done = await tandem("person", "amend", f"canary-kim@{key}", "--name", "Kim Núñez")

    assert done.out.startswith(f"Kim Núñez <canary-kim@{key}.example>: letters are written to")


async def test_what_bars_the_old_address_is_forgotten(tandem: Tandem, world: World) -> None:
    key, email = _pair(world)
    with world.database.begin() as session:
        session.add(
            BounceRow(email=email, letter=None, bounced_at=datetime.now(UTC), status=None, diagnostic=None)
        )

    await tandem("person", "amend", email, "--email", f"new@{key}.example")

    with world.database.begin() as session:
        assert session.get(BounceRow, email) is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (("--email", "no address"), "is not an email address"),
        (("--name", "  "), "a name has 1 to 120 characters"),
        (("--name", "=1+1"), "'=1+1' begins with '=', '+', '-' or '@', so it is not a name."),
        (("--name", "Kim\x1b[2J"), "a control character"),
        (("--name", "Kim \u202egnol"), "a character that turns the direction of writing"),
        ((), "Say what is to be changed"),
    ],
)
async def test_what_cannot_be_is_refused(
    tandem: Tandem, world: World, said: tuple[str, ...], sentence: str
) -> None:
    key, email = _pair(world)

    done = await tandem("person", "amend", email, *said)

    assert done.code == 1
    assert sentence in done.err
    assert not {"\x1b", "\u202e"} & {*done.err}
    assert _mentor(world, key) == ("Canary-Kim", email)


async def test_an_address_that_is_somebody_elses_is_refused(tandem: Tandem, world: World) -> None:
    key, email = _pair(world)

    done = await tandem("person", "amend", email, "--email", f"canary-lou@{key}.example")

    assert done.code == 1
    assert "is somebody else's address already" in done.err


async def test_nobody_of_that_address_is_said(tandem: Tandem) -> None:
    done = await tandem("person", "amend", "nobody@uni.example", "--name", "Kim")

    assert (done.code, done.err.startswith("Nobody is known by nobody@uni.example")) == (1, True)


async def test_the_next_letter_goes_to_the_new_address(tandem: Tandem, world: World) -> None:
    pairing = await world.begin()
    with world.database.begin() as session:
        before = queries.pairing(session, pairing).mentor.email
    new = f"new-{before}"
    await tandem("person", "amend", before, "--email", new)

    for role in Role:
        await world.pairings.update(pairing, Accept(role=role))

    letters = world.letters_about(world.pairings, pairing)
    assert {x.recipient for x in letters if x.role is Role.MENTOR} == {new}


async def test_an_invitation_moves_from_the_old_address_to_the_new(tandem: Tandem, world: World) -> None:
    pairing = await world.begin()
    for role in Role:
        await world.pairings.update(pairing, Accept(role=role))
    await world.until(pairing, utc(2027, 6, 20))
    await world.delivered(pairing)
    with world.database.begin() as session:
        before = queries.pairing(session, pairing).mentor.email

    done = await tandem("person", "amend", before, "--email", f"new-{before}")

    def moved() -> set[tuple[str, str]]:
        letters = world.letters_about(world.pairings, pairing)
        return {(x.name, x.recipient) for x in letters if x.name.startswith("invitation_")}

    assert done.code == 0
    await eventually(moved)
    assert moved() == {
        (LetterName.INVITATION_WITHDRAWN, before),
        (LetterName.INVITATION_READDRESSED, f"new-{before}"),
    }


async def test_what_was_missed_is_sent_to_the_new_address(tandem: Tandem, world: World) -> None:
    pairing = await world.begin()
    await world.until(pairing, utc(2027, 6, 15))
    await world.delivered(pairing)
    person = world.pairing(pairing).mentor
    (letter,) = [x for x in world.letters(pairing) if x.recipient == person.email]
    await tandem("person", "amend", person.email, "--email", f"new-{person.email}")

    done = await tandem("mail", "resend", letter.id[:8], "--to-current")

    assert done.out.startswith(f"Letter {done.out.split()[1]} is on its way to new-{person.email}.")
    went = [x for x in world.letters_about(world.pairings, pairing) if x.name == letter.name]
    assert {x.recipient for x in went} >= {person.email, f"new-{person.email}"}
