"""A concern in a real browser that runs no script: from the page of who raises it, through the letter, to the
page of whom it was told to; each page and each of its errors is looked at by axe."""

from http import HTTPStatus

import pytest
from playwright.async_api import Browser
from sqlalchemy import select

from domain.enums import Role
from domain.letter.letter import LetterName
from domain.raised_concern import ConcernState
from storage import queries, raised_concerns
from storage.database import Database
from storage.tables.concerns import RaisedConcernRow
from storage.tables.letters import LetterRow
from tests.factories import accepted, pairing_in, utc
from tests.pages.browser.serving import Clock, served
from tests.pages.browser.stages import as_partner
from tests.pages.browser.visitor import PHONE, Visitor, visitor
from tests.pages.visiting import in_store, link_in

pytestmark = pytest.mark.slow
_NOW = utc(2027, 6, 16)
_DIGNITY = "dignity@bristol.example"
_SAID = "It was said to me.\nTwice."


async def test_from_the_page_through_the_letter_to_whom_it_is_told(store: Database, browser: Browser) -> None:
    pairing = in_store(store, pairing_in(accepted))
    token = as_partner(store, pairing, Role.MENTOR, _NOW)
    with store.begin() as session:
        mentor = queries.pairing(session, pairing).mentor
    async with (
        served(store, Clock(_NOW)) as origin,
        visitor(browser, origin) as author,
        visitor(browser, origin) as named,
    ):
        await author.page.set_viewport_size(PHONE)
        await _raise(author, token, mentor.email)
        await _read(named, _path(store, origin), mentor.name)
        await _follow(author, f"/to/{token}/concern", mentor.email)
        assert "They have received it." in await author.page.inner_text("main")
        await author.judge("how it stands")
        complaints = [*author.complaints, *named.complaints]

    assert not complaints, "\n".join(complaints)
    with store.begin() as session:
        concern = raised_concerns.find(session, session.scalars(select(RaisedConcernRow.id)).one())
    assert concern
    assert (concern.what, concern.reached_by, concern.note) == (
        _SAID,
        "0117 496, evenings",
        "Rung on Monday.",
    )
    assert (concern.may_be_named, concern.state) == (True, ConcernState.RECEIVED)


async def _raise(author: Visitor, token: str, email: str) -> None:
    assert await author.open(f"/to/{token}") == HTTPStatus.OK
    await author.press(author.page.get_by_role("link", name="Raise a concern with Dignity"))
    await author.judge("the address before a concern")
    await _type_address(author, email)
    await author.judge("a concern")
    await author.send()
    assert (await author.title()).startswith("Error: ")
    await author.judge("a concern that says nothing")
    await author.page.get_by_label("What is not right?").fill(_SAID)
    await author.page.get_by_label("Yes", exact=True).check()
    await author.page.get_by_label("How can they best reach you?").fill("0117 496, evenings")
    await author.page.get_by_label("may hear that it comes from me").check()
    await author.send()
    await author.judge("a concern that is checked")
    await author.press(author.page.get_by_role("button", name="Change my answers"))
    assert await author.page.get_by_label("What is not right?").input_value() == _SAID
    await author.send()
    await author.send()
    assert "will read it" in await author.page.locator("h1").inner_text()
    await author.judge("a concern that is raised")


async def _read(named: Visitor, path: str, author: str) -> None:
    assert await named.open(path) == HTTPStatus.OK
    await named.judge("the address before a concern, of who was told")
    await named.send()
    assert (await named.title()).startswith("Error: ")
    await named.judge("no address, of who was told")
    await _type_address(named, _DIGNITY)
    assert author in await named.page.inner_text("main")
    assert _SAID in await named.page.inner_text("main")
    await named.judge("a concern, of who was told")
    await named.send()
    assert (await named.title()).startswith("Error: ")
    await named.judge("a concern without its state")
    await named.page.get_by_label("I have received it").check()
    await named.page.get_by_label("A note of yours").fill("Rung on Monday.")
    await named.send()
    assert await named.page.locator("h1").inner_text() == "Thank you"
    await named.judge("a concern that was received")


async def _follow(author: Visitor, path: str, email: str) -> None:
    await author.open(path)
    await _type_address(author, email)


async def _type_address(reader: Visitor, email: str) -> None:
    await reader.page.get_by_label("The email address that the letter went to").fill(email)
    await reader.send()


def _path(store: Database, origin: str) -> str:
    """Of the link in the letter."""
    with store.begin() as session:
        of = LetterRow.name == LetterName.CONCERN_RAISED
        return link_in(session.scalars(select(LetterRow.mime).where(of)).one(), origin).path
