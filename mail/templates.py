"""Loading and rendering the letters: one folder a letter, with a subject, a text and an HTML body."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined, Template, meta, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

from domain.errors import BadInput
from domain.letters import LetterName
from mail.facts import NAMES, Facts

FOLDER = Path(__file__).parent / "letters"
_PARTS = ("subject.txt", "body.txt", "body.html")


@dataclass(frozen=True)
class Words:
    """A letter as it will be read."""

    subject: str
    text: str
    html: str


def words_of(letter: LetterName, facts: Facts) -> Words:
    """The letter's words for these facts."""
    values = {name: getattr(facts, name) for name in NAMES}
    subject, text, html = (template.render(values) for template in _templates(letter))
    return Words(subject=" ".join(subject.split()), text=text.strip() + "\n", html=html.strip() + "\n")


@cache
def _templates(letter: LetterName) -> tuple[Template, ...]:
    for part in _PARTS:
        _check_names(f"{letter}/{part}")
    return tuple(_environment().get_template(f"{letter}/{part}") for part in _PARTS)


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(FOLDER),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"]),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _check_names(template: str) -> None:
    """Also in what the template extends or includes."""
    environment = _environment()
    source, _, _ = environment.loader.get_source(environment, template)  # type: ignore[union-attr]
    parsed = environment.parse(source)
    unknown = meta.find_undeclared_variables(parsed) - NAMES
    if unknown:
        raise BadInput(f"{template}: there is no fact called {', '.join(sorted(unknown))}.")
    for other in meta.find_referenced_templates(parsed):
        if other:
            _check_names(other)
