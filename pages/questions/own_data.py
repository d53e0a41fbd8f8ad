"""Somebody sees what is kept about them, takes it along, or asks that it is erased."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from domain.errors import Refused
from domain.letter.questions import QuestionName
from pages.inputs import Answer, Choice, Input, Radios
from pages.questions.question import (
    APPLICANTS,
    PARTNERS,
    Ask,
    Asked,
    Confirmation,
    Download,
    PageQuestion,
    PageSection,
    Shown,
    Warned,
)
from services.erasure.erasing import erase
from services.erasure.personal_files import PersonalFiles
from services.links import Reader
from services.subject_access.export import as_json, export, show

_HERE, _FILE = "here", "file"
_YES, _NO = "yes", "no"


class SeeData(PageQuestion):
    name = QuestionName.DATA
    readers = PARTNERS | APPLICANTS
    section = PageSection.OWN
    is_strong = True

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [None]

    def title(self, asked: Asked) -> str:
        return "How would you like to see what we keep about you?"

    def inputs(self, asked: Asked) -> Sequence[Input]:
        choices = (
            Choice(_HERE, "On this page"),
            Choice(
                _FILE, "As a file", hint="A ZIP with a page to read, the same for machines, and our letters."
            ),
        )
        return (Radios("answer", self.title(asked), choices=choices),)

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> Shown | Download:
        assert asked.reader.person
        email = asked.reader.person.email
        if answer["answer"] == _FILE:
            _, content = await ask(export, email, is_for_them=True)
            return Download("about-you.zip", "application/zip", content)
        facts = as_json(await ask(show, email, is_for_them=True), is_for_them=True)
        return Shown("data", {"title": "What we keep about you", "facts": facts})


class AskToBeErased(PageQuestion):
    name = QuestionName.ERASE
    readers = PARTNERS | APPLICANTS
    section = PageSection.OWN
    is_strong = True

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [None]

    def title(self, asked: Asked) -> str:
        return "Would you like us to erase what we keep about you?"

    def says(self, asked: Asked) -> Sequence[str]:
        return ("Whatever of yours goes on ends with it. The next page says what will happen.",)

    def inputs(self, asked: Asked) -> Sequence[Input]:
        choices = (Choice(_YES, "Yes, I would like to be erased"), Choice(_NO, "No"))
        return (Radios("answer", self.title(asked), choices=choices, missing="Choose yes or no"),)

    def warned(self, asked: Asked, answer: Answer) -> Warned | None:
        if answer["answer"] == _NO:
            return None
        return Warned("Have everything about you erased", tuple(_what_happens(asked)), "Erase")

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        if answer["answer"] == _NO:
            return
        assert asked.reader.person
        try:
            await ask(erase, asked.reader.person.email, asked.outside or _NOWHERE)
        except Refused:
            raise Refused(f"This cannot be done on this page. {_has_it_done(asked)}") from None

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        if answer["answer"] == _NO:
            return Confirmation("Nothing has changed", ("We keep what we have kept about you.",))
        return Confirmation("You will be erased", tuple(_what_follows(asked)))


_NOWHERE = PersonalFiles(None, Path())


def _what_happens(asked: Asked) -> Iterator[str]:
    yield f"{_ends(asked)} The same is told as if you had left, and no reason is given."
    yield "Once our last letters have gone, your name and address go, and all that you told us or wrote here."
    yield "What stays has no name: that there was a pairing, when its sessions were, and how it ended."
    if asked.programme.concerns:
        yield "A concern that you have raised goes as well, whatever has come of it so far."
    yield "Letters in mailboxes stay there, yours and others'."
    yield "It cannot be undone. If you would like to have a copy first, go back and take it along."


def _ends(asked: Asked) -> str:
    if asked.reader.role in PARTNERS and asked.pairing_view.stage.is_open:
        return f"Your pairing with {asked.partner.name} ends, and so does all else that you take part in."
    return "All that you take part in ends."


def _what_follows(asked: Asked) -> Iterator[str]:
    yield "Whatever of yours went on has ended. As soon as our last letters have gone, we erase you."
    yield "This takes a day or two. You hear no more from us then, and this link stops working."
    yield f"If you have a question, write to {_contact(asked)}."


def _has_it_done(asked: Asked) -> str:
    return f"Please write to {_contact(asked)}, who has it done."


def _contact(asked: Asked) -> str:
    contact = asked.programme.contact
    return f"{contact.name}, {contact.email}"
