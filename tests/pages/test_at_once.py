"""One answer that is sent ten times at once, as by an impatient thumb or a proxy, is one event;
and what only looks, or presses buttons blindly, is none: the histories are what they were."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind as K
from domain.enums import Role
from domain.pairing.events import Attend
from services import links
from tests.living import utc
from tests.pages.scanner import Seen
from tests.pages.visiting import visiting_world
from tests.services.asking import asking
from tests.world import World

pytestmark = [pytest.mark.server, pytest.mark.slow]
_TEN = 10
_JUNE_15, _JULY_20 = utc(2027, 6, 15, 9), utc(2027, 7, 20, 14)
_WHEN = {"session-on-day": "20", "session-on-month": "7", "session-on-year": "2027", "session-at": "15:00"}


class _Impatient:
    """Both partners of a new pairing, who press each button ten times."""

    def __init__(self, world: World, pairing: str) -> None:
        self.world, self.pairing = world, pairing
        view, context = world.pairing(pairing), asking(world)
        self.tokens = {role: links.new_links(context, view.person(role).email)[0][1] for role in Role}

    async def say(self, role: Role, at: datetime, question: str, answer: Mapping[str, str]) -> set[int]:
        """The statuses of the answers."""
        await self.world.until(self.pairing, at)
        path, data = f"/to/{self.tokens[role]}/{question}", dict(answer)
        async with visiting_world(self.world, at) as client:
            told = await asyncio.gather(*[client.post(path, data=data) for _ in range(_TEN)])
        return {one.status_code for one in told}

    async def attend(self, at: datetime, gathering: str) -> None:
        await self.world.until(self.pairing, at)
        await self.world.pairings.update(self.pairing, Attend(gathering=gathering))

    def times(self, kind: K) -> int:
        return [one.kind for one in self.world.outcomes(self.pairing)].count(kind)


async def test_ten_at_once_with_one_answer_are_one_event_whatever_is_answered(world: World) -> None:
    both = _Impatient(world, await world.begin())
    for role in Role:
        assert await both.say(role, _JUNE_15, "introduction", {"answer": "yes"}) == {200}
    assert await both.say(Role.MENTEE, _JUNE_15, "sitting/induction", {"sitting": "none"}) == {200}
    await both.attend(utc(2027, 6, 30), "induction")
    await both.attend(utc(2027, 7, 6, 15), "training")
    assert 200 in await both.say(Role.MENTOR, utc(2027, 7, 15), "book", _WHEN)
    assert 200 in await both.say(Role.MENTEE, _JULY_20 + timedelta(hours=4), "met/1", {"met": "yes"})
    assert 200 in await both.say(Role.MENTOR, utc(2027, 7, 22), "pause", {"how-long": "open"})
    assert 200 in await both.say(Role.MENTEE, utc(2027, 7, 29), "resume", {"answer": "yes"})
    goal = {"goal": "Ask", "plan": "", "shared": "no"}
    assert await both.say(Role.MENTOR, utc(2027, 7, 29, 13), "goal/new", goal) == {200}
    leaves = {"answer": "yes", "_sure": "yes"}
    assert 200 in await both.say(Role.MENTEE, utc(2027, 8, 3), "leave", leaves)

    once = (K.CANNOT_COME, K.BOOKED, K.HELD, K.PAUSED, K.RESUMED, K.ENDED)
    assert {kind: both.times(kind) for kind in once} == dict.fromkeys(once, 1)
    assert both.times(K.ACCEPTED) == len(Role)
    history = (await world.pairings.handle(both.pairing).fetch_history()).to_json()
    assert [token for token in both.tokens.values() if token in history] == []


async def test_what_only_looks_or_sends_forms_as_they_are_leaves_every_history_as_it_was(
    world: World,
) -> None:
    pairing = await world.begin()
    both, about = _Impatient(world, pairing), EntityKind.PAIRING.workflow_id(pairing)
    await both.say(Role.MENTOR, _JUNE_15, "introduction", {"answer": "yes"})
    handle = world.pairings.handle(pairing)
    before, written = (await handle.fetch_history()).to_json_dict(), len(world.outcomes(pairing))
    known = await world.client.count_workflows()

    async with visiting_world(world, _JUNE_15) as client:
        home = f"/to/{both.tokens[Role.MENTEE]}"
        for path in [home, *(x for x in Seen((await client.get(home)).text).links if x.startswith(home))]:
            assert (await client.head(path)).status_code == 200
            for form in Seen((await client.get(path)).text).forms:
                for data in form.sent():
                    assert (await client.post(form.action, data=data)).status_code == 422

    assert (await handle.fetch_history()).to_json_dict() == before, about
    assert len(world.outcomes(pairing)) == written
    assert (await world.client.count_workflows()).count == known.count
