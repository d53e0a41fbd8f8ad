"""Pages as HTML: our templates, with the macros of govuk-frontend."""

from collections.abc import Sequence
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any, Protocol

from jinja2 import (
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
)
from starlette.responses import HTMLResponse

from domain.programme.programme import Programme
from pages.inputs import FieldProblem, Form, Input
from pages.words import full_day, full_hours, full_moment
from services.subject_access.export import TEMPLATES

_FOLDER = Path(__file__).parent / "templates"
DEFAULT_HUE = "8a4b2d"
"""That of letters: white on it has a contrast of 6.6 to 1."""


class OfProgramme(Protocol):
    """Whatever belongs to a programme."""

    @property
    def programme(self) -> Programme: ...


def page(
    template: str, status: int = HTTPStatus.OK, reader: OfProgramme | None = None, **facts: Any
) -> HTMLResponse:
    """This page; `reader`: whose, or of what, with whose programme's name and hue."""
    made = _environment().get_template(f"{template}.html").render(reader=reader, hue=_hue(reader), **facts)
    return HTMLResponse(made, status)


def form_page(
    template: str,
    reader: OfProgramme,
    title: str,
    inputs: Sequence[Input],
    typed: Form,
    problems: Sequence[FieldProblem] = (),
    status: int | None = None,
    **facts: Any,
) -> HTMLResponse:
    """A page with a form: what was typed stands there, and each problem at its field and above all."""
    facts |= {
        "title": title,
        "inputs": inputs,
        "typed": typed,
        "found": {problem.field: problem.sentence for problem in problems},
        "problems": [{"text": problem.sentence, "href": f"#{problem.field}"} for problem in problems],
    }
    usual = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return page(template, status or usual, reader, **facts)


def _hue(reader: OfProgramme | None) -> str:
    return reader.programme.pages.colour.removeprefix("#") if reader else DEFAULT_HUE


@cache
def _environment() -> Environment:
    elsewhere = {
        "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
        "subject_access": FileSystemLoader(TEMPLATES),
    }
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(_FOLDER), PrefixLoader(elsewhere)]),
        autoescape=True,
        undefined=ChainableUndefined,  # the macros ask for whatever may be given
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {"full_day": full_day, "full_hours": full_hours, "full_moment": full_moment}
    return made
