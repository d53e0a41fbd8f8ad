"""The diagrams in the docs are those that the domain's tables draw."""

import pytest

from tests.docs.diagrams import DRAWN, drawn

pytestmark = pytest.mark.docs


@pytest.mark.parametrize("page", DRAWN)
def test_the_diagram_is_the_one_that_the_table_draws(page: str) -> None:
    assert drawn(page) == DRAWN[page](), "run: python -m tests.docs.diagrams"
