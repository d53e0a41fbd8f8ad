"""Loading and rendering the letters: one folder a letter, with a subject, a text and an HTML body."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from css_inline import CSSInliner
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, meta, select_autoescape
from jinja2.sandbox import ImmutableSandboxedEnvironment

from domain.errors import BadInput
from domain.letter.letter import LetterName
from domain.programme.own_words import OwnWords
from mail.facts import NAMES, Facts
from mail.own_words import plain, rich

FOLDER = Path(__file__).parent / "letters"
_PARTS = ("subject.txt", "body.txt", "body.html")
_OURS = frozenset({"added", "own"})
"""What the frames of all letters use besides facts: the words of the programme itself."""


@dataclass(frozen=True)
class LetterText:
    """A letter as it will be read."""

    subject: str
    text: str
    html: str


def words_of(letter: LetterName, facts: Facts, own: OwnWords | None = None) -> LetterText:
    """The letter's words for these facts; `own`: the programme's, in place of ours or added to them."""
    values = {name: getattr(facts, name) for name in NAMES}
    own = own or OwnWords()
    subject, text, html = _templates(letter, replaced=own.body is not None)
    body, added = plain(own.body, values), plain(own.paragraph, values)
    return LetterText(
        subject=" ".join((plain(own.subject, values) or subject.render(values)).split()),
        text=text.render(values, own=body, added=added).strip() + "\n",
        html=_styled(html.render(values, own=rich(body), added=rich(added))),
    )


def facts_used(letter: LetterName) -> frozenset[str]:
    """The names of the facts that a letter's words use, those of its frame included."""
    return frozenset().union(*(_names(f"{letter}/{part}") for part in _PARTS)) - _OURS


def _styled(html: str) -> str:
    """Each element with its style on it: Outlook and Gmail read little else."""
    return _inliner().inline(html).strip() + "\n"


@cache
def _inliner() -> CSSInliner:
    style = (FOLDER / "style.css").read_text("utf-8")
    return CSSInliner(extra_css=style, load_remote_stylesheets=False)


@cache
def _templates(letter: LetterName, replaced: bool) -> tuple[Template, ...]:
    for part in _PARTS:
        _check_names(f"{letter}/{part}")
    subject, text, html = (_environment().get_template(f"{letter}/{part}") for part in _PARTS)
    if not replaced:
        return subject, text, html
    frame = "own_with_wellbeing" if "wellbeing.txt" in _referenced(f"{letter}/body.txt") else "own"
    return subject, *(_environment().get_template(f"{frame}.{kind}") for kind in ("txt", "html"))


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
    unknown = _names(template) - NAMES - _OURS
    if unknown:
        raise BadInput(f"{template}: there is no fact called {', '.join(sorted(unknown))}.")


def _names(template: str) -> frozenset[str]:
    """Also in what the template extends or includes."""
    return _names_in(_environment(), template)


@cache
def _names_in(environment: Environment, template: str) -> frozenset[str]:
    source, _, _ = environment.loader.get_source(environment, template)  # type: ignore[union-attr]
    parsed = environment.parse(source)
    others = (other for other in meta.find_referenced_templates(parsed) if other)
    here = frozenset(meta.find_undeclared_variables(parsed))
    return here.union(*(_names_in(environment, other) for other in others))


def _referenced(template: str) -> list[str]:
    environment = _environment()
    source, _, _ = environment.loader.get_source(environment, template)  # type: ignore[union-attr]
    return [other for other in meta.find_referenced_templates(environment.parse(source)) if other]
