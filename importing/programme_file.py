"""Reading a programme file, and saying what is wrong with it: file, key and mend."""

import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from domain.errors import BadInput
from domain.programme.checks import check
from domain.programme.programme import Programme
from importing.toml_slips import date_meant, toml_slip


def read_programme(path: Path) -> Programme:
    """The programme in this TOML file; raises BadInput with a sentence for each thing wrong with it."""
    try:
        text = path.read_text("utf-8-sig")
    except OSError as problem:
        raise BadInput(f"{path}: cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path}: is not UTF-8 text; save it as UTF-8.") from None
    return parse_programme(text, path.name)


def words_folder(programme_file: Path) -> Path:
    """Where the own words of the programme in this file are, if it has any: beside `spring.toml` it is
    `spring-letters`."""
    return programme_file.with_name(f"{programme_file.stem}-letters")


def parse_programme(text: str, name: str) -> Programme:
    """The programme in this TOML text; `name` is how the sentences call the file."""
    try:
        raw = tomllib.loads(f"{text}\n")  # so that a slip at the very end has a line, too
    except tomllib.TOMLDecodeError as problem:
        raise BadInput(f"{name}: {toml_slip(text, problem)}") from None
    if "words" in raw:
        raise BadInput(f"{name}: words: write them into a folder beside the file; see docs/letters.md.")
    _check_written_by_people(raw, name)
    try:
        programme = Programme.model_validate(raw)
    except ValidationError as problem:
        raise BadInput(*(f"{name}: {_sentence(error, raw)}" for error in _roots(problem.errors()))) from None
    problems = tuple(f"{name}: {sentence}" for sentence in check(programme))
    if problems:
        raise BadInput(*problems)
    return programme


def _check_written_by_people(raw: dict[str, Any], name: str) -> None:
    """Raises BadInput for what only a running cohort notes of its gatherings."""
    plans = raw.get("gatherings")
    for plan in plans if isinstance(plans, list) else []:
        for key in ("cancelled", "opened"):
            if isinstance(plan, dict) and key in plan:
                where = f"{name}: gatherings.{plan.get('key')}.{key}"
                raise BadInput(f"{where}: leave it out; a date is cancelled in the cohort that runs.")


def _roots(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Without those of a list that is too short only because its items are wrong."""
    places = [error["loc"] for error in errors]
    return [
        error
        for error in errors
        if not any(
            len(place) > len(error["loc"]) and place[: len(error["loc"])] == error["loc"] for place in places
        )
    ]


def _sentence(error: ErrorDetails, raw: dict[str, Any]) -> str:
    steps = [_spoken_step(error["loc"], index, raw) for index in range(len(error["loc"]))]
    where = ".".join(step for step in steps if step != "[key]")  # a mark of pydantic's, not of the file
    mend = _mend(error)
    return f"{where or 'the file'}: {mend}{'' if mend.endswith('?') else '.'}"


def _mend(error: ErrorDetails) -> str:
    """What is wrong with the value here, or what to write instead."""
    kind, context = error["type"], error.get("ctx", {})
    match kind:
        case "extra_forbidden":
            return f"there is no such key; {_meant(error['loc'])}"
        case "greater_than_equal" | "less_than_equal":
            limit = "at least" if "ge" in context else "at most"
            return f"must be {limit} {context.get('ge', context.get('le'))}"
        case "string_too_long":
            return f"must not be longer than {context['max_length']} characters"
        case "enum" | "literal_error":
            return f"{error['input']!r} is not known; write {context['expected']}"
        case "tuple_type" | "model_type" | "dict_type":
            return _shape(error)
        case "date_from_datetime_parsing" | "date_parsing" if isinstance(error["input"], str):
            return date_meant(error["input"])
        case "string_pattern_mismatch":
            return "use lower-case letters and digits, such as '3'"
    known = (mend for beginning, mend in _MENDS.items() if kind.startswith(beginning))
    return next(known, error["msg"].removeprefix("Value error, ").rstrip("."))


_MENDS = {
    "missing": "is missing; add it",
    "string_too_short": "must not be empty",
    "too_short": "must not be empty",
    "string_": 'write a text in quotes: "..."',
    "int_": "write a whole number, such as 4",
    "float_": "write a number, such as 4",
    "finite_number": "write a number, such as 4",
    "bool_": "write true or false, without quotes",
    "date_": "write a date without quotes, such as 2027-06-30",
    "url_": 'write a web address, such as "https://university.example/form"',
}
"""By how pydantic's name for the problem begins; the first that fits."""


def _shape(error: ErrorDetails) -> str:
    place = error["loc"]
    if error["type"] == "tuple_type":
        one_bracket = isinstance(error["input"], dict) and len(place) == 1
        if one_bracket and _model_of(Programme, str(place[0])):
            return f"write [[{place[0]}]], in two brackets, for each"
        return "write a list: [...]"
    in_a_list = any(isinstance(step, int) for step in place)
    return f"write a table: {'{ ... }' if in_a_list else '[' + '.'.join(map(str, place)) + ']'}"


def _spoken_step(loc: tuple[int | str, ...], index: int, raw: Any) -> str:
    """A list's item by its own key if it has one, else by its number, counted from 1."""
    step = loc[index]
    if not isinstance(step, int):
        return step
    for earlier in loc[: index + 1]:
        raw = raw[earlier]
    named = isinstance(raw, dict) and isinstance(raw.get("key"), str)
    return raw["key"] if named else str(step + 1)


def _meant(loc: tuple[int | str, ...]) -> str:
    """The nearest key that does exist at this place, as a suggestion."""
    model: Any = Programme
    for step in loc[:-1]:
        if isinstance(step, str):
            model = _model_of(model, step)
    known = [field.alias or name for name, field in model.model_fields.items()] if model else []
    close = get_close_matches(str(loc[-1]), known, n=1)
    return f"did you mean {close[0]!r}?" if close else f"known here: {', '.join(known)}"


def _model_of(model: Any, field: str) -> type[BaseModel] | None:
    """The model that this field holds, alone, optional or in a tuple."""
    pending = [model.model_fields[field].annotation] if model and field in model.model_fields else []
    while pending:
        annotation = pending.pop()
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return annotation
        pending.extend(getattr(annotation, "__args__", ()))
    return None
