"""What somebody who applies is asked, in the order in which a page asks it: what the programme needs, what
its pairs are made by, and what its own form has columns for. Nothing else is asked."""

from collections.abc import Mapping
from enum import StrEnum

from domain.application.completeness import needed
from domain.application.form import ApplicationField as F
from domain.application.form import BackgroundWish
from domain.enums import Role
from domain.programme.programme import Programme
from domain.value import Value
from domain.wording import capitalised


class AnswerKind(StrEnum):
    LINE = "line"
    EMAIL = "email"
    NUMBER = "number"
    LINES = "lines"
    """Several, one a line."""
    CHOICE = "choice"


class FormChoice(Value):
    value: str
    """As a column of a file would say it."""
    text: str
    hint: str | None = None


class FormQuestion(Value):
    field: F
    text: str
    kind: AnswerKind = AnswerKind.LINE
    hint: str | None = None
    choices: tuple[FormChoice, ...] = ()
    needed: bool = False
    """Whether an application is not complete without it."""


_ONE_A_LINE = "Write one on each line."

_QUESTIONS: Mapping[F, FormQuestion] = {
    question.field: question
    for question in (
        FormQuestion(field=F.NAME, text="What is your name?", needed=True),
        FormQuestion(
            field=F.EMAIL,
            text="What is your email address?",
            kind=AnswerKind.EMAIL,
            hint="We send a letter there, with a link that confirms your application.",
            needed=True,
        ),
        FormQuestion(
            field=F.ARRANGEMENT, text="Which arrangement would you like?", kind=AnswerKind.CHOICE, needed=True
        ),
        FormQuestion(field=F.GRADE, text="What is your grade?"),
        FormQuestion(field=F.EMPLOYER, text="Who is your employer?"),
        FormQuestion(field=F.DEPARTMENT, text="Which department do you work in?"),
        FormQuestion(field=F.SITE, text="Where do you work?", hint="The site or building."),
        FormQuestion(field=F.PROFESSION, text="What is your profession?"),
        FormQuestion(
            field=F.MANAGER_EMAIL,
            text="What is your line manager's email address?",
            kind=AnswerKind.EMAIL,
            hint="We ask them about the time it takes, and tell them nothing of your role.",
        ),
        FormQuestion(
            field=F.GOALS,
            text="What would you like to learn or work on?",
            kind=AnswerKind.LINES,
            hint=f"A few words each, such as public speaking. {_ONE_A_LINE}",
        ),
        FormQuestion(
            field=F.OFFERS,
            text="What could you help somebody with?",
            kind=AnswerKind.LINES,
            hint=f"A few words each, such as how decisions are made. {_ONE_A_LINE}",
        ),
        FormQuestion(
            field=F.AVAILABILITY,
            text="When can you usually meet?",
            kind=AnswerKind.LINES,
            hint=f"Such as Monday morning. {_ONE_A_LINE}",
        ),
        FormQuestion(
            field=F.CAPACITY,
            text="How many partners could you take?",
            kind=AnswerKind.NUMBER,
            hint="One, if you leave this empty.",
        ),
        FormQuestion(
            field=F.BACKGROUND,
            text="Is there anything about your background that you want to share?",
            kind=AnswerKind.LINES,
            hint=f"You need not say anything. It is used to make pairs and for nothing else. {_ONE_A_LINE}",
        ),
        FormQuestion(
            field=F.BACKGROUND_WISH,
            text="Would you like a partner whose background is like yours?",
            kind=AnswerKind.CHOICE,
            choices=(
                FormChoice(value=BackgroundWish.NONE.value, text="It does not matter to me"),
                FormChoice(value=BackgroundWish.SIMILAR.value, text="Yes, one like mine"),
                FormChoice(value=BackgroundWish.DIFFERENT.value, text="No, another than mine"),
            ),
        ),
        FormQuestion(
            field=F.BACKGROUND_ASKED,
            text="Which background is this about?",
            kind=AnswerKind.LINES,
            hint=f"All that you have shared, if you leave this empty. {_ONE_A_LINE}",
        ),
        FormQuestion(
            field=F.WISHES,
            text="Is there somebody whom you would like as a partner?",
            kind=AnswerKind.LINES,
            hint=f"Their name or email address, your first choice first. {_ONE_A_LINE}",
        ),
        FormQuestion(
            field=F.CONFLICTS,
            text="Is there anybody whom you should not be paired with?",
            kind=AnswerKind.LINES,
            hint=f"Their email address. Only whoever makes the pairs sees it. {_ONE_A_LINE}",
        ),
    )
}

_EITHER = FormChoice(value="either", text="Any of them", hint="Whichever suits the partner we find for you.")


def form_questions(programme: Programme, role: Role) -> tuple[FormQuestion, ...]:
    """What this programme asks of whoever applies in this role, name and address first."""
    must = needed(programme, role)
    wanted = {
        F.NAME,
        F.EMAIL,
        F.GOALS,
        F.OFFERS,
        F.CONFLICTS,
        *map(F, must),
        *map(F, programme.matching.apart),
    }
    if programme.applications:
        wanted |= set(programme.applications.columns.values())
    found = [
        _as_asked(_QUESTIONS[field], programme, field in must) for field in _QUESTIONS if field in wanted
    ]
    if _offers_arrangements(programme):
        found.insert(2, _arrangement(programme))
    return tuple(found)


def missing_questions(programme: Programme, role: Role, missing: tuple[str, ...]) -> tuple[FormQuestion, ...]:
    """What somebody is asked whose application lacks these fields."""
    return tuple(
        question.replace(needed=True)
        for question in form_questions(programme, role)
        if question.field in missing
    )


def _as_asked(question: FormQuestion, programme: Programme, must: bool) -> FormQuestion:
    if question.field is F.GRADE and programme.grades:
        grades = tuple(FormChoice(value=grade, text=grade) for grade in programme.grades)
        question = question.replace(kind=AnswerKind.CHOICE, choices=grades)
    return question.replace(needed=question.needed or must)


def _offers_arrangements(programme: Programme) -> bool:
    fixed = programme.applications.fixed if programme.applications else {}
    return len(programme.arrangements) > 1 and "arrangement" not in fixed


def _arrangement(programme: Programme) -> FormQuestion:
    """Each that is offered with what it is, as the programme says it."""
    offered = (
        FormChoice(
            value=meaning.arrangement, text=meaning.arrangement.capitalize(), hint=capitalised(meaning.text)
        )
        for meaning in programme.meanings
    )
    return _QUESTIONS[F.ARRANGEMENT].replace(choices=(*offered, _EITHER))
