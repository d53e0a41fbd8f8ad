"""Times that are asked about before they are kept."""

from datetime import date, time

import pytest

from domain.unusual_dates import unusual_for_gathering, unusual_for_session
from tests.every import every

pytestmark = pytest.mark.unit

GOOD_FRIDAY = date(2027, 3, 26)
HOLIDAYS = {GOOD_FRIDAY: "Good Friday"}
THURSDAY, SATURDAY = date(2027, 7, 1), date(2027, 7, 3)


@every(
    ("on", "begins", "gathering", "session"),
    [
        (THURSDAY, time(10), None, None),
        (THURSDAY, time(7), None, None),
        (THURSDAY, time(21), None, None),
        (THURSDAY, None, None, None),
        (SATURDAY, time(10), "Sat 3 Jul 2027: that is a Saturday.", None),
        (
            THURSDAY,
            time(3),
            "Thu 1 Jul 2027: that is at 03:00, when people sleep.",
            "Thu 1 Jul 2027: that is at 03:00, when people sleep.",
        ),
        (
            GOOD_FRIDAY,
            time(21, 30),
            "Fri 26 Mar 2027: that is a bank holiday (Good Friday) and at 21:30, when people sleep.",
            "Fri 26 Mar 2027: that is a bank holiday (Good Friday) and at 21:30, when people sleep.",
        ),
    ],
)
def test_what_is_unusual_is_said(
    on: date, begins: time | None, gathering: str | None, session: str | None
) -> None:
    assert unusual_for_gathering(on, begins, HOLIDAYS) == gathering
    assert unusual_for_session(on, begins, HOLIDAYS) == session
