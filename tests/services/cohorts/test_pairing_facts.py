"""A list of facts is validated whole, by the pairings themselves."""

from datetime import date
from pathlib import Path

import pytest

from domain.enums import BOTH
from domain.errors import BadInput
from domain.letter.letter import LetterName
from domain.pairing.events import Accept, End
from services.cohorts.record_template import record_template
from services.cohorts.recording import ValidatedRecordFile, validate_file
from storage import ledger
from storage.database import Database
from tests.every import every
from tests.living import Life, bristol_rules, utc
from tests.services.asking import storing
from tests.services.cohorts.fact_lists import Line, written
from tests.world import written_down

pytestmark = pytest.mark.store

SEPT_10 = utc(2027, 9, 10, 10)
UNDER_WAY = (
    ("1", "both", "accepted", "2027-06-18"),
    ("1", "", "attended", "2027-06-30", "induction"),
    ("1", "", "attended", "2027-07-06", "training"),
    ("1", "", "met", "2027-07-20"),
    ("1", "", "met", "2027-08-17 10:00", "", "90"),
)


@pytest.fixture
def two(sqlite_store: Database) -> list[str]:
    """Two pairings in the store, taken over on Fri 10 September 2027; nothing has been told of them."""
    ids = written_down(sqlite_store, 2)
    for key in ids:
        recorded(sqlite_store, key, Life(bristol_rules(), SEPT_10, taken_over=True))
    return ids


def recorded(store: Database, key: str, life: Life) -> None:
    with store.begin() as session:
        for entry in life.entries:
            ledger.record(session, entry.replace(id=key))


def validated(store: Database, folder: Path, pairings: list[str], *lines: Line) -> ValidatedRecordFile:
    key = pairings[0].rpartition("-")[0]
    return validate_file(storing(store, SEPT_10), key, written(folder, key, lines))


def problems(store: Database, folder: Path, pairings: list[str], *lines: Line) -> list[str]:
    with pytest.raises(BadInput) as bad:
        validated(store, folder, pairings, *lines)
    return [problem.partition(", ")[2] for problem in bad.value.problems]


def test_each_row_is_what_its_command_would_tell_day_by_day(
    sqlite_store: Database, tmp_path: Path, two: list[str]
) -> None:
    found = validated(sqlite_store, tmp_path, two, *reversed(UNDER_WAY))
    assert [fact.row for fact in found.facts.to_tell] == [6, 6, 5, 4, 3, 2]
    assert {fact.pairing for fact in found.facts.to_tell} == {two[0]}


def test_what_lies_before_the_takeover_brings_no_letter(
    sqlite_store: Database, tmp_path: Path, two: list[str]
) -> None:
    assert validated(sqlite_store, tmp_path, two, *UNDER_WAY).facts.letters == {}


def test_what_happens_today_brings_those_that_its_command_brings(
    sqlite_store: Database, tmp_path: Path, two: list[str]
) -> None:
    found = validated(sqlite_store, tmp_path, two, ("2", "both", "accepted", "2027-09-10"))
    assert found.facts.letters == {LetterName.BOTH_ACCEPTED: 2}


def test_all_that_is_wrong_is_found_and_named_by_row(
    sqlite_store: Database, tmp_path: Path, two: list[str]
) -> None:
    found = problems(
        sqlite_store,
        tmp_path,
        two,
        ("1", "both", "accepted", "2027-09-11"),
        ("2", "both", "accepted", "2027-06-18"),
        ("2", "", "attended", "2027-06-29", "induction"),
        ("2", "", "partied", "2027-07-01"),
        ("9", "", "met", "2027-07-20"),
        ("2", "", "attended", "2027-06-30", "picnic"),
    )
    key = two[0].rpartition("-")[0]
    assert found[0] == f"row 2: {two[0]}: Sat 11 Sep 2027 is still to come; tell it when it has happened."
    assert found[1].startswith(f"row 4: {two[1]}: induction begins on Wed 30 Jun 2027")
    assert found[2].startswith("row 5, 'what': 'partied'")
    assert found[3] == f"row 6: there is no pairing '{key}-9' in this cohort."
    assert found[4].startswith(f"row 7: {two[1]}: This programme has no gathering 'picnic'")


def test_what_is_known_already_is_counted_and_not_told_again(
    sqlite_store: Database, tmp_path: Path, two: list[str]
) -> None:
    life = Life(bristol_rules(), SEPT_10, taken_over=True)
    life.update(*(Accept(role=role, happened_on=date(2027, 6, 18)) for role in BOTH))
    life.update(End(happened_on=date(2027, 8, 2)))
    with sqlite_store.begin() as session:
        for entry in life.entries[1:]:
            ledger.record(session, entry.replace(id=two[1]))
    lines = (
        ("2", "both", "accepted", "2027-06-18"),
        ("2", "", "ended", "2027-08-02"),
        ("1", "mentor", "accepted", "2027-06-18"),
    )
    found = validated(sqlite_store, tmp_path, two, *lines)
    assert (len(found.facts.to_tell), found.facts.known, found.facts.ending) == (1, 2, [])


def test_another_day_than_is_known_is_said_and_not_taken_over(
    sqlite_store: Database, tmp_path: Path, two: list[str]
) -> None:
    lines = (("1", "mentor", "accepted", "2027-06-18"), ("1", "both", "accepted", "2027-06-21"))
    facts = validated(sqlite_store, tmp_path, two, *lines).facts
    assert (len(facts.to_tell), facts.known) == (2, 0)
    assert facts.other_days == [
        f"row 3: {two[0]}: accepted on Fri 18 Jun 2027 is known already, and stays; the "
        "file says Mon 21 Jun 2027."
    ]


def test_the_pairings_that_it_ends_are_named(sqlite_store: Database, tmp_path: Path, two: list[str]) -> None:
    found = validated(sqlite_store, tmp_path, two, ("1", "mentee", "withdrew", "2027-08-02"))
    assert [view.id for view in found.facts.ending] == [two[0]]


@every(
    ("cells", "roles"),
    [
        (("1", "Partner"), ["mentor"]),
        (("1", "canary mentee 0"), ["mentee"]),
        (("", "Canary Mentor 1"), ["mentor"]),
        (("2", ""), ["mentor", "mentee"]),
    ],
)
def test_a_row_names_a_pair_or_a_person(
    sqlite_store: Database, tmp_path: Path, two: list[str], cells: Line, roles: list[str]
) -> None:
    found = validated(sqlite_store, tmp_path, two, (*cells, "accepted", "2027-06-18"))
    assert [getattr(fact.event, "role", None) for fact in found.facts.to_tell] == roles


@every(
    ("cells", "says"),
    [
        (("", "both"), "row 2: it is not said which pair"),
        (("", "Nobody"), "row 2: nobody in a pair of this cohort is called 'Nobody'"),
        (("1", "Canary Mentor 1"), "row 2: 'Canary Mentor 1' is not one partner of "),
    ],
)
def test_whoever_is_not_in_the_pair_is_refused(
    sqlite_store: Database, tmp_path: Path, two: list[str], cells: Line, says: str
) -> None:
    (sentence,) = problems(sqlite_store, tmp_path, two, (*cells, "accepted", "2027-06-18"))
    assert sentence.startswith(says)


def test_who_left_must_be_said(sqlite_store: Database, tmp_path: Path, two: list[str]) -> None:
    (sentence,) = problems(sqlite_store, tmp_path, two, ("1", "both", "withdrew", "2027-08-02"))
    assert sentence == "row 2: say which partner; 'withdrew' is of one."


def test_the_template_lists_the_pairs_and_says_nothing_by_itself(
    sqlite_store: Database, tmp_path: Path, two: list[str]
) -> None:
    key = two[0].rpartition("-")[0]
    header, rows, *_ = record_template(storing(sqlite_store), key)
    assert [row[:2] for row in rows if row[0]] == [
        [two[0], "Canary Mentor 0"],
        [two[1], "Canary Mentor 1"],
    ]
    assert f"pairing {two[0]}; who both; what accepted; when 2027-06-14" in [row[-1] for row in rows]
    file = tmp_path / "template.csv"
    file.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in (header, *rows)))
    found = validate_file(storing(sqlite_store, SEPT_10), key, file)
    assert (found.facts.to_tell, found.empty) == ([], len(rows))
