"""Two partners take themselves through their half year by their pages; what they say is what commands say."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from domain.entity.outcomes import OutcomeKind as K
from domain.enums import Concern, Role, Stage
from domain.pairing.events import Attend
from services import links
from services.pairings import history
from tests.living import utc
from tests.pages.visiting import visiting_world
from tests.services.asking import asking
from tests.world import World

pytestmark = pytest.mark.server


class Journey:
    """Both partners of a new pairing, each with a link."""

    def __init__(self, world: World, pairing: str) -> None:
        self.world, self.pairing = world, pairing
        view, context = world.pairing(pairing), asking(world)
        self._tokens = {role: links.new_links(context, view.person(role).email)[0][1] for role in Role}

    async def says(self, role: Role, at: datetime, question: str, answer: Mapping[str, str]) -> str:
        """The page that confirms the answer."""
        await self.world.until(self.pairing, at)
        async with visiting_world(self.world, at) as client:
            told = await client.post(f"/to/{self._tokens[role]}/{question}", data=dict(answer))
        assert told.status_code == 200, told.text
        return told.text

    async def attended(self, at: datetime, gathering: str) -> None:
        await self.world.until(self.pairing, at)
        await self.world.pairings.update(self.pairing, Attend(gathering=gathering))

    @property
    def kinds(self) -> list[K]:
        left_out = (K.STAGE, K.PROPOSED, K.CONCERN, K.ATTENDED)
        return [one.kind for one in self.world.outcomes(self.pairing) if one.kind not in left_out]


def _day(name: str, day: datetime, at: str | None = None) -> dict[str, str]:
    parts = {"day": day.day, "month": day.month, "year": day.year}
    on = "" if at is None else "-on"
    typed = {f"{name}{on}-{part}": str(number) for part, number in parts.items()}
    return typed if at is None else {**typed, f"{name}-at": at}


async def test_partners_say_themselves_what_a_coordinator_would_have_typed(world: World) -> None:
    pairing = await world.begin()
    both = Journey(world, pairing)
    june_15, july_15, july_20 = utc(2027, 6, 15, 9), utc(2027, 7, 15, 9), utc(2027, 7, 20, 14)
    for role in Role:
        await both.says(role, june_15, "introduction", {"answer": "yes"})
    await both.says(Role.MENTOR, june_15, "sitting/induction", {"sitting": "none"})
    assert Concern.CANNOT_COME in world.pairing(pairing).concerns
    await both.says(Role.MENTOR, june_15, "sitting/induction", {"sitting": "1"})
    assert not world.pairing(pairing).concerns
    await both.attended(utc(2027, 6, 30, 12), "induction")
    await both.attended(utc(2027, 7, 6, 16), "training")
    await both.says(Role.MENTOR, july_15, "propose", _day("first", july_20, "3pm"))
    await both.says(Role.MENTEE, july_15, "take", {"time": july_20.isoformat()})
    await both.says(
        Role.MENTEE, july_15, "session/1", {"change": "move", **_day("session", july_20, "16:00")}
    )
    await both.says(Role.MENTEE, july_20 + timedelta(hours=4), "met/1", {"met": "no"})
    told = await both.says(
        Role.MENTOR, july_20 + timedelta(hours=5), "met/1", {"met": "yes", "minutes": "75"}
    )
    assert "You have met 1 of 4 times" in told
    await both.says(
        Role.MENTOR, utc(2027, 7, 22), "pause", {"how-long": "until", **_day("until", utc(2027, 8, 9))}
    )
    await both.says(Role.MENTEE, utc(2027, 8, 2), "resume", {"answer": "yes"})
    await both.says(Role.MENTEE, utc(2027, 8, 3), "leave", {"answer": "yes", "_sure": "yes"})
    assert world.pairing(pairing).stage is Stage.ENDED
    await both.says(Role.MENTEE, utc(2027, 8, 3, 0, 30), "back", {"answer": "yes"})

    assert world.pairing(pairing).stage is Stage.MENTORING
    assert both.kinds == [
        *(K.ACCEPTED, K.ACCEPTED, K.CANNOT_COME, K.SIGNED_UP),
        *(K.TIMES_PROPOSED, K.BOOKED, K.MOVED, K.NOT_HELD, K.HELD),
        *(K.PAUSED, K.RESUMED, K.ENDED, K.TAKEN_BACK, K.REOPENED),
    ]
    found = history(asking(world), pairing)
    (held,) = (one for one in found.outcomes if one.kind is K.HELD)
    assert (held.minutes, found.actors[held.actor or ""]) == (75, world.pairing(pairing).mentor.name)
