"""The code as Python reads it, for tests that ask what it says."""

import ast
from functools import cache
from pathlib import Path


@cache
def tree(file: Path) -> ast.Module:
    """Read once for all tests: nobody changes it."""
    return ast.parse(file.read_text("utf-8"))


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    """All of this file's, in no particular order."""
    return tuple(ast.walk(tree(file)))
