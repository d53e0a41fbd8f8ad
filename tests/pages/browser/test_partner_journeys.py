"""Each thing that partners say, once, from the letter to the store: one of the two in a browser that runs no
script and on a phone, the other in one that axe can look at."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from playwright.async_api import Browser

from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind as K
from domain.enums import Role, Stage, Wave
from domain.letter.letter import LetterName
from domain.pairing.events import Attend, LogSession
from storage import answers
from tests.living import utc
from tests.pages.browser.reader import Letterbox, answer, follow
from tests.pages.browser.serving import Clock, served
from tests.pages.browser.visitor import PHONE, Visitor, visitor
from tests.world import World

pytestmark = pytest.mark.slow
_JUNE_15, _JULY_15, _JULY_20 = utc(2027, 6, 15, 9), utc(2027, 7, 15, 9), utc(2027, 7, 20, 14)


class Both:
    """Both partners of a new pairing, each with a browser."""

    def __init__(self, world: World, pairing: str, clock: Clock, visitors: dict[Role, Visitor]) -> None:
        self.world, self.pairing, self.clock, self.visitors = world, pairing, clock, visitors
        about = EntityKind.PAIRING.workflow_id(pairing)
        self.boxes = {role: Letterbox(world, about, role) for role in Role}
        self.tops: dict[Role, str] = {}

    async def opens(self, role: Role, at: datetime, letter: LetterName) -> Visitor:
        """They open the link in a letter of theirs."""
        await self._at(at)
        found = await self.boxes[role].link(letter)
        self.tops[role] = f"/to/{found.token}"
        await self.visitors[role].open(found.path)
        return self.visitors[role]

    async def goes_to(self, role: Role, at: datetime, question: str) -> Visitor:
        """They choose this on their page."""
        await self._at(at)
        await follow(self.visitors[role], self.tops[role], question)
        return self.visitors[role]

    async def attended(self, at: datetime, gathering: str) -> None:
        await self._at(at)
        await self.world.pairings.update(self.pairing, Attend(gathering=gathering))

    async def _at(self, at: datetime) -> None:
        await self.world.until(self.pairing, at)
        self.clock.now = at

    @property
    def kinds(self) -> list[K]:
        left_out = (K.STAGE, K.PROPOSED, K.CONCERN, K.ATTENDED, K.HELD)
        return [one.kind for one in self.world.outcomes(self.pairing) if one.kind not in left_out]


@asynccontextmanager
async def _both(world: World, browser: Browser) -> AsyncIterator[Both]:
    clock, port = Clock(_JUNE_15), world.settings.pages_port
    async with (
        served(world.database, clock, world.client, port=port) as origin,
        visitor(browser, origin, script=False) as mentor,
        visitor(browser, origin) as mentee,
    ):
        await mentor.page.set_viewport_size(PHONE)
        yield Both(world, await world.begin(), clock, {Role.MENTOR: mentor, Role.MENTEE: mentee})
        assert (mentor.complaints, mentee.complaints) == ([], [])


def _day(name: str, day: datetime, at: str | None = None) -> dict[str, str]:
    on = "" if at is None else "_on"
    parts = {"day": day.day, "month": day.month, "year": day.year}
    typed = {f"{name}{on}_{part}": str(number) for part, number in parts.items()}
    return typed if at is None else {**typed, f"{name}_at": at}


async def test_partners_live_through_their_half_year_in_a_browser(linked: World, browser: Browser) -> None:
    async with _both(linked, browser) as both:
        await _begin(both)
        await _meet(both)
        await _pause_and_leave(both)
        await _review(both)
        await _evaluate(both)

        assert both.kinds == [
            *(K.ACCEPTED, K.ACCEPTED, K.CANNOT_COME, K.SIGNED_UP),
            *(K.TIMES_PROPOSED, K.BOOKED, K.MOVED),
            *(K.PAUSED, K.RESUMED, K.ENDED, K.TAKEN_BACK, K.REOPENED),
            *(K.REVIEWED, K.REVIEWED, K.ANSWERED),
        ]


async def _begin(both: Both) -> None:
    """They accept, and choose when to come."""
    for role in Role:
        reader = await both.opens(role, _JUNE_15, LetterName.INTRODUCTION)
        assert (await answer(reader, "Yes, I would like to go ahead")).endswith("said yes")
    await both.visitors[Role.MENTEE].judge("a confirmation")
    await answer(await both.goes_to(Role.MENTOR, _JUNE_15, "sitting/induction"), "I cannot come")
    reader = await both.goes_to(Role.MENTOR, _JUNE_15, "sitting/induction")
    await reader.page.locator("input[type=radio]").first.check()
    await answer(reader)
    await both.attended(utc(2027, 6, 30), "induction")
    await both.attended(utc(2027, 7, 6, 15), "training")


async def _meet(both: Both) -> None:
    """They find a time, move it, and say that they met."""
    reader = await both.goes_to(Role.MENTOR, _JULY_15, "propose")
    await answer(reader, **_day("first", _JULY_20, "3pm"))
    reader = await both.opens(Role.MENTEE, _JULY_15, LetterName.TIMES_PROPOSED)
    await reader.page.locator("input[type=radio]").first.check()
    assert (await answer(reader)).startswith("Booked: Tuesday 20 July 2027")
    reader = await both.goes_to(Role.MENTEE, _JULY_15, "session/1")
    await answer(reader, "We have agreed on another time", **_day("session", _JULY_20, "16:00"))
    reader = await both.goes_to(Role.MENTOR, _JULY_20 + timedelta(hours=5), "met/1")
    await answer(reader, "Yes, we met", minutes="75")
    assert both.world.pairing(both.pairing).sessions == 1


async def _pause_and_leave(both: Both) -> None:
    reader = await both.goes_to(Role.MENTOR, utc(2027, 7, 22), "pause")
    await answer(reader, "Until a day that we know", **_day("until", utc(2027, 8, 9)))
    await answer(await both.goes_to(Role.MENTEE, utc(2027, 8, 2), "resume"), "Yes, we go on")
    await answer(await both.goes_to(Role.MENTEE, utc(2027, 8, 3), "leave"), "Yes, I would like to leave")
    assert both.world.pairing(both.pairing).stage is Stage.ENDED
    reader = await both.goes_to(Role.MENTEE, utc(2027, 8, 3, 12, 30), "back")
    await answer(reader, "Yes, I would like to go on")
    assert both.world.pairing(both.pairing).stage is Stage.MENTORING


async def _review(both: Both) -> None:
    for role in Role:
        reader = await both.goes_to(role, utc(2027, 10, 7, 14), "review")
        await answer(reader, "Go on as we are")
    assert both.world.pairing(both.pairing).stage is Stage.MENTORING


async def _evaluate(both: Both) -> None:
    """One of them chooses in the letter, where nothing is kept, and answers on the page."""
    await both._at(utc(2027, 11, 21))
    await both.world.pairings.update(both.pairing, LogSession(starts=utc(2027, 11, 21, 9), minutes=60))
    reader = await both.opens(Role.MENTEE, utc(2028, 1, 24, 10), LetterName.EVALUATION)
    await reader.open(f"{both.tops[Role.MENTEE]}/questions/end?recommend=4")
    assert await reader.page.get_by_text("You chose this in the letter").count() == 1
    assert await reader.page.locator(":checked").count() == 0
    await reader.judge("what was chosen in the letter")
    await reader.send()
    assert (await reader.title()).startswith("Error: ")
    await reader.judge("what was chosen in the letter, with an error")
    await reader.page.locator("[name=recommend][value='4']").check()
    assert await answer(reader, worked="Walks") == "Thank you for answering"
    with both.world.database.begin() as session:
        kept = answers.answers_of(session, both.pairing, Role.MENTEE)
    assert kept == {Wave.END: {"recommend": "4", "worked": "Walks"}}
