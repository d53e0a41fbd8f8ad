"""Two whose pairing has ended are paired once more, as a new pairing; or it is said why not."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from domain.application.form import ApplicationForm
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationStage, Arrangement, EndReason, Role, Stage
from domain.errors import Refused
from domain.people import Pair
from services import pairings
from services.cohorts.opening import open_cohort
from services.pairing_again import pair_again
from storage import arrivals, cohorts, queries
from storage.tables.entities import ApplicationRow, PairingRow
from tests.living import bristol
from tests.services.asking import asking
from tests.world import World, pair, written_down

pytestmark = pytest.mark.server


async def test_two_who_were_paired_and_parted_by_mistake_begin_anew(world: World) -> None:
    key, jo = f"cohort-{uuid4().hex[:8]}", asking(world)
    await open_cohort(jo, bristol(), key, [pair(0, key)])
    first = f"{key}-01"
    with pytest.raises(Refused, match=f"are a pair: {first}"):
        await pair_again(jo, first)
    await pairings.end(jo, first, EndReason.COORDINATOR)

    new = await pair_again(jo, first)

    assert (new.id, new.stage, new.mentor.name) == (f"{key}-02", Stage.APPLICATION, "Canary Mentor 0")
    assert world.pairing(first).stage is Stage.ENDED
    assert next(outcome.kind for outcome in world.outcomes(new.id)) is OutcomeKind.PROPOSED
    approved = [o.actor for o in world.outcomes_of(world.cohorts, key) if o.kind is OutcomeKind.APPROVED]
    assert len(approved) == 2
    with pytest.raises(Refused, match=f"are a pair: {new.id}"):
        await pair_again(jo, first)
    assert (await open_cohort(jo, bristol(), key, [pair(0, key)])).new == 0


def _parted(world: World, stage: Stage = Stage.ENDED) -> str:
    """The id of a pairing that is over, in the store alone."""
    (pairing,) = written_down(world.database)
    with world.database.begin() as session:
        session.get_one(PairingRow, pairing).stage = stage
    return pairing


def _applied(world: World, pairing: str, stage: ApplicationStage) -> None:
    """The mentor of this pairing stands so as an applicant."""
    mentor, key = world.pairing(pairing).mentor, pairing.rpartition("-")[0]
    form = ApplicationForm(name=mentor.name, email=mentor.email, role=Role.MENTOR)
    with world.database.begin() as session:
        _, application = arrivals.upsert(session, key, form, datetime.now(UTC))
        session.get_one(ApplicationRow, application).stage = stage


async def test_who_has_withdrawn_is_taken_up_again_first(world: World) -> None:
    pairing = _parted(world)
    _applied(world, pairing, ApplicationStage.WITHDRAWN)

    with pytest.raises(Refused, match=r"is withdrawn\. To take it up again: ⟦application reopen"):
        await pair_again(asking(world), pairing)


async def test_who_has_no_place_for_another_partner_keeps_the_one_they_have(world: World) -> None:
    pairing = _parted(world)
    _applied(world, pairing, ApplicationStage.PAIRED)
    with world.database.begin() as session:
        cohort = queries.cohort(session, pairing.rpartition("-")[0])
        two = Pair(
            mentor=pair(0, cohort.key).mentor,
            mentee=pair(1, cohort.key).mentee,
            arrangement=Arrangement.RECIPROCAL,
        )
        (other,) = cohorts.add_pairs(session, cohort, [two], datetime.now(UTC))

    with pytest.raises(Refused, match=f"Canary Mentor 0 can take 1 partner, and has: {other}"):
        await pair_again(asking(world), pairing)


async def test_a_pair_that_has_completed_the_programme_does_not_begin_anew(world: World) -> None:
    with pytest.raises(Refused, match="have completed the programme together"):
        await pair_again(asking(world), _parted(world, Stage.COMPLETED))
