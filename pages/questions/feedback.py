"""A word on a goal that the partner shares: the two of them read it, nobody else."""

from collections.abc import Sequence

from domain.letter.questions import QuestionName
from pages.inputs import Answer, Checkboxes, Choice, Form, Input, Text
from pages.questions.question import PARTNERS, Ask, Asked, Confirmation, PageQuestion, PageSection
from pages.questions.together import together
from services import goals
from services.links import Reader
from storage.goals import Goal

_YES, _DELETE = "yes", "delete"
_HINT = "What you see them do well, what you would try next, or what you offer to help with."


class GiveFeedback(PageQuestion):
    name = QuestionName.FEEDBACK
    readers = PARTNERS
    section = PageSection.TOGETHER
    has_many = True

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [str(goal.number) for goal in reader.partners_goals] if together(reader) else []

    def title(self, asked: Asked) -> str:
        return f"Feedback for {asked.partner.name}"

    def entry(self, asked: Asked) -> str:
        goal = _goal(asked)
        return f"{'Change your' if goal.feedback else 'Give'} feedback on a goal of your partner: {goal.goal}"

    def says(self, asked: Asked) -> Sequence[str]:
        goal, name = _goal(asked), asked.partner.name
        return (
            f"{name} shares this goal with you: {goal.goal}",
            *([f"Plan: {goal.plan}"] if goal.plan else []),
            f"Only the two of you read your feedback. It goes when {name} deletes the goal, or no longer "
            "shares it.",
        )

    def filled(self, asked: Asked) -> Form:
        said = _goal(asked).feedback
        return {"feedback": (said,)} if said else {}

    def inputs(self, asked: Asked) -> Sequence[Input]:
        label = "What would you like to say about it?"
        writing = Text("feedback", label, hint=_HINT, rows=3, missing="Say it in a sentence")
        if _goal(asked).feedback is None:
            return (writing,)
        delete = Choice(_YES, "Delete what I have said")
        return writing, Checkboxes(_DELETE, "Or", optional=True, choices=(delete,))

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        of = (asked.pairing.id, asked.role, _goal(asked).number)
        if answer.get(_DELETE):
            await ask(goals.delete_feedback, *of)
        else:
            await ask(goals.give_feedback, *of, answer["feedback"])

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        if answer.get(_DELETE):
            return Confirmation("Your feedback is deleted", ("Nothing of it is kept.",))
        return Confirmation("Your feedback is kept", (f"{asked.partner.name} finds it on their page.",))


def _goal(asked: Asked) -> Goal:
    return next(goal for goal in asked.reader.partners_goals if str(goal.number) == asked.about)
