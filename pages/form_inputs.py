"""The questions of an application's form, as inputs of a page."""

from collections.abc import Mapping, Sequence

from domain.application.form import ApplicationField
from domain.application.form_questions import AnswerKind, FormQuestion
from pages.inputs import Answer, Choice, Input, Radios, Text
from services.applications.form import LONGEST_ANSWER

_ROWS = 4
_FILLED_IN = {ApplicationField.NAME: "name", ApplicationField.EMAIL: "email"}
"""What a browser knows of whoever fills in the form (WCAG 1.3.5)."""


def inputs_of(questions: Sequence[FormQuestion]) -> tuple[Input, ...]:
    return tuple(_input_of(question) for question in questions)


def answers_of(questions: Sequence[FormQuestion], answer: Answer) -> Mapping[ApplicationField, str]:
    """What was typed and chosen, by field."""
    return {question.field: answer.get(question.field.value) or "" for question in questions}


def _input_of(question: FormQuestion) -> Input:
    name, optional = question.field.value, not question.needed
    if question.choices:
        choices = tuple(Choice(each.value, each.text, each.hint) for each in question.choices)
        return Radios(name, question.text, question.hint, optional, choices)
    return Text(
        name,
        question.text,
        question.hint,
        optional,
        rows=_ROWS if question.kind is AnswerKind.LINES else 1,
        longest=LONGEST_ANSWER,
        kind="email" if question.kind is AnswerKind.EMAIL else "text",
        autocomplete=_FILLED_IN.get(question.field),
        missing=f"This needs an answer: {question.text}",
    )
