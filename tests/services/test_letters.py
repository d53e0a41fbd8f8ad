"""What a coordinator asks about letters, and decides about them, as values."""

import pytest

from domain.enums import Role
from domain.errors import NotFound, Unreachable
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.programme.letters_plan import LettersPlan
from services import letters
from services.context import Context
from services.letters import Released
from services.previews import preview
from storage.tables.letters import BounceRow, LetterRow
from tests.living import bristol, utc
from tests.world import World

pytestmark = pytest.mark.server


@pytest.fixture
async def pairing(world: World) -> str:
    """A pairing whose two introductions wait to be reviewed."""
    pairing = await world.begin(bristol().replace(letters=LettersPlan(review=True)))
    await world.until(pairing, utc(2027, 6, 15))
    return pairing


def _cohort(pairing: str) -> str:
    return pairing.rpartition("-")[0]


async def test_every_draft_of_a_cohort_is_released_but_for_those_that_come_back(
    at_work: Context, world: World, pairing: str
) -> None:
    first, _ = letters.drafts(at_work, _cohort(pairing)).waiting
    with at_work.store() as session:
        session.add(BounceRow(email=first.recipient, bounced_at=at_work.clock()))

    released = await letters.release_drafts(at_work, _cohort(pairing))

    assert released == Released(sent=1, expired=0, to_bounced=1)
    assert [draft.id for draft in letters.drafts(at_work, _cohort(pairing)).waiting] == [first.id]


async def test_a_letter_named_twice_is_held_once(at_work: Context, world: World, pairing: str) -> None:
    first, _ = world.letters(pairing)

    assert await letters.hold(at_work, [first.id, first.id[:8]]) == 1

    assert letters.find_letters(at_work, [first.id])[0].state is LetterState.HELD


async def test_only_those_that_may_have_arrived_are_in_doubt(
    at_work: Context, world: World, pairing: str
) -> None:
    first, second = world.letters(pairing)
    await letters.hold(at_work, [first.id, second.id])
    with at_work.store() as session:
        session.get_one(LetterRow, first.id).unsure = 1

    assert [letter.id for letter in letters.in_doubt(at_work, [first.id, second.id])] == [first.id]


async def test_without_the_server_nothing_is_released(
    at_work: Context, at_store: Context, world: World, pairing: str
) -> None:
    away = Context(world.database, at_store.connect, at_store.actor)

    with pytest.raises(Unreachable):
        await letters.release_drafts(away, _cohort(pairing))

    assert len(letters.drafts(at_work, _cohort(pairing)).waiting) == 2


def test_letters_of_a_cohort_that_is_not_there_are_not_found(at_store: Context) -> None:
    for ask in (letters.list_letters, letters.drafts):
        with pytest.raises(NotFound):
            ask(at_store, cohort="nobodys")


def test_a_letter_is_read_before_anybody_gets_it() -> None:
    made = preview("introduction", bristol(), Role.MENTOR, str)

    assert (made.name, made.to.name) == (LetterName.INTRODUCTION, "Ann Adeyemi")


def test_a_letter_that_is_mistyped_is_guessed() -> None:
    with pytest.raises(NotFound, match="Did you mean introduction"):
        preview("introdction", bristol(), Role.MENTOR, str)
