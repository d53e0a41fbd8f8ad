"""What a coordinator is told to do, understood as the command understands it, and done."""

import shlex
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from cli.main import app
from domain.application import events as of_application
from domain.application.application import Application
from domain.application.form import ApplicationField
from domain.cohort import events as of_cohort
from domain.enums import BOTH, ReviewChoice, Role
from domain.pairing.events import (
    Accept,
    AddSitting,
    Answer,
    Attend,
    BookSession,
    LogSession,
    Resume,
    Review,
    Waive,
)
from domain.pairing.pairing import Pairing

_TANDEM = typer.main.get_command(app)
_A_WHILE = timedelta(hours=2)
_SHOW_ALONE = frozenset(
    {"application show", "cohort show", "mail list", "match show", "pairing list", "pairing show"}
)

Given = Mapping[str, Any]


class Understood(NamedTuple):
    command: str
    """Such as `pairing accept`."""
    given: Given

    @property
    def shows_alone(self) -> bool:
        return self.command in _SHOW_ALONE

    def means(self, entity: Any, now: datetime) -> Sequence[Any]:
        """The events that the command tells this life."""
        return _MEANS[self.command](self.given, entity, now)


def understood(suggested: str) -> Understood:
    """Fails with the command's own sentence if there is no such command, or it is not given so."""
    tandem, *words = shlex.split(suggested)
    assert tandem == "tandem"
    found, path = _TANDEM, list[str]()
    while isinstance(found, TyperGroup):
        path.append(words.pop(0))
        assert path[-1] in found.commands, suggested
        found = found.commands[path[-1]]
    return Understood(" ".join(path), found.make_context(found.name, words).params)


def _roles(given: Given) -> tuple[Role, ...]:
    return BOTH if given["who"] == "both" else (Role(given["who"]),)


def _log(given: Given, pairing: Pairing, now: datetime) -> list[Any]:
    in_time = min(now, pairing.sessions_close) - _A_WHILE
    return [LogSession(starts=in_time if given["at"] else None)]


def _amend(given: Given, application: Application, now: datetime) -> list[Any]:
    said = {text.partition("=")[0] for text in given["set_"]}
    assert said <= {"FIELD", *ApplicationField}
    return [
        of_application.Arrive(received=now, missing=tuple(f for f in application.missing if f not in said))
    ]


def _add_sitting(given: Given, entity: Any, now: datetime) -> list[Any]:
    starts = now + timedelta(days=7)
    return [AddSitting(gathering=given["gathering"], sitting="more", starts=starts, ends=starts + _A_WHILE)]


_MEANS: Mapping[str, Callable[[Given, Any, datetime], list[Any]]] = {
    "application amend": _amend,
    "application attend": lambda given, *_: [of_application.Come(gathering=given["gathering"])],
    "application confirm": lambda given, *_: [of_application.Confirm(condition=given["condition"])],
    "application invite": lambda *_: [of_application.Invite()],
    "application reopen": lambda *_: [of_application.Reopen()],
    "application take-up": lambda *_: [of_application.TakeUp()],
    "application withdraw": lambda *_: [of_application.WithdrawApplication()],
    "cohort add-sitting": _add_sitting,
    "cohort close-applications": lambda *_: [of_cohort.CloseApplications()],
    "match approve": lambda *_: [of_cohort.Approve()],
    "match draft": lambda *_: [of_cohort.Drafted(made=True)],
    "pairing accept": lambda given, *_: [Accept(role=role) for role in _roles(given)],
    "pairing answer": lambda given, *_: [Answer(role=role) for role in _roles(given)],
    "pairing attend": lambda given, *_: [Attend(gathering=given["gathering"], roles=_roles(given))],
    "pairing book": lambda _, __, now: [BookSession(starts=now + timedelta(days=1), minutes=60)],
    "pairing log": _log,
    "pairing resume": lambda *_: [Resume()],
    "pairing review": lambda given, *_: [
        Review(role=Role(given["who"]), choice=ReviewChoice(given["choice"]))
    ],
    "pairing waive": lambda given, *_: [Waive(gathering=given["gathering"], roles=_roles(given))],
}
