"""What is owed around a report: derived from its dates, on the days on which it is of use."""

from datetime import date, datetime

import pytest

from domain.errors import BadInput, Refused
from domain.programme.evaluation_plan import Committee, ReportPlan
from domain.programme.programme import Programme
from domain.programme.report_dates import announcing, is_announced_by, last_report_day, report_duties
from tests.every import every
from tests.living import bristol, utc

pytestmark = pytest.mark.unit

REPORTING: Programme = bristol().replace(
    report=ReportPlan(
        due=date(2028, 3, 6),
        committees=(Committee(name="The board", on=date(2028, 4, 3)),),
        next_steps=date(2028, 7, 3),
    )
)
SILENT = bristol().replace(report=None)


def owed(day: datetime, programme: Programme = REPORTING) -> list[str]:
    return [duty.says for duty in report_duties(programme, day)]


def test_the_report_is_owed_from_a_fortnight_before_its_day_until_a_fortnight_after() -> None:
    assert owed(utc(2028, 2, 20, 12)) == []
    assert owed(utc(2028, 2, 21, 12)) == ["The report is due on Mon 6 Mar 2028"]
    assert owed(utc(2028, 3, 20, 12)) == ["The report was due on Mon 6 Mar 2028"]
    assert owed(utc(2028, 3, 21, 12)) == []


def test_a_committee_is_named_in_the_week_before_it_reads_the_report() -> None:
    reads = ["The board reads the report on Mon 3 Apr 2028"]

    assert [owed(utc(2028, month, day)) for month, day in ((3, 26), (3, 27), (4, 3), (4, 4))] == [
        *([], reads),
        *(reads, []),
    ]


def test_the_announcement_is_asked_for_until_it_is_written_down() -> None:
    written = announcing(REPORTING, "A second cohort begins in the autumn.")

    (duty,) = report_duties(REPORTING, utc(2028, 6, 19, 12))
    assert duty.is_announcement
    assert duty.says == (
        "What comes next is to be announced on Mon 3 Jul 2028, and nothing is written down yet"
    )
    assert owed(utc(2028, 6, 19, 12), written) == []


def test_it_is_announced_on_the_day_by_the_clock_of_the_programme() -> None:
    written = announcing(REPORTING, "A second cohort begins in the autumn.")

    assert not is_announced_by(written, utc(2028, 7, 2, 22, 59))
    assert is_announced_by(written, utc(2028, 7, 2, 23, 1))
    assert not is_announced_by(REPORTING, utc(2028, 7, 4))


@every(
    ("text", "says"),
    [
        ("  ", "Say in a few sentences what comes next."),
        ("x" * 2001, "The announcement has 2,001 characters; a letter takes 2,000."),
    ],
)
def test_words_that_no_letter_takes_are_refused(text: str, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        announcing(REPORTING, text)


def test_a_programme_without_a_day_for_it_announces_nothing() -> None:
    with pytest.raises(Refused, match=r"its file needs report\.next_steps"):
        announcing(SILENT, "A second cohort.")
    assert not is_announced_by(SILENT, utc(2030, 1, 1))


def test_mornings_go_on_until_the_last_day_of_the_report() -> None:
    without = REPORTING.replace(report=REPORTING.report and REPORTING.report.replace(next_steps=None))

    assert last_report_day(without) == date(2028, 4, 3)
    assert last_report_day(REPORTING) == date(2029, 7, 3)
    assert last_report_day(SILENT) is None
