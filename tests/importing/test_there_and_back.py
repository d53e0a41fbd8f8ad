"""Whatever applications there are, a file of them reads back as the same ones."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.application.form import ApplicationField, ApplicationForm, ArrangementWish, BackgroundWish
from domain.enums import Role
from importing.table import Sheet
from importing.validation import validate
from tests.importing.files import GRADES, book_of, csv_text, programme, read_book, read_text

OURS = programme()
FIELDS: list[str] = [field.value for field in ApplicationField if field.value in ApplicationForm.model_fields]

_OFFERED = [wish for wish in ArrangementWish if wish is not ArrangementWish.COMBINED]
"""The programme of these forms has no pairs that combine both."""


def words(letters: str, most: int = 30) -> st.SearchStrategy[str]:
    return st.text(letters, min_size=1, max_size=most).map(lambda text: " ".join(text.split())).filter(bool)


WINDOWS = "abcXYZ éüßÆÿ'-.\"&<>%"
"""Without the curly apostrophe: in cp1252, 'ß’' has the very bytes of another letter in UTF-8."""
LETTERS = WINDOWS + "’łŞ漢字عبدن😀"


def applications(letters: str) -> st.SearchStrategy[list[ApplicationForm]]:
    names = words(letters).map(lambda name: f"A{name}")
    texts = st.none() | words(letters + ",;\t\n")
    lists = st.lists(words("abcdefgh é"), max_size=4, unique=True).map(tuple)
    addresses = st.from_regex(r"[a-z][a-z0-9]{0,8}@[a-z]{2,8}\.example", fullmatch=True)
    people = st.builds(
        ApplicationForm,
        name=names,
        email=addresses,
        role=st.sampled_from(Role),
        arrangement=st.sampled_from(_OFFERED),
        capacity=st.integers(1, 20),
        grade=st.none() | st.sampled_from(GRADES),
        employer=texts,
        department=texts,
        site=texts,
        profession=texts,
        manager_email=st.none() | addresses.map(lambda address: f"boss-of-{address}"),
        goals=lists,
        offers=lists,
        availability=lists,
        background=lists,
        background_wish=st.sampled_from(BackgroundWish),
        background_asked=lists,
        conflicts=st.lists(addresses, max_size=3, unique=True).map(tuple),
    )
    return st.lists(people, min_size=1, max_size=5, unique_by=lambda person: person.email)


def written(person: ApplicationForm) -> list[str]:
    return [_cell(getattr(person, field)) for field in FIELDS]


def _cell(value: object) -> str:
    if isinstance(value, tuple):
        return "".join(f"{item};" for item in value)
    return "" if value is None else str(value)


def rows(people: Sequence[ApplicationForm]) -> list[list[str]]:
    return [FIELDS, *map(written, people)]


def read_back(table: Sheet) -> list[ApplicationForm]:
    outcome = validate(table, OURS)
    assert outcome.problems == ()
    assert not any("Not used" in note for note in outcome.notes)
    return [row.form for row in outcome.applications]


pytestmark = [pytest.mark.unit, pytest.mark.hypothesis, pytest.mark.slow]


@pytest.mark.parametrize(
    ("encoding", "letters"),
    [
        ("utf-8", LETTERS),
        ("utf-8-sig", LETTERS),
        ("utf-16", LETTERS),
        ("cp1252", WINDOWS),
    ],
)
def test_as_csv(tmp_path: Path, encoding: str, letters: str) -> None:
    @given(applications(letters), st.sampled_from(",;\t"), st.sampled_from(["\n", "\r\n"]), st.booleans())
    def there_and_back(people: list[ApplicationForm], delimiter: str, newline: str, told: bool) -> None:
        sep = f"sep={delimiter}{newline}" if told else ""
        text = sep + csv_text(*rows(people), delimiter=delimiter, newline=newline)
        assert read_back(read_text(tmp_path, text, encoding)) == people

    there_and_back()


@given(applications(LETTERS))
def test_as_a_workbook(tmp_path: Path, people: list[ApplicationForm]) -> None:
    assert read_back(read_book(tmp_path, book_of(Answers=rows(people)))) == people
