"""docs/settings.md is the table of every setting."""

from pydantic.fields import FieldInfo

from settings import Settings
from tests.docs.pages import sections, table, text_of
from tests.every import every


def _rows() -> dict[str, list[str]]:
    return table(sections(text_of("docs/settings.md"))["Tandem's own"])


@every(("name", "field"), Settings.model_fields.items())
def test_every_setting_is_in_the_table_with_its_default(name: str, field: FieldInfo) -> None:
    found = _rows()
    assert f"TANDEM_{name.upper()}" in found
    assert found[f"TANDEM_{name.upper()}"][1] == (f"`{field.default}`" if field.default else "empty")


def test_no_setting_is_in_the_table_that_does_not_exist() -> None:
    assert set(_rows()) == {f"TANDEM_{name.upper()}" for name in Settings.model_fields}
