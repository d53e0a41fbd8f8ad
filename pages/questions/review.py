"""A partner says half-way how to go on."""

from collections.abc import Sequence

from domain.enums import ReviewChoice, Stage
from domain.letter.questions import QuestionName
from pages.inputs import Answer, Choice, Form, Input, Radios
from pages.questions.leaving import leaving_says
from pages.questions.question import PARTNERS, Ask, Asked, Confirmation, PageQuestion, Warned
from services import pairings
from services.links import Reader

_WORDS = {
    ReviewChoice.CONTINUE: "you go on as you are",
    ReviewChoice.ADJUST: "you would like to change something",
    ReviewChoice.END: "you would like to end here",
}


class SayHowToGoOn(PageQuestion):
    name = QuestionName.REVIEW
    readers = PARTNERS

    def about(self, reader: Reader) -> Sequence[str | None]:
        if reader.entity is None:
            return []
        pairing = Asked(reader).pairing
        is_asked = pairing.stage is Stage.MIDWAY_REVIEW or (pairing.review_over and pairing.stage.pair_meets)
        return [None] if is_asked and not pairing.paused else []

    def title(self, asked: Asked) -> str:
        return f"How would you like to go on with {asked.partner.name}?"

    def says(self, asked: Asked) -> Sequence[str]:
        return (f"{asked.partner.name} is asked the same, and does not see your answer.",)

    def present(self, asked: Asked) -> str | None:
        choice = asked.pairing.partner(asked.role).review
        return f"You have said that {_WORDS[choice]}." if choice else None

    def inputs(self, asked: Asked) -> Sequence[Input]:
        contact = asked.programme.contact.name
        choices = (
            Choice(ReviewChoice.CONTINUE, "Go on as we are"),
            Choice(
                ReviewChoice.ADJUST, "Change something", f"{contact} gets in touch with you, in confidence."
            ),
            Choice(ReviewChoice.END, "End here", "That is fine, and you need not give a reason."),
        )
        return (Radios("choice", self.title(asked), choices=choices),)

    def stands(self, asked: Asked) -> Form:
        choice = asked.pairing.partner(asked.role).review
        return {"choice": (choice,)} if choice else {}

    def warned(self, asked: Asked, answer: Answer) -> Warned | None:
        if answer["choice"] != ReviewChoice.END:
            return None
        return Warned(f"End your pairing with {asked.partner.name}", leaving_says(asked), "End it")

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        await ask(pairings.review, asked.pairing.id, asked.role, ReviewChoice(answer["choice"]))

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        choice = ReviewChoice(answer["choice"])
        if choice is ReviewChoice.END:
            return Confirmation("Your pairing has ended", leaving_says(asked, said=True))
        again = "You can change your answer with the same link."
        if choice is ReviewChoice.ADJUST:
            gets = f"{asked.programme.contact.name} gets in touch with you. Your partner is not told."
            return Confirmation("Thank you: we talk about it", (gets, again))
        return Confirmation("Thank you: you go on", ("There is nothing more for you to do.", again))
