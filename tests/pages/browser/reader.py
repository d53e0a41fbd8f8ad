"""A reader who opens a letter, follows its link, and answers with mouse and keys."""

from dataclasses import dataclass
from http import HTTPStatus

from domain.entity.entity import EntityKind
from domain.enums import Correspondent, Role
from domain.letter.letter import LetterName
from storage.views import LetterView
from tests.pages.browser.visitor import Visitor
from tests.pages.visiting import Link, link
from tests.world import World, eventually


@dataclass
class Letterbox:
    """The letters about one pairing or application to one reader."""

    world: World
    about: str
    role: Role | Correspondent

    async def link(self, name: LetterName) -> Link:
        """The link in the latest such letter, once it has been written."""
        await eventually(lambda: any(one.role == self.role for one in self._of(name)))
        return link(self.world.database, self.about, name, self.role, self.world.settings.pages_url)

    def _of(self, name: LetterName) -> list[LetterView]:
        kind, _, key = self.about.partition("-")
        lives = self.world.pairings if kind == EntityKind.PAIRING else self.world.applications
        return [one for one in self.world.letters_about(lives, key) if one.name == name]


async def answer(reader: Visitor, *chosen: str, **typed: str) -> str:
    """Choose these answers by their words, type the rest by field, and send it; where it is warned of, say
    that it is meant. The heading of the page that confirms it."""
    for label in chosen:
        await reader.page.get_by_label(label).first.check()
    for field, words in typed.items():
        await reader.page.locator(f'[name="{field.replace("_", "-")}"]').fill(words)
    await reader.send()
    if await reader.page.locator(".govuk-button--warning").count():
        await reader.send()
    heading = await reader.page.locator("h1").inner_text()
    assert await reader.page.locator(".govuk-panel").count(), (
        f"{heading}: {await reader.page.inner_text('main')}"
    )
    return heading


async def follow(reader: Visitor, top: str, question: str) -> None:
    """Open their page, and there the question."""
    assert await reader.open(top) == HTTPStatus.OK
    await reader.press(reader.page.locator(f'main a[href="{top}/{question}"]'))
