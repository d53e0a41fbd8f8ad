"""The words of the letters: ours, one folder a letter with a subject, a text and an HTML body, and those of a
programme, plain text with facts in it.

A programme's are filled in first, and only then made into paragraphs, so that whatever stands in a fact is
text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any, TypeGuard

from css_inline import CSSInliner
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    meta,
    nodes,
    select_autoescape,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from domain.errors import BadInput
from domain.letter.letter import LetterName
from domain.programme.letters_plan import OwnWords
from mail.facts import NAMES, Facts

FOLDER = Path(__file__).parent / "letters"
_PARTS = ("subject.txt", "body.txt", "body.html")
_OURS = frozenset({"added", "own"})
"""What the frames of all letters use besides facts: the words of the programme itself."""
_GAP = re.compile(r"\n{3,}")
"""Paragraphs are one blank line apart, whatever was left out between them."""
_ALLOWED = (nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.For, nodes.Not, nodes.And, nodes.Or)
"""Text, facts, and whether or how often there is one."""
_BULLET = "- "
_OURS_ALONE = frozenset({"resources", "recordings", "objectives", "meanings", "quotes", "matters"})
"""Facts of several parts, which plain text cannot show."""
_SEVERAL = frozenset(
    {
        "also",
        "benefits",
        "commitments",
        "competencies",
        "conditions",
        "expectations",
        "figures",
        "ground_rules",
        "missing",
        "preferred",
        "questions",
        "readers",
        "sittings",
        "sponsors",
    }
)


@dataclass(frozen=True)
class LetterText:
    """A letter as it will be read."""

    subject: str
    text: str
    html: str


def words_of(letter: LetterName, facts: Facts, own: OwnWords | None = None) -> LetterText:
    """The letter's words for these facts; `own`: the programme's, in place of ours or added to them.

    Raises BadInput, without a word of the facts, if the template is at fault.
    """
    try:
        return _words(letter, {name: getattr(facts, name) for name in NAMES}, own or OwnWords())
    except TemplateError as problem:
        kind = type(problem).__name__
        raise BadInput(f"The letter {letter} cannot be written: its template is at fault ({kind}).") from None


def _words(letter: LetterName, values: Mapping[str, Any], own: OwnWords) -> LetterText:
    subject, text, html = _templates(letter, replaced=own.body is not None)
    body, added = plain(own.body, values), plain(own.paragraph, values)
    return LetterText(
        subject=" ".join((plain(own.subject, values) or subject.render(values)).split()),
        text=_GAP.sub("\n\n", text.render(values, own=body, added=added).strip()) + "\n",
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
        auto_reload=False,
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


def plain(words: str | None, facts: Mapping[str, Any]) -> str:
    """These words with the facts in them; nothing for none."""
    return _plain_environment().from_string(words).render(facts).strip() if words else ""


def rich(text: str) -> Markup:
    """This text as HTML: paragraphs between empty lines, and lines that begin with a hyphen as a list."""
    blocks = [block.splitlines() for block in text.split("\n\n") if block.strip()]
    return Markup("\n").join(_block(lines) for lines in blocks)


def check(words: str, where: str, known: frozenset[str]) -> None:
    """Raises BadInput, naming every placeholder that there is no fact for in this letter, or what cannot
    be read. `known`: the facts that the letter has."""
    environment = _plain_environment()
    try:
        parsed = environment.parse(words)
    except TemplateSyntaxError as problem:
        raise BadInput(
            f"{where}, line {problem.lineno}: what stands in braces there cannot be read, or an "
            "{% if %} or {% for %} is not closed."
        ) from None
    unknown = sorted(_free_names(parsed) - (known - _OURS_ALONE))
    if unknown:
        names = ", ".join(f"{{{{ {name} }}}}" for name in unknown)
        meant = get_close_matches(unknown[0], known, 1)
        hint = f" Did you mean {meant[0]}?" if meant else ""
        raise BadInput(f"{where}: this letter has no fact for {names}; see docs/letters.md.{hint}")
    shown = {node.name for out in parsed.find_all(nodes.Output) for node in out.nodes if _is_name(node)}
    for name in sorted(shown & _SEVERAL):
        raise BadInput(
            f"{where}: {name} may be several; write {{% for one in {name} %}}- {{{{ one }}}}{{% endfor %}}."
        )
    if "mentors" in shown:
        raise BadInput(f"{where}: mentors is only to be asked for: {{% if mentors %}} ... {{% endif %}}.")
    for inner in (inner for loop in parsed.find_all(nodes.For) for inner in loop.find_all(nodes.For)):
        raise BadInput(f"{where}, line {inner.lineno}: no {{% for %}} may stand within another.")
    strange = next((node for node in parsed.find_all(nodes.Node) if not isinstance(node, _ALLOWED)), None)
    if strange is not None:
        raise BadInput(
            f"{where}, line {strange.lineno}: only facts in double braces and {{% if %}} or {{% for %}} may "
            "stand in a letter."
        )


def _free_names(parsed: nodes.Template) -> set[str]:
    """The names that are not made by a loop; `self`, which Jinja gives to every template, is one."""
    own = {"self"} & {name.name for name in parsed.find_all(nodes.Name)}
    return meta.find_undeclared_variables(parsed) | own


def _is_name(node: nodes.Node) -> TypeGuard[nodes.Name]:
    return isinstance(node, nodes.Name)


def _block(lines: list[str]) -> Markup:
    if all(line.lstrip().startswith(_BULLET) for line in lines):
        items = (Markup("<li>{}</li>").format(line.lstrip().removeprefix(_BULLET)) for line in lines)
        return Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(items))
    return Markup("<p>{}</p>").format(Markup("<br>\n").join(escape(line) for line in lines))


@cache
def _plain_environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_empty_if_none
    )


def _empty_if_none(value: Any) -> Any:
    return "" if value is None else value
