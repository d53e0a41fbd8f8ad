"""What the applications of two partners hear of their pairing."""

import pytest

from activities.records import notify_applications
from domain.application.events import Close, WithdrawApplication
from domain.application.form import ApplicationForm
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationEndReason, ApplicationStage, EndReason, Role, Stage
from domain.pairing.due import PairingEntry
from storage import arrivals, queries
from tests.activities.company import MENTEE, MENTOR, apply, happened, open_in_store, pair_up, stands, view
from tests.living import Life, accepted, lived
from tests.world import World

pytestmark = pytest.mark.server


def _began(pairing: str) -> PairingEntry:
    return Life().entries[0].replace(id=pairing)


def _over(pairing: str, reason: EndReason | None = None) -> PairingEntry:
    """The last entry of a pairing that was completed, or ended so."""
    last = Life().entries[-1] if reason is EndReason.NEVER_BEGAN else lived(accepted).entries[-1]
    last = last.replace(revision=2)
    stage = Stage.ENDED if reason else Stage.COMPLETED
    return last.replace(id=pairing, snapshot=last.snapshot.replace(stage=stage, reason=reason))


async def _couple(world: World) -> tuple[str, list[str]]:
    """A pairing that has begun, and the applications of its mentor and its mentee, which know of it."""
    key = open_in_store(world)
    ids = await apply(world, key, MENTOR, MENTEE)
    (pairing,) = pair_up(world, key, (MENTOR[0], MENTEE[0]))
    await notify_applications(world.client, world.database, _began(pairing))
    for application in ids:
        await stands(world, application, ApplicationStage.PAIRED)
    return pairing, ids


async def test_two_who_have_applied_have_a_partner_when_their_pairing_begins(world: World) -> None:
    pairing, ids = await _couple(world)

    for application in ids:
        assert happened(world, application).count(OutcomeKind.PLACED) == 1
        assert view(world, application).waits_for == "its pairing to come to its end"
    assert pairing not in str(view(world, ids[0]))


_LEFT, _FREE = ApplicationStage.WITHDRAWN, ApplicationStage.RESERVE


@pytest.mark.parametrize(
    ("reason", "mentor", "mentee"),
    [
        (None, ApplicationStage.COMPLETED, ApplicationStage.COMPLETED),
        (EndReason.MENTOR_WITHDREW, _LEFT, _FREE),
        (EndReason.MENTEE_WITHDREW, _FREE, _LEFT),
        (EndReason.NO_CONTACT, _LEFT, _LEFT),
        (EndReason.NEVER_BEGAN, _LEFT, _LEFT),
        (EndReason.COORDINATOR, _FREE, _FREE),
    ],
)
async def test_how_a_pairing_ended_decides_what_becomes_of_the_two(
    world: World, reason: EndReason | None, mentor: ApplicationStage, mentee: ApplicationStage
) -> None:
    pairing, ids = await _couple(world)

    for _ in range(2):  # told twice, they hear it once
        await notify_applications(world.client, world.database, _over(pairing, reason))

    for application, stage in zip(ids, (mentor, mentee), strict=True):
        await stands(world, application, stage)
        assert happened(world, application).count(OutcomeKind.FREED) == 1
        silent = reason in (EndReason.NO_CONTACT, EndReason.NEVER_BEGAN)
        assert view(world, application).reason is (ApplicationEndReason.NO_ANSWER if silent else None)


async def test_in_between_they_are_told_nothing(world: World) -> None:
    pairing, ids = await _couple(world)
    before = [view(world, application) for application in ids]

    await notify_applications(world.client, world.database, lived(accepted).entries[-1].replace(id=pairing))
    await notify_applications(world.client, world.database, _began(pairing))
    await notify_applications(world.client, world.database, _over(pairing))
    for application in ids:
        await stands(world, application, ApplicationStage.COMPLETED)

    for application, known in zip(ids, before, strict=True):
        assert view(world, application).revision == known.revision + 1
        assert happened(world, application).count(OutcomeKind.PLACED) == 1


async def test_a_partner_without_an_application_has_nobody_to_be_told(world: World) -> None:
    key = open_in_store(world)
    (mentee,) = await apply(world, key, MENTEE)
    matched, by_hand = pair_up(world, key, ("canary-kim", MENTEE[0]), ("canary-kim", "canary-lou"))

    await notify_applications(world.client, world.database, _began(by_hand))
    await notify_applications(world.client, world.database, _began(matched))

    await stands(world, mentee, ApplicationStage.PAIRED)


async def test_an_application_in_the_other_role_is_not_told(world: World) -> None:
    key = open_in_store(world)
    mentor, other = await apply(world, key, MENTOR, (MENTOR[0], Role.MENTEE))
    (pairing,) = pair_up(world, key, (MENTOR[0], "canary-lou"))

    await notify_applications(world.client, world.database, _began(pairing))

    await stands(world, mentor, ApplicationStage.PAIRED)
    assert view(world, other).stage is ApplicationStage.IN_ORDER


async def test_an_application_that_is_over_hears_nothing_and_the_other_does(world: World) -> None:
    key = open_in_store(world)
    mentor, mentee = await apply(world, key, MENTOR, MENTEE)
    await world.applications.update(mentor, WithdrawApplication())
    await world.applications.signal(mentor, Close())
    await world.applications.handle(mentor).result()
    (pairing,) = pair_up(world, key, (MENTOR[0], MENTEE[0]))

    await notify_applications(world.client, world.database, _began(pairing))
    await stands(world, mentee, ApplicationStage.PAIRED)
    await notify_applications(world.client, world.database, _over(pairing, EndReason.COORDINATOR))
    await stands(world, mentee, ApplicationStage.RESERVE)

    assert view(world, mentor).stage is ApplicationStage.WITHDRAWN
    with world.database.begin() as session:
        assert queries.pairing(session, pairing).stage is Stage.APPLICATION


async def test_an_application_whose_life_has_not_begun_hears_nothing(world: World) -> None:
    """Such as one that an older version of Tandem has kept."""
    key = open_in_store(world)
    (pairing,) = pair_up(world, key, (MENTOR[0], MENTEE[0]))
    await apply(world, key, MENTOR)
    told = ApplicationForm(name="Canary-Tom", email=f"{MENTEE[0]}@{key}.example", role=Role.MENTEE)
    with world.database.begin() as session:
        _, kept = arrivals.upsert(session, key, told, queries.cohort(session, key).opened_at)

    await notify_applications(world.client, world.database, _began(pairing))

    assert view(world, kept).revision == 0
