"""What a coordinator tells one application, and who is recorded to have done so."""

import pytest

from domain.application.form import ApplicationField as F
from domain.enums import ApplicationStage, Role
from domain.errors import BadInput, NotFound, Refused
from services.applications import updates
from services.applications.amending import amend
from services.applications.reading import find, history
from services.context import Context
from tests.activities.company import apply, open_in_store
from tests.services.conftest import ACTOR
from tests.world import World

pytestmark = pytest.mark.server

_ANN = ("canary-ann", Role.MENTOR)


@pytest.fixture
async def key(world: World) -> str:
    """A cohort to which Ann has applied."""
    key = open_in_store(world)
    await apply(world, key, _ANN)
    return key


def _ann(key: str) -> str:
    return f"canary-ann@{key}.example"


async def test_what_was_told_is_recorded_with_who_told_it(at_work: Context, key: str) -> None:
    updated = await updates.withdraw(at_work, key, _ann(key), None)

    assert updated.snapshot
    assert updated.snapshot.stage is ApplicationStage.WITHDRAWN
    found = history(at_work, key, _ann(key))
    assert found.actors[found.outcomes[-1].actor or ""] == ACTOR


async def test_what_is_so_already_is_not_told_again(at_work: Context, key: str) -> None:
    await updates.decline(at_work, key, _ann(key), None)
    before = history(at_work, key, _ann(key))

    again = await updates.decline(at_work, key, _ann(key), None)

    assert again.snapshot is None
    assert history(at_work, key, _ann(key)) == before


async def test_answers_are_judged_as_in_a_file_and_the_others_stay(at_work: Context, key: str) -> None:
    with pytest.raises(BadInput, match="capacity"):
        await amend(at_work, key, _ann(key), None, {F.GOALS: "one; two", F.CAPACITY: "many"})
    with pytest.raises(BadInput, match=r"^department: holds a character that turns the direction"):
        await amend(at_work, key, _ann(key), None, {F.DEPARTMENT: "La\u202ew"})
    await amend(at_work, key, _ann(key), None, {F.GOALS: "one; two"})

    form = find(at_work, key, _ann(key)).view.application
    assert (form.goals, form.department) == (("one", "two"), "canary-ann")


async def test_a_gathering_for_pairs_is_not_for_applicants(at_work: Context, key: str) -> None:
    with pytest.raises(Refused, match="is for pairs"):
        await updates.attend(at_work, key, _ann(key), None, "induction")


@pytest.mark.parametrize("person", ["nobody@x.example", "nobodys-a01"])
async def test_nobody_is_found_by_an_address_or_an_id_that_is_not_there(
    at_work: Context, key: str, person: str
) -> None:
    with pytest.raises(NotFound):
        await updates.reopen(at_work, key, person, None)


async def test_who_applied_in_the_other_role_is_said(at_work: Context, key: str) -> None:
    with pytest.raises(NotFound, match="has not applied as mentee, but as mentor"):
        await updates.take_up(at_work, key, _ann(key), Role.MENTEE)
