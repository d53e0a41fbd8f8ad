"""Pairs that a coordinator has matched by hand, as a CSV file brings them."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from domain.enums import Arrangement
from domain.errors import BadInput
from domain.people import Pair, PersonDetails
from importing.address import address
from importing.delimited import find_delimiter

COLUMNS = ("mentor_name", "mentor_email", "mentee_name", "mentee_email")
OPTIONAL = ("arrangement",)
_MOST_BYTES = 10_000_000
_LONGEST_NAME = 120


def read_pairs(path: Path, arrangements: tuple[Arrangement, ...]) -> list[Pair]:
    """The pairs in this file; raises BadInput with a sentence for every bad row and column.

    UTF-8 (with or without BOM), comma, semicolon or tab. The arrangement may be left out where
    the programme has only one.
    """
    return parse_pairs(_text(path), path.name, arrangements)


def parse_pairs(text: str, name: str, arrangements: tuple[Arrangement, ...]) -> list[Pair]:
    """The pairs in this CSV text; `name` is how the sentences call the file."""
    rows = csv.DictReader(
        io.StringIO(text, newline=""), delimiter=find_delimiter(text), skipinitialspace=True
    )
    _check_columns(rows.fieldnames or (), name)
    pairs: list[Pair] = []
    problems: list[str] = []
    for number, row in enumerate(rows, 2):
        clean = {
            key.strip().lower(): (value or "").strip() for key, value in row.items() if isinstance(key, str)
        }
        if not any(clean.values()) and None not in row:
            continue
        try:
            if None in row:
                raise BadInput(
                    "has more cells than the first row names; put a cell with a comma into quotes."
                )
            pairs.append(_pair(clean, arrangements))
        except BadInput as problem:
            problems += [f"{name}, row {number}: {sentence}" for sentence in problem.problems]
    problems += [f"{name}: {sentence}" for sentence in _doubles(pairs)]
    if not pairs and not problems:
        problems.append(f"{name}: holds no pairs.")
    if problems:
        raise BadInput(*problems)
    return pairs


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise BadInput(f"{path}: is larger than 10 MB; a list of pairs is not.")
        return path.read_text("utf-8-sig")
    except OSError as problem:
        raise BadInput(f"{path}: cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path}: is not UTF-8 text; save it as CSV UTF-8.") from None


def _check_columns(found: object, name: str) -> None:
    names = [str(column).strip().lower() for column in found] if isinstance(found, (list, tuple)) else []
    missing = [column for column in COLUMNS if column not in names]
    if missing:
        raise BadInput(
            f"{name}: the first row must name the columns; missing: {', '.join(missing)} "
            f"(there are: {', '.join(names) or 'none'})."
        )
    doubled = [column for column in names if names.count(column) > 1]
    if doubled:
        raise BadInput(f"{name}: column {doubled[0]!r} is there twice; remove one.")
    unknown = [column for column in names if column not in (*COLUMNS, *OPTIONAL)]
    if unknown:
        raise BadInput(f"{name}: column {unknown[0]!r} is not known; remove it or rename it.")


def _pair(row: dict[str, str], arrangements: tuple[Arrangement, ...]) -> Pair:
    problems: list[str] = []
    mentor, mentee = (_person(row, role, problems) for role in ("mentor", "mentee"))
    arrangement = _arrangement(row.get("arrangement", ""), arrangements, problems)
    if mentor and mentee and mentor.email == mentee.email:
        problems.append(f"mentee_email: {mentee.email} is also the mentor's; a pair is two people.")
    if problems or not (mentor and mentee and arrangement):
        raise BadInput(*problems)
    return Pair(mentor=mentor, mentee=mentee, arrangement=arrangement)


def _person(row: dict[str, str], role: str, problems: list[str]) -> PersonDetails | None:
    name, email = row[f"{role}_name"], row[f"{role}_email"]
    if not name or len(name) > _LONGEST_NAME or any(ord(letter) < ord(" ") for letter in name):
        problems.append(f"{role}_name: {name!r} is not a name; write 1 to {_LONGEST_NAME} characters.")
    try:
        return PersonDetails(name=name, email=address(email))
    except BadInput as problem:
        problems.append(f"{role}_email: {problem}")
        return None


def _arrangement(
    value: str, arrangements: tuple[Arrangement, ...], problems: list[str]
) -> Arrangement | None:
    if not value and len(arrangements) == 1:
        return arrangements[0]
    if value.lower() in {a.value for a in arrangements}:
        return Arrangement(value.lower())
    known = " or ".join(a.value for a in arrangements)
    problems.append(f"arrangement: {value!r} is not offered by this programme; write {known}.")
    return None


def _doubles(pairs: list[Pair]) -> Iterator[str]:
    names: dict[str, str] = {}
    for person in (person for pair in pairs for person in (pair.mentor, pair.mentee)):
        if names.setdefault(person.email, person.name).casefold() != person.name.casefold():
            yield f"{person.email} is {names[person.email]!r} in one row and {person.name!r} in another."
    seen: set[tuple[str, str]] = set()
    for pair in pairs:
        key = (pair.mentor.email, pair.mentee.email)
        if key in seen:
            yield f"{pair.mentor.email} and {pair.mentee.email} are paired twice; remove one row."
        seen.add(key)
