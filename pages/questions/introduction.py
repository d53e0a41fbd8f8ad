"""A partner accepts the introduction, or does not."""

from collections.abc import Sequence

from domain.enums import Stage
from domain.letter.questions import QuestionName
from domain.pairing.stages.application import asked_by
from domain.wording import counted
from pages.inputs import Answer, Choice, Form, Input, Radios
from pages.questions.question import PARTNERS, Ask, Asked, Confirmation, PageQuestion, Warned
from pages.words import full_day
from services import pairings
from services.links import Reader

_YES, _NO = "yes", "no"


class Introduction(PageQuestion):
    name = QuestionName.INTRODUCTION
    readers = PARTNERS

    def about(self, reader: Reader) -> Sequence[str | None]:
        asked = Asked(reader)
        is_introduced = reader.entity is not None and asked.pairing.introduced <= reader.now
        return [None] if is_introduced and asked.pairing.stage is Stage.APPLICATION else []

    def title(self, asked: Asked) -> str:
        return f"Would you like to go ahead with {asked.partner.name}?"

    def entry(self, asked: Asked) -> str:
        has_said_yes = asked.pairing.partner(asked.role).accepted
        return f"Change your answer about {asked.partner.name}" if has_said_yes else self.title(asked)

    def says(self, asked: Asked) -> Sequence[str]:
        sessions = asked.pairing.rules.sessions
        return (
            f"What we ask of you is at least {counted(sessions.minimum, 'session')} of "
            f"{counted(sessions.minutes, 'minute')} by "
            f"{full_day(sessions.closes, asked.reader)}, at times the two of you choose.",
            f"Please answer by {full_day(asked_by(asked.pairing), asked.reader)}.",
        )

    def present(self, asked: Asked) -> str | None:
        accepted = asked.pairing.partner(asked.role).accepted
        return f"You said yes on {full_day(accepted, asked.reader)}." if accepted else None

    def inputs(self, asked: Asked) -> Sequence[Input]:
        choices = (
            Choice(_YES, "Yes, I would like to go ahead"),
            Choice(_NO, "No, it isn't right for me", "That is fine, and you need not give a reason."),
        )
        return (Radios("answer", self.title(asked), choices=choices, missing="Choose yes or no"),)

    def stands(self, asked: Asked) -> Form:
        return {"answer": (_YES,)} if asked.pairing.partner(asked.role).accepted else {}

    def warned(self, asked: Asked, answer: Answer) -> Warned | None:
        if answer["answer"] == _YES:
            return None
        says = (
            "You will not be paired with each other.",
            f"In an hour we tell {asked.partner.name} that it won't go ahead, and give no reason.",
            "You get a letter that confirms it.",
        )
        return Warned(f"Say no to being paired with {asked.partner.name}", says, "Yes, say no")

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        if answer["answer"] == _YES:
            await ask(pairings.accept, asked.pairing.id, [asked.role])
        else:
            await ask(pairings.withdraw, asked.pairing.id, asked.role)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        if answer["answer"] == _NO:
            contact = asked.programme.contact
            changed = f"If you have changed your mind, write to {contact.email} within the hour."
            return Confirmation("You have said no", (f"We tell {asked.partner.name} in an hour.", changed))
        if asked.pairing.accepted_at:
            comes = "A letter with what comes next is on its way to you."
            return Confirmation("You have both said yes", (comes,))
        until = full_day(asked_by(asked.pairing), asked.reader)
        waits = f"{asked.partner.name} is asked to answer by {until}."
        tells = "We write to you as soon as both have said yes. Until then you can change your answer here."
        return Confirmation("You have said yes", (waits, tells))
