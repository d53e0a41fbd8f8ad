"""A partner leaves the pairing, and may think again for an hour."""

from collections.abc import Sequence

from domain.entity.taking_back import slips
from domain.enums import Stage
from domain.errors import Refused
from domain.letter.questions import QuestionName
from domain.pairing.events import Review, Withdraw
from domain.pairing.machine import PAIRING
from pages.inputs import Answer, Choice, Input, Radios
from pages.questions.question import PARTNERS, Ask, Asked, Confirmation, PageQuestion, PageSection, Warned
from pages.words import full_moment
from services import pairings
from services import slips as told_by_mistake
from services.links import Reader

_YES, _NO = "yes", "no"


def leaving_says(asked: Asked, said: bool = False) -> tuple[str, ...]:
    """What happens when somebody leaves; `said`: they have."""
    name, contact = asked.partner.name, asked.programme.contact
    return (
        f"In an hour we tell {name} that your pairing has ended. We give no reason.",
        "Until then you can take it back on your page." if said else "For an hour you can take it back.",
        f"If you would like to talk about it, write to {contact.name}: {contact.email}.",
    )


class Leave(PageQuestion):
    name = QuestionName.LEAVE
    readers = PARTNERS
    section = PageSection.CHANGES

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [None] if reader.entity is not None and _may_leave(Asked(reader)) else []

    def title(self, asked: Asked) -> str:
        return f"Would you like to leave your pairing with {asked.partner.name}?"

    def entry(self, asked: Asked) -> str:
        return f"Leave your pairing with {asked.partner.name}"

    def says(self, asked: Asked) -> Sequence[str]:
        return (
            "Nobody is at fault, and nobody asks why.",
            "If you only need time, you can pause instead, on your page.",
        )

    def inputs(self, asked: Asked) -> Sequence[Input]:
        choices = (Choice(_YES, "Yes, I would like to leave"), Choice(_NO, "No"))
        return (Radios("answer", self.title(asked), choices=choices, missing="Choose yes or no"),)

    def warned(self, asked: Asked, answer: Answer) -> Warned | None:
        if answer["answer"] == _NO:
            return None
        return Warned(f"Leave your pairing with {asked.partner.name}", leaving_says(asked), "Leave")

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        if answer["answer"] == _YES:
            await ask(pairings.withdraw, asked.pairing.id, asked.role)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        if answer["answer"] == _NO:
            return Confirmation("Nothing has changed", ("Your pairing goes on.",))
        return Confirmation("You have left your pairing", leaving_says(asked, said=True))


class ThinkAgain(PageQuestion):
    """Whoever has left takes it back before the other is told."""

    name = QuestionName.BACK
    readers = PARTNERS

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [None] if reader.entity is not None and _can_think_again(Asked(reader)) else []

    def title(self, asked: Asked) -> str:
        return f"Would you like to go on with {asked.partner.name} after all?"

    def says(self, asked: Asked) -> Sequence[str]:
        told_at = asked.pairing.farewell_from
        assert told_at
        when = full_moment(told_at, asked.reader)
        return (f"You have left your pairing. {asked.partner.name} is told on {when}.",)

    def inputs(self, asked: Asked) -> Sequence[Input]:
        choices = (Choice(_YES, "Yes, I would like to go on"), Choice(_NO, "No"))
        return (Radios("answer", self.title(asked), choices=choices, missing="Choose yes or no"),)

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        if answer["answer"] == _YES:
            await ask(told_by_mistake.undo, asked.pairing.id, _number(asked))

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        if answer["answer"] == _NO:
            return Confirmation(
                "Nothing has changed", (f"We tell {asked.partner.name} that your pairing has ended.",)
            )
        return Confirmation("Your pairing goes on", (f"{asked.partner.name} has not heard of it.",))


def _may_leave(asked: Asked) -> bool:
    pairing = asked.pairing
    return pairing.is_open and pairing.stage is not Stage.APPLICATION


def _can_think_again(asked: Asked) -> bool:
    pairing = asked.pairing
    told_at, reason = pairing.farewell_from, pairing.end_reason
    was_theirs = reason is not None and reason.leaver is asked.role
    return pairing.stage is Stage.ENDED and was_theirs and told_at is not None and asked.reader.now < told_at


def _number(asked: Asked) -> int:
    """By which their word is taken back. Raises Refused if it is known no more."""
    for slip in slips(PAIRING, asked.pairing, 10):
        event = slip.step.event
        if isinstance(event, (Withdraw, Review)) and event.role is asked.role:
            return slip.number
    raise Refused("It cannot be taken back here. Please reply to one of our letters.")
