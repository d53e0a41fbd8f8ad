"""docs/rooms.md tells the same import table as the test that holds it true."""

import pytest

from tests.docs.pages import sections, table, text_of
from tests.test_rooms import MAY_ASK

pytestmark = pytest.mark.docs


def test_the_table_of_rooms_is_the_one_that_holds() -> None:
    told = table(sections(text_of("docs/rooms.md"))["Who may ask whom"])
    rooms = {
        room: {asked.strip(" `") for asked in cells[1].split(",")} - {"nobody"}
        for room, cells in told.items()
    }
    assert rooms == MAY_ASK
