"""A programme's own words: plain text with facts in it, from the programme's folder to the letter.

They are filled in first, and only then made into paragraphs, so that whatever stands in a fact is text.
"""

from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, TypeGuard

from jinja2 import StrictUndefined, TemplateSyntaxError, meta, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from domain.errors import BadInput

_ALLOWED = (nodes.Output, nodes.TemplateData, nodes.Name, nodes.If, nodes.For, nodes.Not, nodes.And, nodes.Or)
"""Text, facts, and whether or how often there is one."""
_BULLET = "- "
_OURS_ALONE = frozenset({"resources", "objectives", "matters"})
"""Facts of several parts, which plain text cannot show."""
_SEVERAL = frozenset(
    {"commitments", "competencies", "conditions", "figures", "missing", "questions", "sittings"}
)


def plain(words: str | None, facts: Mapping[str, Any]) -> str:
    """These words with the facts in them; nothing for none."""
    return _environment().from_string(words).render(facts).strip() if words else ""


def rich(text: str) -> Markup:
    """This text as HTML: paragraphs between empty lines, and lines that begin with a hyphen as a list."""
    blocks = [block.splitlines() for block in text.split("\n\n") if block.strip()]
    return Markup("\n").join(_block(lines) for lines in blocks)


def check(words: str, where: str, known: frozenset[str]) -> None:
    """Raises BadInput, naming every placeholder that there is no fact for in this letter, or what cannot
    be read. `known`: the facts that the letter has."""
    environment = _environment()
    try:
        parsed = environment.parse(words)
    except TemplateSyntaxError as problem:
        raise BadInput(
            f"{where}, line {problem.lineno}: what stands in braces there cannot be read, or an "
            "{% if %} or {% for %} is not closed."
        ) from None
    unknown = sorted(meta.find_undeclared_variables(parsed) - (known - _OURS_ALONE))
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
    strange = next((node for node in parsed.find_all(nodes.Node) if not isinstance(node, _ALLOWED)), None)
    if strange is not None:
        raise BadInput(
            f"{where}, line {strange.lineno}: only facts in double braces and {{% if %}} or {{% for %}} may "
            "stand in a letter."
        )


def _is_name(node: nodes.Node) -> TypeGuard[nodes.Name]:
    return isinstance(node, nodes.Name)


def _block(lines: list[str]) -> Markup:
    if all(line.lstrip().startswith(_BULLET) for line in lines):
        items = (Markup("<li>{}</li>").format(line.lstrip().removeprefix(_BULLET)) for line in lines)
        return Markup("<ul>\n{}\n</ul>").format(Markup("\n").join(items))
    return Markup("<p>{}</p>").format(Markup("<br>\n").join(escape(line) for line in lines))


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_empty_if_none
    )


def _empty_if_none(value: Any) -> Any:
    return "" if value is None else value
