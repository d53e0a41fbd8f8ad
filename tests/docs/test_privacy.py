"""docs/privacy.md says what goes when, and how each right is served."""

import ast
import re
from pathlib import Path

import pytest

from domain.application.form import ApplicationField
from domain.retention import RetentionClass, RetentionPlan
from tests.docs.pages import rows, sections, text_of
from tests.syntax import nodes
from tests.test_rooms import MAY_ASK, ROOT

pytestmark = pytest.mark.docs

PAGE = "docs/privacy.md"


def _table(heading: str) -> list[list[str]]:
    return list(rows(sections(text_of(PAGE))[heading]))


def test_each_class_goes_when_the_page_says() -> None:
    told = [
        int(found[0].replace(",", ""))
        for cells in _table("What goes by itself")
        if (found := re.findall(r"^([\d,]+) days", cells[1]))
    ]

    assert told == [RetentionPlan().kept_for(what).days for what in RetentionClass]


def test_each_right_has_its_command_or_its_reason() -> None:
    served = {cells[0]: cells[1] for cells in _table("Rights and how each is served")}

    assert len(served) >= 8
    for right in ("access", "put right", "erased", "restrict", "object", "consent"):
        assert any(right in name and "tandem " in how for name, how in served.items()), right


def test_every_field_that_is_asked_for_is_among_the_facts() -> None:
    facts = {cells[0]: cells[1] for cells in _table("Facts for an impact assessment") if len(cells) == 2}
    whole = f"{facts['which data']} {facts['special categories']}"

    words = ("grade", "employer", "department", "site", "profession", "goals", "offers", "background")
    assert {word for word in words if word not in whole} == set()
    assert set(words) <= {field.value for field in ApplicationField}


_CALLING = {"http.client", "urllib.request", "smtplib", "requests", "httpx", "aiohttp", "ftplib", "poplib"}


def test_nothing_calls_anybody_but_the_mail_server_by_itself() -> None:
    """Beside what the libraries of Temporal, PostgreSQL and OpenTelemetry call, where settings say so."""
    files = [file for room in MAY_ASK for file in (*ROOT.glob(f"{room}.py"), *(ROOT / room).rglob("*.py"))]
    calling = {file.relative_to(ROOT).parts[0] for file in files if _imported(file) & _CALLING}

    assert calling == {"mail", "rehearsal"}  # a rehearsal answers on its own pages, on this machine


def _imported(file: Path) -> set[str]:
    named = {alias.name for node in nodes(file) if isinstance(node, ast.Import) for alias in node.names}
    return named | {node.module or "" for node in nodes(file) if isinstance(node, ast.ImportFrom)}
