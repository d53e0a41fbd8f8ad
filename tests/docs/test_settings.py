"""docs/settings.md is the table of every setting."""

import pytest

from settings import Settings
from tests.docs.pages import sections, table, text_of

pytestmark = pytest.mark.docs


def test_every_setting_is_in_the_table_with_its_default_and_no_other() -> None:
    told = table(sections(text_of("docs/settings.md"))["Tandem's own"])

    assert {name: cells[1] for name, cells in told.items()} == {
        f"TANDEM_{name.upper()}": f"`{field.default}`" if field.default else "empty"
        for name, field in Settings.model_fields.items()
    }
