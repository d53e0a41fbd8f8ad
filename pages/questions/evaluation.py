"""A partner has answered the questionnaire of the evaluation, where its questions are elsewhere."""

from collections.abc import Sequence

from domain.enums import Stage, Wave
from domain.letter.questions import QuestionName
from pages.inputs import Answer, Checkboxes, Choice, Input
from pages.questions.question import PARTNERS, Ask, Asked, Confirmation, PageQuestion
from pages.words import full_day
from services import pairings
from services.links import Reader


class Questionnaire(PageQuestion):
    name = QuestionName.EVALUATION
    readers = PARTNERS

    def about(self, reader: Reader) -> Sequence[str | None]:
        if reader.entity is None:
            return []
        pairing = Asked(reader).pairing
        times = pairing.rules.evaluation
        is_elsewhere = Wave.END not in pairing.rules.asks
        is_open = is_elsewhere and pairing.stage is Stage.EVALUATION and not pairing.paused
        return [None] if is_open and times and pairing.questionnaire_opens(times) <= reader.now else []

    def title(self, asked: Asked) -> str:
        return "Have you answered the questionnaire?"

    def says(self, asked: Asked) -> Sequence[str]:
        evaluation, times = asked.programme.evaluation, asked.pairing.rules.evaluation
        assert evaluation
        assert times
        closes = full_day(asked.pairing.questionnaire_closes(times), asked.reader)
        where = f"It is here: {evaluation.questionnaire}" if evaluation.questionnaire else None
        asks = [f"Please answer it by {closes}.", where, *evaluation.questions]
        return [sentence for sentence in asks if sentence]

    def present(self, asked: Asked) -> str | None:
        answered = asked.pairing.partner(asked.role).answered
        return f"You have, on {full_day(answered, asked.reader)}. Thank you." if answered else None

    def inputs(self, asked: Asked) -> Sequence[Input]:
        yes = Choice("yes", "Yes, I have answered it")
        return (Checkboxes("answered", self.title(asked), choices=(yes,), missing="Tick it once you have"),)

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        await ask(pairings.answer, asked.pairing.id, [asked.role])

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        return Confirmation("Thank you for answering", ("You will not be reminded of it again.",))
