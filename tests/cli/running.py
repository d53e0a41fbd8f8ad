"""A cohort that runs."""

from domain.cohort.events import Approve
from tests.living import bristol
from tests.world import World, eventually
from tests.worlds import all_begun, open_cohort


async def running(world: World, pairs: int = 1) -> str:
    """A cohort whose pairs have begun."""
    key = await open_cohort(world, bristol(), pairs=pairs)
    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key))
    return key
