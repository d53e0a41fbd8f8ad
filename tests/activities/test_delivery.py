"""Delivering a letter, and telling whichever life it is about when it cannot be."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete
from temporalio.exceptions import ApplicationError
from temporalio.testing import ActivityEnvironment

from activities.delivery import Delivery
from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Concern, Correspondent, Role
from domain.letter.kinds import LETTERS
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from mail.circuit_breaker import CircuitBreaker, open_circuit
from mail.claiming import Claims
from mail.delivery import Postman
from mail.hours import ALWAYS, Hours
from mail.moderation import hold
from storage import queries
from storage.tables.letters import BounceRow, LetterRow, MailOutageRow
from tests.activities.company import MENTOR, apply, open_in_store, view
from tests.living import bristol
from tests.mail.fake_smtp import Answers, FakeMailServer
from tests.world import World, eventually
from tests.worlds import open_cohort

pytestmark = pytest.mark.server

_REFUSING: Answers = {"RCPT": "550 no such user"}


@pytest.fixture
def letters(world: World) -> Iterator[list[str]]:
    """The letters that a test has put into the outbox by hand."""
    made: list[str] = []
    yield made
    with world.database.begin() as session:
        for letter in made:
            session.delete(session.get_one(LetterRow, letter))


def _letter(world: World, entity: str, cohort: str, role: Role | Correspondent, name: LetterName) -> str:
    """The id of a letter about this life that waits in the outbox and is on nobody's way."""
    key = uuid4().hex
    row = LetterRow(
        id=key,
        key=key,
        workflow_id=entity,
        cohort=cohort,
        person=None,
        role=role,
        name=name,
        written_at=datetime.now(UTC),
        recipient="canary@uni.example",
        subject="Hello",
        message_id=f"<{key}@uni.example>",
        mime=b"Subject: Hello\r\n\r\nHello\r\n",
        is_farewell=False,
        hold_if_unsure=LETTERS[name].hold_if_unsure,
        unwanted=False,
        asked_for=False,
        state=LetterState.PENDING,
        attempts=0,
        unsure=0,
    )
    with world.database.begin() as session:
        session.add(row)
    return key


async def _deliver(world: World, letter: str, script: Answers, hours: Hours = ALWAYS) -> str | None:
    with FakeMailServer(script) as server:
        post = Delivery(
            Postman(Claims(world.database, hours), server.smtp(), CircuitBreaker(world.database)),
            world.database,
            world.client,
            1,
        )
        return await ActivityEnvironment().run(post.deliver, letter)


def _state(world: World, letter: str) -> LetterState:
    with world.database.begin() as session:
        return queries.letter(session, letter)[0].state


async def test_a_pairing_hears_that_a_letter_to_a_partner_has_failed(
    world: World, letters: list[str]
) -> None:
    pairing = await world.begin()
    entity, cohort = EntityKind.PAIRING.workflow_id(pairing), pairing.rpartition("-")[0]
    letters.append(_letter(world, entity, cohort, Role.MENTEE, LetterName.INTRODUCTION))

    assert await _deliver(world, letters[0], _REFUSING) == "failed"

    await eventually(lambda: Concern.LETTER_FAILED in world.pairing(pairing).concerns)


@pytest.mark.parametrize(
    ("role", "name"),
    [
        (Correspondent.APPLICANT, LetterName.APPLICATION_RECEIVED),
        (Correspondent.MANAGER, LetterName.MANAGER_REQUEST),
    ],
)
async def test_an_application_hears_that_a_letter_about_it_has_failed(
    world: World, letters: list[str], role: Correspondent, name: LetterName
) -> None:
    key = open_in_store(world)
    (application,) = await apply(world, key, MENTOR)
    letters.append(_letter(world, EntityKind.APPLICATION.workflow_id(application), key, role, name))

    assert await _deliver(world, letters[0], _REFUSING) == "failed"

    await eventually(lambda: Concern.LETTER_FAILED in view(world, application).concerns)


async def test_a_cohort_hears_that_a_letter_to_its_coordinator_has_failed(
    world: World, letters: list[str]
) -> None:
    key = await open_cohort(world, bristol())
    entity = EntityKind.COHORT.workflow_id(key)
    letters.append(_letter(world, entity, key, Correspondent.COORDINATOR, LetterName.COHORT_CLOSING))

    assert await _deliver(world, letters[0], _REFUSING) == "failed"

    await eventually(lambda: Concern.LETTER_FAILED in _concerns(world, key))


def _concerns(world: World, key: str) -> tuple[Concern, ...]:
    with world.database.begin() as session:
        return queries.cohort(session, key).concerns


async def test_a_letter_that_is_held_is_told_like_one_that_failed(world: World, letters: list[str]) -> None:
    pairing = await world.begin()
    entity, cohort = EntityKind.PAIRING.workflow_id(pairing), pairing.rpartition("-")[0]
    letters.append(_letter(world, entity, cohort, Role.MENTOR, LetterName.PARTNER_LEFT))

    assert await _deliver(world, letters[0], {"letter": "999 what?"}) == "held"

    await eventually(lambda: Concern.LETTER_FAILED in world.pairing(pairing).concerns)


async def test_a_letter_whose_address_bounces_is_held_and_told(world: World, letters: list[str]) -> None:
    pairing = await world.begin()
    await eventually(lambda: world.pairing(pairing).revision)
    entity, cohort = EntityKind.PAIRING.workflow_id(pairing), pairing.rpartition("-")[0]
    letters.append(_letter(world, entity, cohort, Role.MENTOR, LetterName.INTRODUCTION))
    address = BounceRow(email="canary@uni.example", letter=None, bounced_at=datetime.now(UTC))
    with world.database.begin() as session:
        session.add(address)

    assert await _deliver(world, letters[0], {}) == "held"

    with world.database.begin() as session:
        session.delete(address)
    await eventually(lambda: Concern.LETTER_FAILED in world.pairing(pairing).concerns)


async def test_a_letter_that_the_coordinator_holds_is_no_news(world: World, letters: list[str]) -> None:
    pairing = await world.begin()
    await eventually(lambda: world.pairing(pairing).revision)
    entity, cohort = EntityKind.PAIRING.workflow_id(pairing), pairing.rpartition("-")[0]
    letters += [_letter(world, entity, cohort, role, LetterName.INTRODUCTION) for role in BOTH]
    with world.database.begin() as session:
        hold(session, letters[0])

    assert await _deliver(world, letters[0], _REFUSING) == "held"
    assert await _deliver(world, letters[1], _REFUSING) == "failed"

    await eventually(lambda: Concern.LETTER_FAILED in world.pairing(pairing).concerns)
    assert _told_of(world, pairing) == [Role.MENTEE]


def _told_of(world: World, pairing: str) -> list[Role | None]:
    return [o.role for o in world.outcomes(pairing) if o.kind is OutcomeKind.LETTER_FAILED]


async def test_a_letter_about_what_is_over_fails_without_anybody_to_tell(
    world: World, letters: list[str]
) -> None:
    key = open_in_store(world)
    entity = EntityKind.APPLICATION.workflow_id(f"{key}-a01")
    letters.append(_letter(world, entity, key, Correspondent.APPLICANT, LetterName.APPLICATION_DECLINED))

    assert await _deliver(world, letters[0], _REFUSING) == "failed"

    assert _state(world, letters[0]) is LetterState.FAILED


async def test_a_letter_that_was_taken_is_told_to_nobody(world: World, letters: list[str]) -> None:
    key = open_in_store(world)
    (application,) = await apply(world, key, MENTOR)
    revision = view(world, application).revision
    entity = EntityKind.APPLICATION.workflow_id(application)
    letters.append(_letter(world, entity, key, Correspondent.APPLICANT, LetterName.APPLICATION_RECEIVED))

    assert await _deliver(world, letters[0], {}) == "sent"

    assert view(world, application).revision == revision


async def test_a_letter_that_waits_comes_back_later(world: World, letters: list[str]) -> None:
    key = open_in_store(world)
    entity = EntityKind.COHORT.workflow_id(key)
    letters.append(_letter(world, entity, key, Correspondent.COORDINATOR, LetterName.DRAFT_READY))

    with pytest.raises(ApplicationError, match="The letter waits") as told:
        await _deliver(world, letters[0], {"RCPT": "451 later"})

    assert told.value.next_retry_delay
    assert _state(world, letters[0]) is LetterState.DEFERRED


async def test_a_letter_that_comes_out_of_hours_waits_for_the_next_opening(
    world: World, letters: list[str]
) -> None:
    key = open_in_store(world)
    letters.append(
        _letter(
            world, EntityKind.COHORT.workflow_id(key), key, Correspondent.COORDINATOR, LetterName.DRAFT_READY
        )
    )
    with world.database.begin() as session:
        session.get_one(LetterRow, letters[0]).timezone = "UTC"
    another_time = Hours.of("18:00-19:00" if datetime.now(UTC).hour < 12 else "06:00-07:00", "all")

    with pytest.raises(ApplicationError, match="The letter waits") as told:
        await _deliver(world, letters[0], {}, another_time)

    assert told.value.next_retry_delay
    assert told.value.next_retry_delay < timedelta(days=1)
    assert _state(world, letters[0]) is LetterState.PENDING


async def test_a_letter_comes_back_later_while_nothing_is_sent(world: World, letters: list[str]) -> None:
    key = open_in_store(world)
    entity = EntityKind.COHORT.workflow_id(key)
    letters.append(_letter(world, entity, key, Correspondent.COORDINATOR, LetterName.DRAFT_READY))
    with world.database.begin() as session:
        open_circuit(session, "535 no", datetime.now(UTC))

    try:
        with pytest.raises(ApplicationError, match="The letter waits") as told:
            await _deliver(world, letters[0], {})
    finally:
        with world.database.begin() as session:
            session.execute(delete(MailOutageRow))

    assert told.value.next_retry_delay
    assert told.value.next_retry_delay > timedelta(minutes=4)
    assert _state(world, letters[0]) is LetterState.PENDING


async def test_where_there_is_no_such_letter_nothing_is_delivered(world: World) -> None:
    assert await _deliver(world, "no-such-letter", {}) is None
