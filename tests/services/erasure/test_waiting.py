"""What has to come to its end before somebody is erased."""

from pathlib import Path

import pytest
from sqlalchemy import select, update

from domain.enums import ApplicationStage, Role, Stage
from domain.errors import Refused
from domain.letter.states import LetterState
from services.erasure.erasing import erase
from services.erasure.personal_files import PersonalFiles
from services.erasure.waiting import read_letters, what_waits
from storage.database import Database
from storage.erasing.going_on import GoingOn
from storage.tables.entities import ApplicationRow, PairingRow
from storage.tables.people import PersonRow
from tests.services.asking import storing
from tests.services.erasure.canaries import EMAIL, NAME, applied, canary, open_in, paired, written

pytestmark = pytest.mark.store


@pytest.fixture
def pairing(database: Database) -> str:
    """A pairing of the canary that has ended, as has their application."""
    open_in(database, "first")
    applied(database, "first", canary(Role.MENTOR))
    made = paired(database, "first")
    with database.begin() as session:
        session.execute(update(PairingRow).values(stage=Stage.ENDED, waits_for=None))
        session.execute(update(ApplicationRow).values(stage=ApplicationStage.WITHDRAWN))
    return made


def _waits(database: Database) -> GoingOn:
    with database.begin() as session:
        person = session.scalars(select(PersonRow.id).where(PersonRow.email == EMAIL)).one()
    reader = read_letters(database, person)
    with database.begin() as session:
        return what_waits(session, person, reader)


def test_where_all_is_over_nothing_is_waited_for(database: Database, pairing: str) -> None:
    assert _waits(database).is_over


def test_a_pair_that_still_tells_the_partner_is_waited_for(database: Database, pairing: str) -> None:
    with database.begin() as session:
        session.get_one(PairingRow, pairing).waits_for = "the hour to be over"

    assert _waits(database) == GoingOn([], [pairing], 0, 0)


def test_a_completed_pair_that_asks_one_question_more_is_not(database: Database, pairing: str) -> None:
    with database.begin() as session:
        row = session.get_one(PairingRow, pairing)
        row.stage, row.waits_for = Stage.COMPLETED, "the day of the follow-up letter"

    assert _waits(database).is_over


def test_an_application_that_waits_for_the_next_cohort_is_ended_first(
    database: Database, pairing: str
) -> None:
    with database.begin() as session:
        session.execute(update(ApplicationRow).values(stage=ApplicationStage.CARRIED))

    assert _waits(database).applications == ["first-a01"]


@pytest.mark.parametrize(
    ("about", "text", "state", "expected"),
    [
        ("pairing-first-01", "Your partner has left", LetterState.PENDING, (1, 0)),
        ("cohort-first", f"{NAME} waits", LetterState.DEFERRED, (1, 0)),
        ("pairing-first-01", "Your partner has left", LetterState.DRAFT, (0, 1)),
        ("cohort-first", "Kim waits", LetterState.PENDING, (0, 0)),
        ("pairing-first-01", f"{NAME} has left", LetterState.SENT, (0, 0)),
    ],
)
def test_letters_of_others_go_first(
    database: Database, pairing: str, about: str, text: str, state: LetterState, expected: tuple[int, int]
) -> None:
    with database.begin() as session:
        written(session, 1, about, "tom@uni.example", text, state=state)

    waits = _waits(database)

    assert (waits.letters, waits.drafts) == expected


async def test_where_no_list_of_erasures_is_kept_nobody_is_erased(
    database: Database, pairing: str, tmp_path: Path
) -> None:
    with pytest.raises(Refused, match="TANDEM_ERASURES_FILE and TANDEM_ERASURES_KEY_FILE"):
        await erase(storing(database), EMAIL, PersonalFiles(None, tmp_path))
