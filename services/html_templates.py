"""Templates of HTML pages that stand by themselves, such as a report's."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


def html_templates(folder: Path, **filters: Callable[..., Any]) -> Environment:
    """Those of this folder: what they are given is escaped, and a name that is not there is an error."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(filters)
    return environment
