"""Options that have a syntax of their own, understood. Each raises BadInput, naming the option."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from domain.application.form import IDENTITY
from domain.application.form import ApplicationField as F
from domain.clock import moment
from domain.errors import BadInput
from domain.typed_dates import typed_day

On = Annotated[str | None, typer.Option("--on", metavar="DATE", help="The day, if it was an earlier one.")]

Encoding = Annotated[
    str | None, typer.Option(metavar="NAME", help="Of a CSV file's letters, such as mac_roman, if not UTF-8.")
]

_ANSWERS = tuple(field for field in F if field not in (*IDENTITY, F.RECEIVED, F.IGNORED))


def day(text: str, option: str) -> date:
    try:
        return typed_day(text)
    except BadInput as problem:
        raise BadInput(f"{option}: {problem}") from None


def earlier_day(text: str | None) -> date | None:
    """The day of `--on`, if it was given."""
    return day(text, "--on") if text else None


def local_moment(text: str, zone: ZoneInfo) -> datetime:
    """`YYYY-MM-DD HH:MM` in this zone's local time."""
    on, _, at = text.strip().replace("T", " ").partition(" ")
    found = typed_day(on)
    try:
        if not re.fullmatch(r"\d\d:\d\d", at.strip()):
            raise ValueError
        return moment(found, time.fromisoformat(at.strip()), zone)
    except ValueError:
        raise BadInput(f"{text!r}: write the day and the time as '{found} 10:00'.") from None


def columns(options: Sequence[str]) -> dict[str, F]:
    """What columns mean, of `--map COLUMN=FIELD`."""
    meant = {}
    for text in options:
        column, _, field = text.rpartition("=")
        if not column or field not in set(F):
            raise BadInput(f"--map {text!r}: write COLUMN=FIELD, the field one of: {', '.join(F)}.")
        meant[column] = F(field)
    return meant


def answers(options: Sequence[str]) -> dict[F, str]:
    """What a person says now, of `--set FIELD=VALUE`."""
    if not options:
        raise BadInput("Say what is to be changed: --set FIELD=VALUE, such as --set 'goals=public speaking'")
    said: dict[F, str] = {}
    for text in options:
        name, is_there, value = text.partition("=")
        if not is_there:
            raise BadInput(f"--set {text!r}: write FIELD=VALUE.")
        field = _answer(name.strip())
        if field in said:
            raise BadInput(f"--set {field}: it is given twice; put ';' between several.")
        said[field] = value
    return said


def _answer(name: str) -> F:
    if name in IDENTITY:
        raise BadInput(
            f"--set {name}: whose application it is, and in which role, cannot be changed. Withdraw this one "
            "and bring in another."
        )
    if name not in _ANSWERS:
        nearest = get_close_matches(name, _ANSWERS, 1)
        meant = f" Did you mean {nearest[0]}?" if nearest else ""
        raise BadInput(f"--set {name}: there is no such field; there are: {', '.join(_ANSWERS)}.{meant}")
    return F(name)
