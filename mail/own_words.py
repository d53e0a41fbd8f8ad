"""A programme's own words: plain text with facts in it, from the programme's folder to the letter.

They are filled in first, and only then made into paragraphs, so that whatever stands in a fact is text.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from domain.errors import BadInput
from mail.facts import NAMES

_ALLOWED = (nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.For, nodes.Not, nodes.And, nodes.Or)
"""Text, facts, and whether or how often there is one."""
_BULLET = "- "


def plain(words: str | None, facts: Mapping[str, Any]) -> str:
    """These words with the facts in them; nothing for none."""
    return _environment().from_string(words).render(facts).strip() if words else ""


def rich(text: str) -> Markup:
    """This text as HTML: paragraphs between empty lines, and lines that begin with a hyphen as a list."""
    blocks = [block.splitlines() for block in text.split("\n\n") if block.strip()]
    return Markup("\n").join(_block(lines) for lines in blocks)


def check(words: str, where: str) -> None:
    """Raises BadInput, naming every placeholder that there is no fact for, or what cannot be read."""
    environment = _environment()
    try:
        parsed = environment.parse(words)
    except TemplateSyntaxError as problem:
        raise BadInput(f"{where}, line {problem.lineno}: {problem.message}.") from None
    unknown = sorted(meta.find_undeclared_variables(parsed) - NAMES)
    if unknown:
        names = ", ".join(f"{{{{ {name} }}}}" for name in unknown)
        raise BadInput(f"{where}: there is no fact for {names}; docs/letters.md lists those there are.")
    strange = next((node for node in parsed.find_all(nodes.Node) if not isinstance(node, _ALLOWED)), None)
    if strange is not None:
        raise BadInput(
            f"{where}, line {strange.lineno}: only facts in double braces and {{% if %}} or {{% for %}} may "
            "stand in a letter."
        )


def _block(lines: list[str]) -> Markup:
    if all(line.lstrip().startswith(_BULLET) for line in lines):
        items = (Markup("<li>{}</li>").format(line.lstrip().removeprefix(_BULLET)) for line in lines)
        return Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(items))
    return Markup("<p>{}</p>").format(Markup("<br>\n").join(escape(line) for line in lines))


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
