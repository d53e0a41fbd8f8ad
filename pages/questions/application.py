"""What an applicant fills in and decides: the form, what is missing in it, a place that is offered."""

from abc import abstractmethod
from collections.abc import Sequence

from domain.application.form import IDENTITY
from domain.application.form_questions import FormQuestion, form_questions, missing_questions
from domain.enums import ApplicationStage
from domain.letter.questions import QuestionName
from pages.form_inputs import answers_of, inputs_of
from pages.inputs import Answer, Choice, Input, Radios
from pages.questions.question import APPLICANTS, Ask, Asked, Confirmation, PageQuestion, PageSection, Warned
from services.applications import form, updates
from services.links import Reader

_YES, _NO = "yes", "no"


class _Form(PageQuestion):
    """Some questions of the programme's form."""

    readers = APPLICANTS

    @abstractmethod
    def questions(self, asked: Asked) -> tuple[FormQuestion, ...]: ...

    def inputs(self, asked: Asked) -> Sequence[Input]:
        return inputs_of(self.questions(asked))

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        questions = self.questions(asked)
        await ask(form.fill_in, asked.application_view.id, questions, answers_of(questions, answer))


class Apply(_Form):
    """Somebody who was invited applies."""

    name = QuestionName.APPLY

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [None] if reader.subject.stage is ApplicationStage.INVITED else []

    def title(self, asked: Asked) -> str:
        return f"Apply to {asked.programme.title}"

    def questions(self, asked: Asked) -> tuple[FormQuestion, ...]:
        everything = form_questions(asked.programme, asked.application_view.application.role)
        return tuple(question for question in everything if question.field not in IDENTITY)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        return Confirmation("You have applied", ("A letter that says what comes next is on its way to you.",))


class Complete(_Form):
    """What is missing in an application is filled in."""

    name = QuestionName.COMPLETE

    def about(self, reader: Reader) -> Sequence[str | None]:
        if reader.entity is None or reader.subject.stage is not ApplicationStage.INCOMPLETE:
            return []
        return [None] if self.questions(Asked(reader)) else []

    def title(self, asked: Asked) -> str:
        return "Complete your application"

    def questions(self, asked: Asked) -> tuple[FormQuestion, ...]:
        role = asked.application_view.application.role
        return missing_questions(asked.programme, role, asked.application.missing)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        return Confirmation("Thank you: your application is complete", ("We write to you as it goes on.",))


class TakePlace(PageQuestion):
    """Whoever had to wait is offered a place."""

    name = QuestionName.PLACE
    readers = APPLICANTS

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [None] if reader.subject.stage is ApplicationStage.OFFERED else []

    def title(self, asked: Asked) -> str:
        return "Would you like to take the place?"

    def inputs(self, asked: Asked) -> Sequence[Input]:
        choices = (
            Choice(_YES, "Yes, I would like to take part"),
            Choice(_NO, "No, not this time", "That is fine, and you need not give a reason."),
        )
        return (Radios("answer", self.title(asked), choices=choices, missing="Choose yes or no"),)

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        view = asked.application_view
        told = updates.take_up if answer["answer"] == _YES else updates.withdraw
        await ask(told, view.cohort, view.id, view.application.role)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        if answer["answer"] == _NO:
            return Confirmation("You have said no", ("A letter confirms it.",))
        return Confirmation(
            "The place is yours", ("A letter that says what comes next is on its way to you.",)
        )


class LeaveList(PageQuestion):
    name = QuestionName.WITHDRAW
    readers = APPLICANTS
    section = PageSection.CHANGES

    def about(self, reader: Reader) -> Sequence[str | None]:
        stage = ApplicationStage(reader.subject.stage)
        is_theirs = stage.is_open and stage is not ApplicationStage.PAIRED
        return [None] if is_theirs or stage is ApplicationStage.CARRIED else []

    def title(self, asked: Asked) -> str:
        if asked.application_view.stage is ApplicationStage.INVITED:
            return "Is it not for you, or not this time?"
        return "Would you like to withdraw your application?"

    def inputs(self, asked: Asked) -> Sequence[Input]:
        choices = (Choice(_YES, "Yes, take me off the list"), Choice(_NO, "No, keep me on it"))
        return (Radios("answer", self.title(asked), choices=choices, missing="Choose yes or no"),)

    def warned(self, asked: Asked, answer: Answer) -> Warned | None:
        if answer["answer"] == _NO:
            return None
        says = (
            "You are no longer among the applicants, and we stop writing to you about it.",
            "A letter confirms it. Nobody asks why.",
            f"If you change your mind, write to {asked.programme.contact.email}.",
        )
        return Warned("Withdraw your application", says, "Withdraw")

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        view = asked.application_view
        if answer["answer"] == _YES:
            await ask(updates.withdraw, view.cohort, view.id, view.application.role)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        if answer["answer"] == _NO:
            return Confirmation("Nothing has changed", ("You are still on the list.",))
        return Confirmation("You are off the list", ("A letter confirms it. Thank you for your interest.",))
