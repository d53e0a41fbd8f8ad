"""Somebody applies, their line manager answers, and they withdraw: each from a letter, to the store."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser

from domain.application.completeness import beginning
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage, Correspondent
from domain.letter.letter import LetterName
from services.applications.reading import list_applications
from storage import arrivals, queries
from storage.database import Database
from storage.tables.entities import ApplicationRow
from storage.tables.letters import LetterRow
from tests.activities.company import open_in_store, stands
from tests.mail.application_stories import demanding
from tests.pages.applicants import form
from tests.pages.browser.reader import Letterbox, answer, follow
from tests.pages.browser.serving import Clock, served
from tests.pages.browser.visitor import Visitor, visitor
from tests.pages.early_sign_up import coming_south_west
from tests.pages.visiting import link_in
from tests.services.asking import asking
from tests.world import World

pytestmark = pytest.mark.slow


@asynccontextmanager
async def _visiting(world: World, browser: Browser) -> AsyncIterator[Visitor]:
    at, port = Clock(datetime.now(UTC)), world.settings.pages_port
    async with (
        served(world.database, at, world.client, port=port) as origin,
        visitor(browser, origin) as somebody,
    ):
        yield somebody
        assert not somebody.complaints, somebody.said


async def test_somebody_applies_without_an_account_or_a_script(linked: World, browser: Browser) -> None:
    key = open_in_store(linked)
    async with _visiting(linked, browser) as somebody:
        page = somebody.page
        await somebody.open(f"/apply/{key}")
        await somebody.judge("what it asks of you")
        await somebody.press(page.get_by_role("link", name="Apply as").first)
        await somebody.judge("whose address it is")
        await somebody.send()
        await somebody.judge("whose address it is, with an error")
        await page.locator("[name=email]").fill("canary-new@uni.example")
        await somebody.send()
        assert await page.locator("h1").inner_text() == "We have sent you a letter with the form"

        await somebody.open(_form(linked.database, key, linked.settings.pages_url))
        await somebody.judge("the form")
        await somebody.send()
        await somebody.judge("the form, with errors")
        typed = {"name": "Canary New", "department": "Physics", "goals": "listening\nasking"}
        for field, words in typed.items():
            await page.locator(f"[name={field}]").fill(words)
        await somebody.send()
        assert await page.locator("h1").inner_text() == "Check your answers"
        await somebody.judge("the answers, to be checked")
        await somebody.send()
        assert await page.locator("h1").inner_text() == "Your application has arrived"
        await somebody.judge("it has arrived")

    (view,) = list_applications(asking(linked), key)
    assert (view.application.name, view.application.goals) == ("Canary New", ("listening", "asking"))


async def test_who_is_not_sure_comes_to_a_session_first(linked: World, browser: Browser) -> None:
    key = open_in_store(linked, coming_south_west())
    async with _visiting(linked, browser) as somebody:
        page = somebody.page
        await somebody.open(f"/apply/{key}")
        await somebody.judge("what it asks of you, and a session")
        await somebody.press(page.get_by_role("link", name="Come to:").first)
        await somebody.judge("a session, and whose address it is")
        await somebody.send()
        await somebody.judge("a session, with an error")
        await page.locator("[name=email]").fill("canary-curious@uni.example")
        await somebody.send()
        assert await page.locator("h1").inner_text() == "We have sent you a letter with a link"

        await somebody.open(_form(linked.database, key, linked.settings.pages_url))
        await somebody.judge("the dates")
        await somebody.send()
        await somebody.judge("the dates, with errors")
        await page.locator("[name=name]").fill("Canary Curious")
        await page.locator("[name=sitting]").first.check()
        await somebody.send()
        assert (await page.locator("h1").inner_text()).startswith("You have a seat on ")
        await somebody.judge("a seat")

    (view,) = list_applications(asking(linked), key)
    assert view.stage is ApplicationStage.INVITED


def _form(database: Database, key: str, pages: str) -> str:
    """The path of the link in the letter that has just been written."""
    with database.begin() as session:
        (found,) = (x for x in queries.letters(session, cohort=key) if x.name == LetterName.APPLICATION_FORM)
        return link_in(session.get_one(LetterRow, found.id).mime, pages).path


async def test_it_is_completed_the_manager_says_yes_and_they_withdraw(
    linked: World, browser: Browser
) -> None:
    application = await _begun(linked, None)
    about = EntityKind.APPLICATION.workflow_id(application)
    async with _visiting(linked, browser) as somebody:
        chased = await Letterbox(linked, about, Correspondent.APPLICANT).link(LetterName.APPLICATION_RECEIVED)
        await follow(somebody, f"/to/{chased.token}", "complete")
        told = await answer(somebody, department="Physics", goals="listening")
        assert told == "Thank you: your application is complete"
        await stands(linked, application, ApplicationStage.CHECKING)

        asked = await Letterbox(linked, about, Correspondent.MANAGER).link(LetterName.MANAGER_REQUEST)
        await somebody.open(asked.path)
        assert await answer(somebody, "Yes") == "You have said yes"
        await stands(linked, application, ApplicationStage.IN_ORDER)

        await follow(somebody, f"/to/{chased.token}", "withdraw")
        assert await answer(somebody, "Yes, take me off the list") == "You are off the list"
    await stands(linked, application, ApplicationStage.WITHDRAWN)


async def test_whoever_waited_takes_the_place_that_is_offered(linked: World, browser: Browser) -> None:
    application = await _begun(linked, ApplicationStage.OFFERED)
    about = EntityKind.APPLICATION.workflow_id(application)
    async with _visiting(linked, browser) as somebody:
        offered = await Letterbox(linked, about, Correspondent.APPLICANT).link(LetterName.PLACE_OFFERED)
        await somebody.open(offered.path)
        assert await answer(somebody, "Yes, I would like to take part") == "The place is yours"
    with linked.database.begin() as session:
        assert session.get_one(ApplicationRow, application).stage != ApplicationStage.OFFERED


async def _begun(world: World, stage: ApplicationStage | None) -> str:
    """The id of an application in which something is missing; or of somebody who is asked first."""
    key, now = open_in_store(world, demanding("bristol")), datetime.now(UTC)
    told = form() if stage else form(department=None, goals=())
    with world.database.begin() as session:
        programme = queries.cohort(session, key).programme
        _, made = arrivals.upsert(session, key, told, now)
    begins = (None, stage) if stage else (now,)
    await world.applications.begin(beginning(made, key, told, programme, *begins))
    return made
