"""docs/programme-file.md names every key of a programme file, and its examples are right."""

import tomllib
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from domain.application.form import ApplicationField, ArrangementWish
from domain.enums import Arrangement, GatheringKind, Role
from domain.evaluation.core import CORE
from domain.evaluation.packs import PACKS
from domain.programme.applications_plan import ApplicationsPlan
from domain.programme.checks import check
from domain.programme.matching_plan import Apart
from domain.programme.programme import Programme
from domain.programme.roles import RoleText
from importing.programme_file import parse_programme
from tests.docs.pages import blocks, sections, table, text_of

pytestmark = pytest.mark.docs

PAGE = "docs/programme-file.md"


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """The model that a field holds, alone, optional or in a tuple."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from _models(inner)


def _tables(model: type[BaseModel], name: str) -> Iterator[tuple[str, type[BaseModel]]]:
    """Every table of the file, by its dotted name."""
    yield name, model
    for key, field in _fields(model):
        for inner in _models(field.annotation):
            yield from _tables(inner, f"{name}.{key}".removeprefix("programme."))


_OF_A_COHORT = ("words", "cancelled", "opened")


def _fields(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """Those of the file; a programme's own words are in a folder beside it."""
    return ((key, field) for key, field in model.model_fields.items() if key not in _OF_A_COHORT)


def _keys() -> Iterator[tuple[str, str, FieldInfo]]:
    for name, model in _tables(Programme, "programme"):
        for key, field in _fields(model):
            yield name, field.alias or key, field


def _rows_of(name: str) -> dict[str, list[str]]:
    """The table of keys in the section whose heading names this table of the file."""
    for heading, text in sections(text_of(PAGE)).items():
        if f"`{name}`" in heading:
            return table(text)
    raise AssertionError(f"no heading names `{name}`")


def _default(field: FieldInfo) -> str | None:
    """The default as the page writes it; None for a table of keys, which has its own section."""
    if field.is_required():
        return "required"
    if field.default_factory:
        return "none"
    match field.default:
        case None | ():
            return "none"
        case bool(value):
            return f"`{str(value).lower()}`"
        case tuple(values):
            return f"`{[v.value if isinstance(v, StrEnum) else v for v in values]}`".replace("'", '"')
        case BaseModel():
            return None
        case str(value):
            return f'`"{value}"`'
    return f"`{field.default}`"


def test_every_key_is_there_with_its_default_and_no_other() -> None:
    told = {(name, key): cells[2] for name in _names() for key, cells in _rows_of(name).items()}

    assert told == {(name, key): _default(field) or told.get((name, key)) for name, key, field in _keys()}


def _names() -> set[str]:
    return {name for name, _, _ in _keys()}


_CHOICES = [
    word
    for field in (
        RoleText.model_fields["enters_by"],
        ApplicationsPlan.model_fields["late"],
        ApplicationsPlan.model_fields["manager_silence"],
    )
    for word in get_args(field.annotation)
]


def test_every_word_that_may_be_written_is_there() -> None:
    words = {
        *GatheringKind,
        *Arrangement,
        *Role,
        *ApplicationField,
        *ArrangementWish,
        *get_args(Apart),
        *_CHOICES,
    }

    assert {word for word in words if f'`"{word}"`' not in text_of(PAGE)} == set()


def test_every_question_of_ours_is_there_in_its_words() -> None:
    listed = table(sections(text_of(PAGE))["Tandem's own questions"])
    ours = (*CORE, *(item for items in PACKS.values() for item in items))

    assert {key: cells[1] for key, cells in listed.items()} == {item.key: item.text for item in ours}


def _examples() -> list[str]:
    return blocks(text_of(PAGE), "toml")


def test_the_first_example_is_a_whole_programme() -> None:
    assert parse_programme(_examples()[0], "example")


def test_every_other_example_fits_into_the_first() -> None:
    first, *others = map(tomllib.loads, _examples())

    assert [problem for other in others for problem in check(Programme.model_validate(first | other))] == []
