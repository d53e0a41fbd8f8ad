"""The coordinator sees that nothing is sent, and starts it again."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete

from domain.entity.entity import EntityKind
from domain.letter.states import LetterState
from mail import circuit_breaker, outbox
from storage.tables.letters import MailOutageRow
from tests.cli.conftest import Tandem
from tests.living import utc
from tests.world import World, eventually

pytestmark = pytest.mark.server


@pytest.fixture
def stopped(world: World) -> Iterator[None]:
    """The mail server has refused everybody."""
    with world.database.begin() as session:
        circuit_breaker.open_circuit(session, "535 5.7.3 Authentication\nunsuccessful", datetime.now(UTC))
    yield
    with world.database.begin() as session:
        session.execute(delete(MailOutageRow))


def _stop(world: World) -> circuit_breaker.Outage | None:
    with world.database.begin() as session:
        return circuit_breaker.current(session)


@pytest.mark.usefixtures("stopped")
async def test_the_list_begins_with_since_when_and_why_nothing_is_sent(tandem: Tandem, world: World) -> None:
    stop = _stop(world)
    assert stop

    done = await tandem("mail", "list")

    first = done.out.splitlines()[0]
    since, again = stop.since.astimezone(), stop.try_again_at.astimezone()
    assert first == (
        f"Nothing is sent since {since:%a %-d %b %Y %H:%M %Z}: the mail server refuses everybody "
        f"(535 5.7.3 Authentication unsuccessful). It is tried again at {again:%H:%M %Z}; "
        "at once: tandem mail start"
    )


@pytest.mark.usefixtures("stopped")
async def test_machines_get_the_letters_alone(tandem: Tandem) -> None:
    done = await tandem("mail", "list", "--json")

    assert done.out.startswith("[")


async def test_a_list_of_letters_that_go_says_nothing_of_a_stop(tandem: Tandem) -> None:
    done = await tandem("mail", "list")

    assert "Nothing is sent" not in done.out


@pytest.mark.usefixtures("stopped")
async def test_letters_wait_out_a_stop_until_somebody_starts_them_again(tandem: Tandem, world: World) -> None:
    pairing = await world.begin()
    await world.until(pairing, utc(2027, 6, 15))
    await eventually(lambda: world.letters(pairing))

    waiting = [letter.state for letter in world.letters(pairing)]
    done = await tandem("mail", "start")

    assert set(waiting) == {LetterState.PENDING}
    assert (done.code, done.err) == (0, "")
    assert "What waited is on its way" in done.out
    assert len(await world.delivered(pairing)) == len(waiting)
    assert _stop(world) is None


async def test_starting_what_goes_already_does_no_harm(tandem: Tandem, world: World) -> None:
    pairing = await world.begin()
    await world.until(pairing, utc(2027, 6, 15))
    letters = await world.delivered(pairing)

    done = await tandem("mail", "start")

    assert done.code == 0
    with world.database.begin() as session:
        assert not outbox.waiting(session, EntityKind.PAIRING.workflow_id(pairing))
    assert len(await world.delivered(pairing)) == len(letters)
