"""All questions, in the order in which a page offers them."""

from collections.abc import Iterator

from pages.questions.introduction import Introduction
from pages.questions.question import Asked, PageQuestion
from pages.questions.support import Support
from services.links import Reader

QUESTIONS: tuple[PageQuestion, ...] = (Introduction(), Support())
BY_NAME = {question.name.value: question for question in QUESTIONS}


def open_for(reader: Reader) -> Iterator[tuple[PageQuestion, Asked]]:
    """What this reader can be asked now."""
    for question in QUESTIONS:
        if reader.role in question.readers:
            for about in question.about(reader):
                yield question, Asked(reader, about)
