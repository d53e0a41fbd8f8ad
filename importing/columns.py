"""Which column of a table fills which field of an application.

What the coordinator says for this file comes first, then the programme's `applications.columns`, then
the fields' own names and the common names in `synonyms`.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from domain.application.form import ApplicationField
from domain.programme.programme import Programme
from domain.value import Value
from importing.answers import same_answer
from importing.synonyms import KNOWN
from importing.table import Problem, Sheet, same_heading

Names = Mapping[str, ApplicationField]

LISTS = frozenset(
    {
        ApplicationField.GOALS,
        ApplicationField.OFFERS,
        ApplicationField.AVAILABILITY,
        ApplicationField.BACKGROUND,
        ApplicationField.BACKGROUND_ASKED,
        ApplicationField.CONFLICTS,
        ApplicationField.WISHES,
    }
)
"""The fields that several columns may fill together."""

_PLACES = {
    "1": "first 1st 1",
    "2": "second 2nd 2",
    "3": "third 3rd 3",
    "4": "fourth 4th 4",
    "5": "fifth 5th 5",
}
_PLACE_OF = {word: place for place, words in _PLACES.items() for word in words.split()}

_MICROSOFT_FORMS = {"id", "start time", "completion time"}


class Columns(Value):
    """The outcome of matching: for each field that is filled, the columns that fill it."""

    by_field: dict[ApplicationField, tuple[int, ...]]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


class _Claim(NamedTuple):
    column: int
    field: ApplicationField
    rank: int
    """Who said so: 0 is the coordinator."""


def known_headings(programme: Programme, mapping: Names) -> set[str]:
    """Every heading with a meaning, made comparable: by them the row of headings is found."""
    return set(KNOWN) | set(_comparable(_named(programme))) | set(_comparable(mapping))


def match_columns(table: Sheet, programme: Programme, mapping: Names) -> Columns:
    claims, unknown = _claims(table, programme, mapping)
    by_field = {field: _first(claims, field) for field in {claim.field for claim in claims}}
    by_field.pop(ApplicationField.IGNORED, None)
    if wishes := by_field.get(ApplicationField.WISHES):
        by_field[ApplicationField.WISHES] = _by_place(table, wishes)
    return Columns(
        by_field=by_field,
        problems=(*_not_there(table, mapping), *_doubles(table, by_field)),
        notes=(*_unknown_note(table, unknown), *_outranked(table, claims, by_field)),
    )


def _claims(table: Sheet, programme: Programme, mapping: Names) -> tuple[list[_Claim], list[int]]:
    ranks = [_comparable(mapping), _comparable(_named(programme)), _own_names(table)]
    claims, unknown = [], []
    for column, heading in enumerate(table.columns):
        key = same_heading(heading)
        rank = next((rank for rank, names in enumerate(ranks) if key in names), None)
        if rank is None:
            unknown.append(column)
        else:
            claims.append(_Claim(column, ranks[rank][key], rank))
    return claims, unknown


def _named(programme: Programme) -> Names:
    return programme.applications.columns if programme.applications else {}


def _comparable(names: Names) -> dict[str, ApplicationField]:
    return {same_heading(heading): field for heading, field in names.items()}


def _own_names(table: Sheet) -> dict[str, ApplicationField]:
    """Without the Email and Name that Microsoft Forms fills in itself, if it knew nobody."""
    keys = [same_heading(heading) for heading in table.columns]
    if not set(keys) >= _MICROSOFT_FORMS:
        return KNOWN
    nobody = {
        keys[index]
        for index in range(len(keys))
        if keys[index] in ("email", "name") and all(_is_nobody(row.cells[index]) for row in table.rows)
    }
    return {key: field for key, field in KNOWN.items() if key not in nobody}


def _is_nobody(cell: str) -> bool:
    return same_answer(cell) in ("", "anonymous")


def _first(claims: list[_Claim], field: ApplicationField) -> tuple[int, ...]:
    """The columns whose claim to this field ranks first."""
    best = min(claim.rank for claim in claims if claim.field is field)
    return tuple(claim.column for claim in claims if claim.field is field and claim.rank == best)


def _by_place(table: Sheet, columns: tuple[int, ...]) -> tuple[int, ...]:
    """The first choice before the second, in whatever order the columns stand."""

    def place(column: int) -> str:
        words = same_heading(table.columns[column]).split()
        return next((_PLACE_OF[word] for word in words if word in _PLACE_OF), "9")

    return tuple(sorted(columns, key=place))


def _not_there(table: Sheet, mapping: Names) -> Iterator[Problem]:
    there = {same_heading(heading) for heading in table.columns}
    for heading in mapping:
        if same_heading(heading) not in there:
            names = ", ".join(repr(name) for name in table.columns)
            yield Problem(
                row=table.heading_row,
                column=None,
                sentence=f"there is no column {heading!r}; there are: {names}.",
            )


def _doubles(table: Sheet, by_field: dict[ApplicationField, tuple[int, ...]]) -> Iterator[Problem]:
    for field, columns in sorted(by_field.items()):
        if len(columns) > 1 and field not in LISTS:
            names = " and ".join(repr(table.columns[column]) for column in columns)
            yield Problem(
                row=table.heading_row,
                column=table.columns[columns[-1]],
                sentence=f"{names} both mean {field.value}; say which one does, or that one is ignored.",
            )


def _unknown_note(table: Sheet, unknown: list[int]) -> Iterator[str]:
    if unknown:
        names = ", ".join(repr(table.columns[column]) for column in unknown)
        yield f"Not used, since nothing says what they mean: {names}."


def _outranked(
    table: Sheet, claims: list[_Claim], by_field: dict[ApplicationField, tuple[int, ...]]
) -> Iterator[str]:
    for claim in claims:
        first = by_field.get(claim.field, (claim.column,))
        if claim.column not in first:
            yield (
                f"{table.columns[claim.column]!r} was not used for {claim.field.value}, since "
                f"{table.columns[first[0]]!r} is named for it."
            )
