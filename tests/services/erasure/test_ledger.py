"""The list of erasures, outside the store: it names nobody, and knows everybody again."""

import json
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.errors import Refused
from services.erasure.ledger import ErasureLedger

pytestmark = pytest.mark.unit

NOW = datetime(2027, 6, 1, 12, tzinfo=UTC)


@pytest.fixture
def ledger(tmp_path: Path) -> ErasureLedger:
    return ErasureLedger(tmp_path / "kept" / "erasures.jsonl", tmp_path / "kept" / "erasures.key")


def test_a_line_has_the_time_the_id_and_a_digest_and_no_address(ledger: ErasureLedger) -> None:
    ledger.add("id-of-ann", "Ann@Uni.example ", NOW)

    line = json.loads(ledger.file.read_text("utf-8"))
    assert line == {"at": NOW.isoformat(), "person": "id-of-ann", "address": ledger.digest("ann@uni.example")}
    assert len(line["address"]) == 64


def test_nobody_else_can_read_the_two_files(ledger: ErasureLedger) -> None:
    ledger.add("id-of-ann", "ann@uni.example", NOW)

    assert {stat.S_IMODE(file.stat().st_mode) for file in ledger.file.parent.iterdir()} == {0o600}


def test_in_a_folder_that_a_group_shares_the_group_can_write_them_whatever_the_umask(
    ledger: ErasureLedger,
) -> None:
    ledger.file.parent.mkdir()
    ledger.file.parent.chmod(0o2770)
    before = os.umask(0o077)
    try:
        for person in ("ann", "tom"):
            ledger.add(person, f"{person}@uni.example", NOW)
    finally:
        os.umask(before)

    assert {stat.S_IMODE(file.stat().st_mode) for file in ledger.file.parent.iterdir()} == {0o660}


def test_a_line_is_added_behind_the_others_and_once_a_person(ledger: ErasureLedger) -> None:
    for person in ("ann", "tom", "ann"):
        ledger.add(person, f"{person}@uni.example", NOW)

    assert [line.person for line in ledger.lines()] == ["ann", "tom"]


def test_another_key_knows_nobody_again(ledger: ErasureLedger, tmp_path: Path) -> None:
    other = ErasureLedger(tmp_path / "other.jsonl", tmp_path / "other.key")

    assert ledger.digest("ann@uni.example") != other.digest("ann@uni.example")


def test_without_its_key_nobody_is_added(ledger: ErasureLedger) -> None:
    ledger.add("ann", "ann@uni.example", NOW)
    ledger.key_file.unlink()

    with pytest.raises(Refused, match=r"erasures\.key is missing"):
        ledger.add("tom", "tom@uni.example", NOW)

    assert not ledger.has_key
    assert [line.person for line in ledger.lines()] == ["ann"]


@pytest.mark.parametrize("text", ["", "no key", "abcd"])
def test_a_key_that_is_none_is_refused(ledger: ErasureLedger, text: str) -> None:
    ledger.key_file.parent.mkdir()
    ledger.key_file.write_text(text)

    with pytest.raises(Refused, match="is no key"):
        ledger.digest("ann@uni.example")


def test_a_list_that_was_changed_is_refused(ledger: ErasureLedger) -> None:
    ledger.add("ann", "ann@uni.example", NOW)
    ledger.file.write_text("not as it was\n")

    with pytest.raises(Refused, match="is not as it was written"):
        ledger.lines()


def test_where_it_cannot_be_written_nothing_is_erased(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ledger = ErasureLedger(tmp_path / "file" / "erasures.jsonl", tmp_path / "erasures.key")

    with pytest.raises(Refused, match="Nothing was erased"):
        ledger.add("ann", "ann@uni.example", NOW)
