"""A partner answers the questions of a wave, sees what they have answered, and deletes it."""

from collections.abc import Iterator, Mapping, Sequence

from domain.enums import Wave
from domain.errors import BadInput
from domain.evaluation.answers import Answers
from domain.evaluation.item import PREFER_NOT, PREFER_NOT_SAYS, Item, ItemKind
from domain.letter.questions import QuestionName
from domain.pairing.waves import Window, open_waves, window
from pages.inputs import Answer, Checkboxes, Choice, Form, Input, Radios, Text
from pages.questions.question import PARTNERS, Ask, Asked, Confirmation, PageQuestion, Warned
from pages.words import full_day
from services.evaluation.answering import forget_answers, save_answers
from services.links import Reader

_TITLES: Mapping[Wave, str] = {
    Wave.BEFORE: "A few questions before you begin",
    Wave.MIDWAY: "A few questions half-way",
    Wave.END: "What has it been like?",
    Wave.LATER: "What has stayed with you?",
}
_DELETE, _SHORT = "_delete", 12
"""How long a number is at the most."""


class WaveQuestions(PageQuestion):
    name = QuestionName.QUESTIONS
    readers = PARTNERS
    has_many = True

    def about(self, reader: Reader) -> Sequence[str | None]:
        asked = Asked(reader)
        return [*open_waves(asked.pairing, asked.role, reader.now)] if reader.entity else []

    def title(self, asked: Asked) -> str:
        return _TITLES[_wave(asked)]

    def says(self, asked: Asked) -> Sequence[str]:
        times = _window(asked)
        closes = full_day(times.closes, asked.reader) if times else ""
        return (
            f"Leave out whatever you like. Until {closes} you can change your answers here, or delete them.",
            "Nobody reads what you answer beside your name: the coordinator and the report have numbers of "
            "many people together. Please don't tell what the two of you talked about.",
        )

    def present(self, asked: Asked) -> str | None:
        return "These are your answers so far." if _said(asked) else None

    def filled(self, asked: Asked) -> Form:
        return {key: (answer,) for key, answer in _said(asked).items()}

    def inputs(self, asked: Asked) -> Sequence[Input]:
        asks = tuple(map(_input, asked.programme.questionnaire.asked(_wave(asked), asked.role)))
        if not _said(asked):
            return asks
        delete = Choice("yes", "Delete all my answers to these questions")
        return (*asks, Checkboxes(_DELETE, "Or", optional=True, choices=(delete,)))

    def warned(self, asked: Asked, answer: Answer) -> Warned | None:
        if not answer.get(_DELETE):
            return None
        return Warned("Delete your answers", ("They are gone for good.",), "Delete them")

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        of = (asked.pairing.id, asked.role, _wave(asked))
        if answer.get(_DELETE):
            await ask(forget_answers, *of)
            return
        said = {key: value for key, value in answer.items() if value and key != _DELETE}
        if not said:
            raise BadInput("Answer at least one of the questions")
        await ask(save_answers, *of, said)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        if answer.get(_DELETE):
            return Confirmation("Your answers are deleted", ("Nothing of them is kept.",))
        times = _window(asked)
        until = f"Until {full_day(times.closes, asked.reader)} you can change them here. " if times else ""
        return Confirmation("Thank you for answering", tuple(_next(asked, until)))


def _next(asked: Asked, until: str) -> Iterator[str]:
    yield f"{until}You will not be reminded of these questions."
    if asked.reader.written and asked.reader.written.contact_asked_at:
        yield f"{asked.programme.contact.name} will get in touch with you, and is not told what you answered."
        if concerns := asked.programme.concerns:
            yield f"If you would rather speak to {concerns.name}, raise a concern with them on your page."


def _wave(asked: Asked) -> Wave:
    return Wave(asked.about or Wave.END)


def _window(asked: Asked) -> Window | None:
    """If it is open now."""
    times = window(asked.pairing, asked.role, _wave(asked))
    return times if times and times.is_open(asked.reader.now) else None


def _said(asked: Asked) -> Answers:
    written = asked.reader.written
    return written.answers.get(_wave(asked), {}) if written else {}


def _input(item: Item) -> Input:
    if item.ways:
        choices = tuple(Choice(value, text) for value, text in item.ways.items())
        return Radios(item.key, item.text, optional=True, choices=choices)
    if item.kind is ItemKind.NUMBER:
        hint = f"A whole number from {item.lowest} to {item.highest}, or {PREFER_NOT} ({PREFER_NOT_SAYS})"
        return Text(item.key, item.text, hint=hint, optional=True, longest=_SHORT)
    return Text(item.key, item.text, optional=True, rows=5)
