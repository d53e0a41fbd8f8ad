from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from shutil import copytree

import pytest

from domain.enums import BOTH, Arrangement, Correspondent, Role
from domain.errors import BadInput
from domain.letter.letter import LetterName
from mail import templates
from mail.templates import LetterText, words_of
from tests.every import every
from tests.mail.stories import ANN, TOM, all_typed_as, bare_programme, couple, facts, one_of_each

pytestmark = pytest.mark.unit

_HOSTILE = {
    "a script": "<script>alert(1)</script>",
    "an attribute": '" onmouseover="alert(1)',
    "a template": "{{7*191}}{% raw %}",
    "line breaks": "Sam\nBcc: eve@evil.example\n\nDear all",
    "carriage returns": "Sam\r\nSubject: won",
    "other line breaks": "Sam\u2028\u0085\u000b\u000cKim",
    "300 characters": "x" * 300,
    "right to left": "مريم بنت عبد الله",
    "an entity": "&lt;b&gt; & &amp;",
}

every_letter = every("name", LetterName)
every_hostile_name = every("typed", _HOSTILE.values(), ids=_HOSTILE.keys())


class _Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, list[str]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, [name for name, _ in attrs]))

    def handle_data(self, data: str) -> None:
        self.text += data


def _hostile(name: LetterName, typed: str) -> LetterText:
    return words_of(name, all_typed_as(facts(one_of_each()[name]), typed))


def test_each_letter_has_been_written_in_some_life() -> None:
    for role in BOTH:
        assert set(one_of_each(role)) == set(LetterName)


@every_letter
@every("role", BOTH)
def test_a_letter_greets_its_reader_and_says_who_writes(name: LetterName, role: Role) -> None:
    letter = one_of_each(role)[name]
    known = facts(letter, role=role)
    words = words_of(name, known)

    applicant = ANN.name if role is Role.MENTOR else TOM.name
    readers = {Correspondent.MANAGER: "colleague", Correspondent.COORDINATOR: "Staff Development"}
    reader = readers.get(Correspondent(letter.role), applicant) if letter.role not in BOTH else applicant
    if name is LetterName.APPLICATION_FORM:  # nobody knows yet who that is
        reader = "colleague"
    if name is LetterName.CONCERN_RAISED:
        reader = "Dignity and Respect"
    reference = "Reference" if known.page else "Your reference, should you need it"
    for body in (words.text, words.html):
        assert f"Dear {reader}," in body
        assert "reciprocal-mentoring@bristol.example" in body
        assert f"{reference}: {known.reference}" in body
    assert known.reference in ("spring", "spring-01", "spring-a01")


@every_letter
@every("role", BOTH)
def test_a_reverse_pair_of_a_bare_programme_reads_no_none(name: LetterName, role: Role) -> None:
    pairing = couple(arrangement=Arrangement.REVERSE)

    words = words_of(name, facts(one_of_each(role)[name], pairing, bare_programme(), role))

    assert "None" not in words.subject + words.text + words.html


@every_letter
def test_no_placeholder_is_left_in_a_letter(name: LetterName) -> None:
    words = words_of(name, facts(one_of_each()[name]))

    assert not {"{", "}"} & set(words.subject + words.text + words.html)


@every_letter
def test_the_subject_names_nobody(name: LetterName) -> None:
    for role in BOTH:
        subject = words_of(name, facts(one_of_each(role)[name], role=role)).subject

        assert subject
        assert not {"Ann", "Adeyemi", "Tom", "Thwaite", "Partner", "Senior"} & set(subject.split())


@every_letter
def test_the_subject_says_nothing_about_who_takes_part(name: LetterName) -> None:
    subject = words_of(name, facts(one_of_each()[name])).subject.lower()

    assert not [word for word in ("ethnic", "black", "white", "senior", "reverse") if word in subject]


@every_hostile_name
def test_what_people_type_makes_no_html(typed: str) -> None:
    for name in LetterName:
        assert _Tags(_hostile(name, typed).html).seen == _tags_for_sam(name), name


@cache
def _tags_for_sam(name: LetterName) -> list[tuple[str, list[str]]]:
    return _Tags(_hostile(name, "Sam").html).seen


@every_hostile_name
def test_the_subject_is_one_line(typed: str) -> None:
    for name in LetterName:
        assert len(_hostile(name, typed).subject.splitlines()) == 1, name


@every_letter
def test_what_people_type_is_not_interpreted(name: LetterName) -> None:
    words = _hostile(name, "{{7*191}}{% raw %}")

    for part in (words.text, words.html):
        assert "Dear {{7*191}}{% raw %}," in part
        assert "1337" not in part


@pytest.mark.parametrize("typed", ["x" * 300, "مريم بنت عبد الله", "<b>Sam</b> & Kim"])
def test_a_name_is_read_as_it_was_typed(typed: str) -> None:
    words = _hostile(LetterName.THANKS, typed)

    assert f"Dear {typed}," in " ".join(words.text.split())
    assert f"Dear {typed}," in _Tags(words.html).text


def test_text_is_wrapped_for_mail() -> None:
    words = words_of(LetterName.INTRODUCTION, facts(one_of_each()[LetterName.INTRODUCTION]))

    assert max(len(line) for line in words.text.splitlines()) <= 76


def test_who_mentors_in_a_reverse_pair_is_told_so() -> None:
    pairing = couple(arrangement=Arrangement.REVERSE)

    told = {r: facts(one_of_each(r)[LetterName.INTRODUCTION], pairing) for r in BOTH}
    texts = {r: " ".join(words_of(LetterName.INTRODUCTION, f).text.split()) for r, f in told.items()}

    assert "you are the one who mentors" in texts[Role.MENTOR]
    assert "Ann Adeyemi is the one who mentors" in texts[Role.MENTEE]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the letters that a test may change."""
    copied = copytree(templates.FOLDER, tmp_path / "letters")
    monkeypatch.setattr(templates, "FOLDER", copied)
    _forget()
    yield copied
    _forget()


def _forget() -> None:
    templates._templates.cache_clear()
    templates._environment.cache_clear()


@pytest.mark.parametrize("part", ["subject.txt", "body.txt", "body.html"])
def test_a_fact_that_is_not_there_is_refused_by_name(folder: Path, part: str) -> None:
    (folder / "nudge" / part).write_text("Dear {{ name }}, as {{ ethnicity }}")

    with pytest.raises(BadInput, match=f"^nudge/{part}: there is no fact called ethnicity.$"):
        words_of(LetterName.NUDGE, facts(one_of_each()[LetterName.NUDGE]))


def test_a_template_cannot_reach_behind_a_fact(folder: Path) -> None:
    (folder / "nudge" / "subject.txt").write_text("{{ name.__class__.__mro__ }}")

    with pytest.raises(BadInput, match="The letter nudge cannot be written: its template is at fault"):
        words_of(LetterName.NUDGE, facts(one_of_each()[LetterName.NUDGE]))


def test_the_words_of_a_letter_are_those_in_its_folder(folder: Path) -> None:
    (folder / "nudge" / "subject.txt").write_text("Hello {{ programme }}\n")

    words = words_of(LetterName.NUDGE, facts(one_of_each()[LetterName.NUDGE]))

    assert words.subject == "Hello Reciprocal Mentoring Pilot"


_TO_THE_COORDINATOR = {
    *(LetterName.COHORT_CLOSING, LetterName.DRAFT_READY, LetterName.COHORT_REPORT, LetterName.DIGEST),
}


def test_no_letter_but_the_coordinators_counts_people() -> None:
    counting = {letter for letter in LetterName if {"figures", "matters"} & templates.facts_used(letter)}

    assert counting == _TO_THE_COORDINATOR
