"""A form filled in on a page: what is asked, and what is said of each answer that cannot be used."""

from collections.abc import Mapping

import pytest

from domain.application.completeness import missing
from domain.application.form import ApplicationField as F
from domain.application.form import ArrangementWish
from domain.application.form_questions import _QUESTIONS, AnswerKind, form_questions, missing_questions
from domain.enums import Role
from domain.programme.programme import Programme
from importing.programme_file import read_programme
from services.applications.form import WrongAnswers, read_form
from tests.every import every
from tests.factories import PROGRAMMES

pytestmark = pytest.mark.unit

_ALL = ["bristol-2021", "bucks", "city-2021", "exco-2020", "south-west-2022"]


def _programme(key: str) -> Programme:
    return read_programme(PROGRAMMES / f"{key}.toml")


ANN = {
    F.NAME: "Ann Adeyemi",
    F.EMAIL: "Ann@Example.org",
    F.ARRANGEMENT: "reciprocal",
    F.GRADE: "Grade 8",
    F.EMPLOYER: "A trust",
    F.DEPARTMENT: "Law",
    F.SITE: "North",
    F.PROFESSION: "nursing",
    F.MANAGER_EMAIL: "boss@example.org",
    F.GOALS: "speaking\nleading\n",
    F.OFFERS: "law, and its history",
}


def _wrong(key: str, answers: Mapping[F, str]) -> dict[F, str]:
    programme = _programme(key)
    with pytest.raises(WrongAnswers) as raised:
        read_form(form_questions(programme, Role.MENTOR), answers, programme, Role.MENTOR)
    return dict(raised.value.wrong)


@every("key", _ALL)
@every("role", list(Role))
def test_who_answers_all_that_is_asked_has_applied_completely(key: str, role: Role) -> None:
    programme = _programme(key)
    questions = form_questions(programme, role)
    first_choices = {q.field: q.choices[0].value for q in questions if q.choices}
    answers = {**ANN, **first_choices}
    form = read_form(questions, answers, programme, role)
    assert (form.name, form.email, form.role) == ("Ann Adeyemi", "ann@example.org", role)
    assert missing(form, programme) == ()


@every("key", _ALL)
def test_only_name_and_address_come_first_and_nothing_is_asked_twice(key: str) -> None:
    fields = [question.field for question in form_questions(_programme(key), Role.MENTEE)]
    assert fields[:2] == [F.NAME, F.EMAIL]
    assert len(fields) == len(set(fields))


def test_a_background_is_asked_only_where_the_programmes_own_form_asks() -> None:
    programme = _programme("city-2021")
    assert F.BACKGROUND not in [question.field for question in form_questions(programme, Role.MENTOR)]
    plan = programme.applications
    assert plan is not None
    asking = programme.replace(applications=plan.replace(columns={"About me": F.BACKGROUND}))
    (question,) = [q for q in form_questions(asking, Role.MENTOR) if q.field is F.BACKGROUND]
    assert not question.needed


def test_the_arrangement_is_asked_where_there_are_several() -> None:
    asks = {
        key: F.ARRANGEMENT in [q.field for q in form_questions(_programme(key), Role.MENTOR)] for key in _ALL
    }
    assert [key for key in _ALL if asks[key]] == ["south-west-2022"]


def test_a_list_is_typed_one_a_line_and_a_comma_parts_nothing() -> None:
    programme = _programme("city-2021")
    form = read_form(form_questions(programme, Role.MENTOR), ANN, programme, Role.MENTOR)
    assert form.goals == ("speaking", "leading")
    assert form.offers == ("law, and its history",)


def test_each_answer_that_cannot_be_used_is_named_in_the_order_of_the_form() -> None:
    wrong = _wrong("city-2021", {**ANN, F.NAME: "", F.EMAIL: "ann", F.GRADE: "Grade 99"})
    assert list(wrong) == [F.NAME, F.EMAIL, F.GRADE]
    assert wrong[F.NAME] == "This needs an answer: What is your name?"
    assert wrong[F.EMAIL] == "'ann' is not an email address."
    assert wrong[F.GRADE] == "Choose one of the answers."


def test_a_name_that_is_a_link_and_an_answer_without_end_are_refused() -> None:
    wrong = _wrong("city-2021", {**ANN, F.NAME: "see www.example.org", F.GOALS: "a" * 2_001})
    assert list(wrong) == [F.NAME, F.GOALS]


def test_ones_own_manager_is_somebody_else() -> None:
    wrong = _wrong("south-west-2022", {**ANN, F.MANAGER_EMAIL: "ann@example.org"})
    assert "line manager" in wrong[F.MANAGER_EMAIL]


def test_what_is_still_missing_is_asked_and_nothing_else() -> None:
    programme = _programme("city-2021")
    questions = missing_questions(programme, Role.MENTOR, ("grade", "goals"))
    assert [(q.field, q.needed) for q in questions] == [(F.GRADE, True), (F.GOALS, True)]
    assert questions[0].kind is AnswerKind.CHOICE


def test_what_is_not_asked_is_not_read() -> None:
    programme = _programme("city-2021")
    form = read_form(
        form_questions(programme, Role.MENTOR), {**ANN, F.CAPACITY: "20"}, programme, Role.MENTOR
    )
    assert form.capacity == 1
    assert form.arrangement in (ArrangementWish.RECIPROCAL, ArrangementWish.EITHER)


def test_what_is_wrong_with_what_was_known_before_is_said_at_the_first_question() -> None:
    programme = _programme("city-2021")
    questions = missing_questions(programme, Role.MENTOR, ("grade", "goals"))
    known = {F.NAME: "see www.example.org", F.EMAIL: "ann@example.org"}
    with pytest.raises(WrongAnswers) as raised:
        read_form(questions, {F.GRADE: "Grade 8", F.GOALS: "speaking"}, programme, Role.MENTOR, known)
    ((field, sentence),) = raised.value.wrong
    assert (field, "looks like an address of the web" in sentence) == (F.GRADE, True)


_SAID_OTHERWISE = {F.ROLE, F.TIMEZONE, F.RECEIVED, F.FIRST_NAME, F.LAST_NAME, F.IGNORED}
"""By the page itself, which knows the role and the time, or only by a file's columns."""


def test_every_field_of_the_form_is_asked_on_the_page_or_known_otherwise() -> None:
    assert _QUESTIONS.keys() | _SAID_OTHERWISE == set(F)
