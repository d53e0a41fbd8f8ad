"""What there is to remark about the dates of a programme and of a session."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain.programme.dates import Slot
from services.unusual_dates import remark_on_session, remark_on_slot, remarks_on_programme
from tests.factories import bristol

pytestmark = pytest.mark.unit

LONDON, PARIS = ZoneInfo("Europe/London"), ZoneInfo("Europe/Paris")


def test_a_session_is_judged_by_the_local_clock() -> None:
    three_at_night, ten = datetime(2027, 7, 1, 2, tzinfo=UTC), datetime(2027, 7, 1, 9, tzinfo=UTC)

    assert remark_on_session(three_at_night, LONDON) == "Thu 1 Jul 2027: that is at 03:00, when people sleep."
    assert remark_on_session(ten, LONDON) is None


def test_bank_holidays_are_those_of_england_and_of_nowhere_else() -> None:
    christmas = Slot(on=date(2028, 12, 25), hours="10:00-11:00")

    assert remark_on_slot(christmas, LONDON) == "Mon 25 Dec 2028: that is a bank holiday (Christmas Day)."
    assert remark_on_slot(christmas, PARIS) is None


def test_a_programme_s_gathering_on_a_saturday_is_remarked_on() -> None:
    first, *rest = bristol().gatherings
    saturday = first.sittings[0].replace(on=date(2027, 7, 3))
    programme = bristol().replace(gatherings=(first.replace(sittings=(saturday,)), *rest))

    found = [one for one in remarks_on_programme(programme) if one.gathering == first.key]

    assert [one.remark for one in found] == ["Sat 3 Jul 2027: that is a Saturday."]
