"""The pair pauses, until a day if one is known, and goes on."""

from collections.abc import Sequence

from domain.enums import Stage
from domain.errors import BadInput
from domain.letter.questions import QuestionName
from pages.inputs import Answer, Choice, Day, Form, Input, Radios
from pages.questions.question import PARTNERS, Ask, Asked, Confirmation, PageQuestion, PageSection
from pages.words import full_day, zone_of
from services import pairings
from services.links import Reader

_YES, _NO = "yes", "no"
_UNTIL, _OPEN = "until", "open"


class TakePause(PageQuestion):
    name = QuestionName.PAUSE
    readers = PARTNERS
    section = PageSection.CHANGES

    def about(self, reader: Reader) -> Sequence[str | None]:
        if reader.entity is None:
            return []
        pairing = Asked(reader).pairing
        return [None] if pairing.is_open and pairing.stage is not Stage.APPLICATION else []

    def title(self, asked: Asked) -> str:
        return "How long do the two of you need a pause?"

    def entry(self, asked: Asked) -> str:
        return "Tell us that the two of you need a pause"

    def says(self, asked: Asked) -> Sequence[str]:
        return (
            "Please agree it with your partner. All that is still to come moves along, and booked sessions "
            "are taken out of your calendars.",
        )

    def present(self, asked: Asked) -> str | None:
        if asked.pairing.paused is None:
            return None
        until = asked.pairing.paused_until
        return (
            f"You pause until {full_day(until, asked.reader)}." if until else "You pause, until you say so."
        )

    def inputs(self, asked: Asked) -> Sequence[Input]:
        choices = (
            Choice(_UNTIL, "Until a day that we know", "Fill it in below."),
            Choice(_OPEN, "We do not know yet", "You tell us here when you go on."),
        )
        return (
            Radios("how-long", self.title(asked), choices=choices),
            Day("until", "The day on which you go on", "For example, 27 3 2027", optional=True),
        )

    def stands(self, asked: Asked) -> Form:
        if asked.pairing.paused is None:
            return {}
        until = asked.pairing.paused_until
        if until is None:
            return {"how-long": (_OPEN,)}
        day = until.astimezone(zone_of(asked.reader)).date()
        return {"how-long": (_UNTIL,), **Day("until", "").typed(day)}

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        until = answer["until"] if answer["how-long"] == _UNTIL else None
        if answer["how-long"] == _UNTIL and until is None:
            raise BadInput("Fill in the day on which you go on, or say that you do not know yet.")
        await ask(pairings.pause, asked.pairing.id, until)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        letters = "Both of you get a letter that confirms it."
        until = asked.pairing.paused_until
        goes_on = (
            f"You go on by yourselves on {full_day(until, asked.reader)}." if until else "Tell us here when."
        )
        return Confirmation("You pause", (letters, goes_on))


class GoOn(PageQuestion):
    name = QuestionName.RESUME
    readers = PARTNERS

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [None] if reader.entity is not None and Asked(reader).pairing.paused else []

    def title(self, asked: Asked) -> str:
        return f"Do you and {asked.partner.name} go on now?"

    def inputs(self, asked: Asked) -> Sequence[Input]:
        choices = (Choice(_YES, "Yes, we go on"), Choice(_NO, "Not yet"))
        return (Radios("answer", self.title(asked), choices=choices, missing="Choose yes or not yet"),)

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        if answer["answer"] == _YES:
            await ask(pairings.resume, asked.pairing.id)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        if answer["answer"] == _NO:
            return Confirmation("You still pause", ("There is no hurry. Tell us here when you go on.",))
        return Confirmation("You go on", ("Both of you get a letter that confirms it.",))
