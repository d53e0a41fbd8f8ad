"""A list of facts is validated whole, by the applications themselves."""

from pathlib import Path

import pytest

from domain.application.events import Confirm, SignUp, WithdrawApplication
from domain.enums import ApplicationStage, Role
from domain.errors import BadInput
from domain.programme.programme import Programme
from services.cohorts.record_template import record_template
from services.cohorts.recording import ValidatedRecordFile, validate_file
from storage import arrivals
from storage.database import Database
from tests.every import every
from tests.living import utc
from tests.mail.application_stories import application, demanding, living, person_of
from tests.mail.office import opened, record
from tests.services.asking import storing
from tests.services.cohorts.fact_lists import Line, written

pytestmark = pytest.mark.store

MAY_10, MAY_20 = utc(2027, 5, 10), utc(2027, 5, 20, 10)
HEADER = ("application", "who", "what", "when", "gathering", "condition")


def _with_hours() -> Programme:
    found = demanding("bristol")
    return found.replace(
        gatherings=tuple(
            plan.replace(
                sittings=tuple(one.replace(hours=one.hours or "12:00-13:00") for one in plan.sittings)
            )
            for plan in found.gatherings
        )
    )


PROGRAMME = _with_hours()
ANN = person_of(Role.MENTOR)


@pytest.fixture
def cohort(sqlite_store: Database) -> str:
    """Ann has applied in both roles; her line manager has not answered about either."""
    key = opened(sqlite_store, PROGRAMME)
    for role in Role:
        form = application(role).replace(name=ANN.name, email=ANN.email)
        with sqlite_store.begin() as session:
            _, application_id = arrivals.upsert(session, key, form, MAY_10)
            entity = living(PROGRAMME, role, MAY_10)
            entity.until(MAY_20)
            for entry in entity.entries:
                record(session, entry.replace(id=application_id))
    return key


def validated(store: Database, folder: Path, cohort: str, *lines: Line) -> ValidatedRecordFile:
    return validate_file(storing(store, MAY_20), cohort, written(folder, cohort, lines, HEADER))


def refused(store: Database, folder: Path, cohort: str, *lines: Line) -> list[str]:
    with pytest.raises(BadInput) as bad:
        validated(store, folder, cohort, *lines)
    return [problem.partition(", ")[2] for problem in bad.value.problems]


def test_a_manager_s_answer_settles_both_roles(sqlite_store: Database, tmp_path: Path, cohort: str) -> None:
    found = validated(sqlite_store, tmp_path, cohort, ("", ANN.name, "supported", "2027-05-18"))

    told = found.applicants.to_tell
    assert sorted(fact.found.view.id for fact in told) == [f"{cohort}-a01", f"{cohort}-a02"]
    assert {type(fact.event) for fact in told} == {Confirm}
    assert (found.applicants.leaving, found.facts.to_tell) == ([], [])


def test_who_withdraws_without_a_partner_comes_out_of_the_running(
    sqlite_store: Database, tmp_path: Path, cohort: str
) -> None:
    found = validated(sqlite_store, tmp_path, cohort, (f"{cohort}-a1", "", "withdrew", "2027-05-18"))

    (told,) = found.applicants.to_tell
    assert isinstance(told.event, WithdrawApplication)
    assert [view.id for view in found.applicants.leaving] == [f"{cohort}-a01"]


def test_who_signs_up_is_given_the_date_of_that_day(
    sqlite_store: Database, tmp_path: Path, cohort: str
) -> None:
    (plan, *_) = [one for one in PROGRAMME.gatherings if one.kind.stage is None]
    day = f"{plan.sittings[-1].on}"

    found = validated(sqlite_store, tmp_path, cohort, (f"{cohort}-a01", "", "signed up", day, plan.key))

    (told,) = found.applicants.to_tell
    assert told.event == SignUp(gathering=plan.key, sitting=plan.sitting_keys[-1])


def test_told_twice_in_one_list_it_is_told_once(sqlite_store: Database, tmp_path: Path, cohort: str) -> None:
    line = (f"{cohort}-a01", "", "declined", "2027-05-18")

    found = validated(sqlite_store, tmp_path, cohort, line, line)

    assert (len(found.applicants.to_tell), found.known) == (1, 1)


@every(
    ("cells", "says"),
    [
        (("", "Nobody", "supported", "2027-05-18"), "row 2: nobody who has applied to this cohort is called"),
        (("x-a9", "", "supported", "2027-05-18"), "row 2: there is no application 'x-a9' in this cohort."),
        (("", ANN.name, "declined", "2027-05-18"), f"row 2: {ANN.name!r} has applied more than once"),
        (("", ANN.name, "signed up", "2027-05-18", "induction"), "row 2: "),
        (("", "", "supported", "2027-05-18"), "row 2: it is not said who"),
    ],
)
def test_what_cannot_be_is_refused_with_its_row(
    sqlite_store: Database, tmp_path: Path, cohort: str, cells: Line, says: str
) -> None:
    (sentence, *_) = refused(sqlite_store, tmp_path, cohort, cells)
    assert sentence.startswith(says)


def test_what_the_application_itself_refuses_stops_the_whole_list(
    sqlite_store: Database, tmp_path: Path, cohort: str
) -> None:
    wrong = (f"{cohort}-a01", "", "confirmed", "2027-05-18", "", "juggling")
    right = (f"{cohort}-a02", "", "supported", "2027-05-18")

    (sentence,) = refused(sqlite_store, tmp_path, cohort, right, wrong)

    assert sentence.startswith(f"row 3: {cohort}-a01: This role has no condition 'juggling'; it has: ")


def test_the_template_lists_who_has_no_partner_and_says_nothing_by_itself(
    sqlite_store: Database, tmp_path: Path, cohort: str
) -> None:
    header, rows, _, applied = record_template(storing(sqlite_store), cohort)

    assert sorted(view.id for view in applied) == [f"{cohort}-a01", f"{cohort}-a02"]
    assert [row[1] for row in rows if row[1]] == [view.id for view in applied]
    assert any(row[-1].startswith(f"application {applied[0].id}; what supported; when ") for row in rows)
    assert all(view.stage is ApplicationStage.CHECKING for view in applied)
    file = tmp_path / "template.csv"
    file.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in (header, *rows)))
    found = validate_file(storing(sqlite_store, MAY_20), cohort, file)
    assert (found.applicants.to_tell, found.empty) == ([], len(rows))
