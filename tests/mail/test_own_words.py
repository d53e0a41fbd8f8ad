"""A programme's own words in our letters: read from its folder, checked before use, never interpreted."""

from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import BadInput
from domain.letter.letter import LetterName
from domain.programme.letters_plan import OwnWords
from domain.programme.programme import Programme
from mail.facts import Facts
from mail.own_folder import with_own_words
from mail.samples import sample
from mail.templates import LetterText, words_of
from tests.every import every
from tests.living import bristol

pytestmark = pytest.mark.unit


def _read(folder: Path, name: str, **parts: str) -> Programme:
    (folder / name).mkdir()
    for part, text in parts.items():
        (folder / name / f"{part}.txt").write_text(text, encoding="utf-8")
    return with_own_words(bristol(), folder)


def _problems(folder: Path, name: str, **parts: str) -> tuple[str, ...]:
    with pytest.raises(BadInput) as refused:
        _read(folder, name, **parts)
    return refused.value.problems


def _nudge(own: OwnWords, partner: str = "Tom Thwaite") -> LetterText:
    _, to = sample(LetterName.NUDGE, bristol())
    return words_of(LetterName.NUDGE, replace(to.facts, partner=partner), own)


def test_a_subject_and_a_body_take_the_place_of_ours(tmp_path: Path) -> None:
    programme = _read(
        tmp_path, "nudge", subject="{{ programme }}: hello", body="Have you and {{ partner }} met?"
    )

    words = _nudge(programme.words[LetterName.NUDGE])

    assert words.subject == f"{bristol().title}: hello"
    assert "Have you and Tom Thwaite met?" in words.text
    assert ">Have you and Tom Thwaite met?</p>" in words.html
    assert _nudge(OwnWords()).text.split("\n\n")[1] not in words.text


def test_the_salutation_the_farewell_and_the_wellbeing_contact_stay() -> None:
    words = words_of(
        LetterName.EVALUATION, sample(LetterName.EVALUATION, bristol())[1].facts, OwnWords(body="Hello.")
    )

    assert words.text.startswith("Dear Tom Thwaite,\n\nHello.\n")
    assert bristol().contact.email in words.text
    wellbeing = bristol().wellbeing
    assert wellbeing
    assert " ".join(wellbeing.text.split()) in " ".join(words.text.split())


def test_a_paragraph_is_added_to_ours(tmp_path: Path) -> None:
    programme = _read(tmp_path, "nudge", paragraph="The library has rooms for you.")

    words = _nudge(programme.words[LetterName.NUDGE])

    ours = _nudge(OwnWords())
    assert words.subject == ours.subject
    assert words.text.replace("\n\nThe library has rooms for you.", "") == ours.text
    assert ">The library has rooms for you.</p>" in words.html


def test_paragraphs_and_lists_are_made_of_plain_text() -> None:
    words = _nudge(OwnWords(body="One.\nTwo.\n\n- a\n- b\n\nThree."))

    assert "One.<br>\nTwo.</p>" in words.html
    assert words.html.count("<li") == 2


@every("typed", ["<script>alert(1)</script>", "{{ 7*7 }}", "{% raw %}", "&amp;", "a\n\n- b"])
def test_what_people_typed_is_never_interpreted(typed: str) -> None:
    words = _nudge(OwnWords(body="Hello {{ partner }}!", paragraph="{{ partner }}"), partner=typed)

    assert "<script>" not in words.html
    assert "49" not in words.text.replace(typed, "")
    assert " ".join(typed.split()) in " ".join(words.text.split())


def test_what_the_programme_typed_is_text_too() -> None:
    assert "<b>Hello</b>" in _nudge(OwnWords(body="<b>Hello</b>")).text
    assert "&lt;b&gt;Hello" in _nudge(OwnWords(body="<b>Hello</b>")).html


def test_a_placeholder_that_there_is_no_fact_for_is_refused_by_name(tmp_path: Path) -> None:
    (problem,) = _problems(tmp_path, "nudge", body="Dear {{ nickname }} of {{ city }}")

    assert problem.startswith("nudge/body.txt: this letter has no fact for {{ city }}, {{ nickname }}; ")


@pytest.mark.parametrize(
    "body",
    [
        "{{ partner.__class__ }}",
        "{{ partner|attr('__class__') }}",
        "{% include 'layout.txt' %}",
        "{% set x = 1 %}",
        "{{ range(9) }}",
        "{{ 'a' * 9 }}",
    ],
)
def test_nothing_but_facts_and_conditions_may_stand_in_a_letter(tmp_path: Path, body: str) -> None:
    (problem,) = _problems(tmp_path, "nudge", body=body)

    assert "nudge/body.txt" in problem


def test_a_condition_may_ask_whether_there_is_a_fact(tmp_path: Path) -> None:
    body = "{% if partner %}Meet {{ partner }}.{% endif %}{% if contact_telephone %} Ring.{% endif %}"
    own = _read(tmp_path, "nudge", body=body)

    text = words_of(LetterName.NUDGE, _without_telephone(), own.words[LetterName.NUDGE]).text

    assert "\n\nMeet Tom Thwaite.\n\n" in text


def _without_telephone() -> Facts:
    facts = sample(LetterName.NUDGE, bristol())[1].facts
    return replace(facts, contact_telephone=None, partner="Tom Thwaite")


def test_a_fact_that_is_empty_is_nothing_in_the_letter(tmp_path: Path) -> None:
    own = _read(
        tmp_path, "nudge", subject="{{ programme }}{{ contact_telephone }}", body="[{{ contact_telephone }}]"
    )

    words = words_of(LetterName.NUDGE, _without_telephone(), own.words[LetterName.NUDGE])

    assert "[]" in words.text
    assert words.subject == bristol().title


def test_a_fact_that_this_letter_never_has_is_refused(tmp_path: Path) -> None:
    (problem,) = _problems(tmp_path, "application_received", body="Your partner is {{ partner }}.")

    assert problem.startswith("application_received/body.txt: this letter has no fact for {{ partner }}; ")


def test_what_may_be_several_is_told_one_by_one(tmp_path: Path) -> None:
    (problem,) = _problems(tmp_path, "application_received", body="Missing: {{ missing }}")

    assert problem == (
        "application_received/body.txt: missing may be several; write {% for one in missing %}- {{ one }}"
        "{% endfor %}."
    )


def test_a_subject_is_text_and_no_html(tmp_path: Path) -> None:
    own = _read(tmp_path, "nudge", subject="You and {{ partner }}")

    _, to = sample(LetterName.NUDGE, bristol())
    typed = replace(to.facts, partner="Seán O'Brien & Co")

    assert (
        words_of(LetterName.NUDGE, typed, own.words[LetterName.NUDGE]).subject == "You and Seán O'Brien & Co"
    )


def test_every_problem_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "readme.txt").write_text("x")
    (tmp_path / "empty").mkdir()
    (tmp_path / "thanks").mkdir()
    (tmp_path / "thanks" / "words.docx").write_text("x")

    problems = _problems(tmp_path, "nudges", body="x")

    assert problems == (
        "empty: there is no letter of that name. List them with: ⟦mail preview⟧",
        "nudges: there is no letter of that name. Did you mean nudge?",
        "readme.txt: put it into the folder of a letter, such as nudge/paragraph.txt.",
        "thanks/words.docx: a letter's folder holds subject.txt, body.txt and paragraph.txt only.",
    )


@pytest.mark.parametrize(
    ("part", "text", "sentence"),
    [
        ("body", "", "nudge/body.txt: is empty."),
        ("body", "x" * 10_001, "nudge/body.txt: is 10001 characters long; 10000 are the most."),
        ("subject", "a\nb", "nudge/subject.txt: a subject is one line."),
        (
            "body",
            "{% if %}",
            "nudge/body.txt, line 1: what stands in braces there cannot be read, or an {% if %} or {% for %} "
            "is not closed.",
        ),
    ],
)
def test_words_that_cannot_be_used_are_refused(tmp_path: Path, part: str, text: str, sentence: str) -> None:
    assert _problems(tmp_path, "nudge", **{part: text}) == (sentence,)


def test_a_letter_is_read_once_before_it_is_used(tmp_path: Path) -> None:
    """A fact that is a number is no list, which only shows when the letter is filled in."""
    (problem,) = _problems(tmp_path, "nudge", body="{% for part in minimum %}{{ part }}{% endfor %}")

    assert problem.endswith("'int' object is not iterable).")


def test_a_template_cannot_name_itself(tmp_path: Path) -> None:
    (of_itself,) = _problems(tmp_path, "nudge", body="{{ self }}")
    assert "this letter has no fact for {{ self }}" in of_itself


def test_no_loop_stands_within_another(tmp_path: Path) -> None:
    twice = "{% for a in partner %}{% for b in partner %}x{% endfor %}{% endfor %}"

    (nested,) = _problems(tmp_path, "nudge", paragraph=twice)

    assert "no {% for %} may stand within another" in nested


def test_a_link_to_another_file_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path.parent / f"{tmp_path.name}-secret.txt"
    secret.write_text("a password", encoding="utf-8")
    (tmp_path / "nudge").mkdir()
    (tmp_path / "nudge" / "body.txt").symlink_to(secret)

    with pytest.raises(BadInput, match=r"^nudge/body.txt: leads to another place"):
        with_own_words(bristol(), tmp_path)
