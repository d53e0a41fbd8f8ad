"""Somebody's letters go to another address."""

from collections.abc import Sequence

from domain.errors import BadInput, Refused
from domain.letter.questions import QuestionName
from pages.inputs import Answer, Email, Input
from pages.questions.question import (
    APPLICANTS,
    PARTNERS,
    Ask,
    Asked,
    Confirmation,
    PageQuestion,
    PageSection,
    Warned,
)
from services import people
from services.links import Reader


class ChangeAddress(PageQuestion):
    name = QuestionName.ADDRESS
    readers = PARTNERS | APPLICANTS
    section = PageSection.OWN
    is_strong = True

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [None]

    def title(self, asked: Asked) -> str:
        return "To which email address should our letters go?"

    def inputs(self, asked: Asked) -> Sequence[Input]:
        return (Email("email", self.title(asked)),)

    def warned(self, asked: Asked, answer: Answer) -> Warned | None:
        new = answer["email"]
        if new == _present(asked):
            return None
        says = (
            f"All our letters go to {new} from now on, those included that have not gone yet.",
            f"What is to come in your calendar moves there, and is taken out at {_present(asked)}.",
            "Every link in our earlier letters stops working, this one as well.",
            f"A letter with a new link goes to {new}, and one to {_present(asked)} says that it was changed.",
        )
        return Warned(f"Have our letters go to {new}", says, "Change it")

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        present, contact = _present(asked), asked.programme.contact
        if answer["email"] == present:
            raise BadInput("Our letters go to this address already")
        try:
            await ask(people.amend, present, answer["email"], None)
        except Refused:  # whose else it is is nobody's business
            sentence = f"This address cannot be taken here. Please write to {contact.name}, {contact.email}."
            raise Refused(sentence) from None

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        contact = asked.programme.contact
        return Confirmation(
            f"Our letters go to {answer['email']}",
            (
                "A letter with a new link to your page is on its way there. This one works no more.",
                "The address before is told that it was changed, in case that was not you.",
                f"If no letter comes, write to {contact.name}: {contact.email}.",
            ),
        )


def _present(asked: Asked) -> str:
    assert asked.reader.person
    return asked.reader.person.email
