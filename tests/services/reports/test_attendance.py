"""Who came to which gathering, by name."""

import pytest

from domain.enums import Attendance, Role
from domain.errors import NotFound, Refused
from services.reports.attendance import who_came
from storage.database import Database
from tests.services.asking import storing
from tests.storage.test_statistics import excused, missed_and_caught_up, stand

pytestmark = pytest.mark.store


def test_everybody_stands_once_with_the_last_word_by_gathering_role_and_name(database: Database) -> None:
    key = stand(database, missed_and_caught_up(), excused())

    found = who_came(storing(database), key, "induction")

    assert [(one.role, one.person.email.partition("@")[0], one.attendance) for one in found] == [
        (Role.MENTEE, "canary-t0", Attendance.MISSED),
        (Role.MENTEE, "canary-t1", Attendance.WAIVED),
        (Role.MENTOR, "canary-m0", Attendance.ATTENDED),
    ]
    assert {one.gathering for one in found} == {"Development session 1: induction"}
    assert who_came(storing(database), key) == found


def test_a_cohort_or_a_gathering_that_is_not_there_is_said_so(database: Database) -> None:
    key = stand(database, excused())

    with pytest.raises(NotFound):
        who_came(storing(database), "nowhere")
    with pytest.raises(Refused, match="no gathering 'picnic'; it has: information, induction"):
        who_came(storing(database), key, "picnic")
