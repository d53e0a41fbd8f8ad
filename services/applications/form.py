"""The form that somebody fills in on a page: judged as a row of a file would be, answer by answer."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from domain.application.form import ApplicationField as F
from domain.application.form import ApplicationForm
from domain.application.form_questions import AnswerKind, FormQuestion
from domain.enums import Role
from domain.errors import BadInput
from domain.programme.programme import Programme
from domain.wording import capitalised
from importing.table import Problem, shape
from importing.validation import validate
from services.applications.amending import amend
from services.applications.updates import UpdatedApplication
from services.context import Context
from storage import applications, queries

LONGEST_ANSWER = 2_000
"""Characters."""


class WrongAnswer(NamedTuple):
    field: F
    sentence: str


class WrongAnswers(BadInput):
    """What is wrong with a form, answer by answer."""

    def __init__(self, wrong: Sequence[WrongAnswer]) -> None:
        super().__init__(*(each.sentence for each in wrong))
        self.wrong = tuple(wrong)


def read_form(
    questions: Sequence[FormQuestion],
    answers: Mapping[F, str],
    programme: Programme,
    role: Role,
    known: Mapping[F, str] | None = None,
) -> ApplicationForm:
    """What somebody has answered to these questions. `known`: name and address, where nobody asks for them.
    What was not asked is not read. Raises WrongAnswers."""
    said = {question.field: _typed(question, answers.get(question.field, "")) for question in questions}
    wrong = list(_unusable(questions, said))
    fields = {**(known or {}), **said, F.ROLE: role.value}
    filled = {field: value for field, value in fields.items() if value}
    found = validate(
        shape([(1, [field.value for field in filled]), (2, list(filled.values()))]),
        programme,
        mapping={field.value: field for field in filled},
    )
    known_wrong = {each.field for each in wrong}
    order = [question.field for question in questions]
    wrong += [each for each in _of_table(found.problems, order) if each.field not in known_wrong]
    if wrong:
        raise WrongAnswers(sorted(wrong, key=lambda each: order.index(each.field)))
    return found.applications[0].form


def _typed(question: FormQuestion, value: str) -> str:
    """The items of a list are typed one a line. A column parts them by semicolons, and only if it has none by
    commas."""
    if question.kind is AnswerKind.LINES:
        return "".join(f"{line.strip()};" for line in value.splitlines() if line.strip())
    return value.strip()


def _unusable(questions: Sequence[FormQuestion], said: Mapping[F, str]) -> Iterator[WrongAnswer]:
    for question in questions:
        value = said[question.field]
        if question.needed and not value:
            yield WrongAnswer(question.field, f"This needs an answer: {question.text}")
        elif len(value) > LONGEST_ANSWER:
            yield WrongAnswer(question.field, f"Say it in {LONGEST_ANSWER:,} characters at most.")
        elif value and question.choices and value not in {choice.value for choice in question.choices}:
            yield WrongAnswer(question.field, "Choose one of the answers.")


def _of_table(problems: Sequence[Problem], order: Sequence[F]) -> Iterator[WrongAnswer]:
    """What is wrong with something that was not asked, such as a name known before, is said at the first."""
    for problem in problems:
        field = F(problem.column) if problem.column else order[0]
        sentence = capitalised(problem.sentence)
        yield WrongAnswer(field if field in order else order[0], sentence)


async def fill_in(
    context: Context, application: str, questions: Sequence[FormQuestion], answers: Mapping[F, str]
) -> UpdatedApplication:
    """Somebody who was invited applies, or fills in what was missing. Raises WrongAnswers, NotFound, Refused
    or Unreachable; nothing is changed then."""
    with context.store() as session:
        view = applications.application(session, application)
        programme = queries.cohort(session, view.cohort).programme
    told = view.application
    known = {F.NAME: told.name, F.EMAIL: told.email}
    read_form(questions, answers, programme, told.role, known)
    typed = {question.field: _typed(question, answers.get(question.field, "")) for question in questions}
    return await amend(context, view.cohort, view.id, told.role, typed)
