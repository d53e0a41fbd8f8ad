"""`tandem demo`, from the outside: what it says happened is what happened."""

import json
import re
from collections import Counter
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest

from domain.errors import Refused
from rehearsal.story import clear
from settings import Settings
from storage import cohorts
from storage.database import Database
from tests.conftest import settings_in
from tests.living import bristol, utc
from tests.ops.local.up import letter_files, tandem
from tests.pairs_csv import pairs_csv

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Where a demo has been played."""
    settings = settings_in(tmp_path_factory.mktemp("demo"))
    done = tandem(settings, "demo")
    assert done.returncode == 0, done.stderr
    assert "history events" in done.stdout
    (a_pair,) = re.findall(r"a coordinator typed \d+, ([\d.]+) a pair", done.stdout)
    assert float(a_pair) <= 1.5
    assert not done.stderr
    return settings


@pytest.fixture(scope="module")
def status(played: Settings) -> Any:
    """How the cohort stands after it."""
    return json.loads(tandem(played, "cohort", "status", "bristol-2021", "--json").stdout)


def test_the_twelve_pairs_meet_the_fates_that_are_told(status: Any) -> None:
    fates = Counter((p["stage"], p["reason"]) for p in status["pairings"])
    assert fates == {("completed", None): 10, ("ended", "no_contact"): 1, ("ended", "mentee_withdrew"): 1}
    assert [p["id"] for p in status["pairings"]] == [f"bristol-2021-{n:02}" for n in range(1, 13)]


def test_people_say_on_their_pages_what_is_theirs_to_say(played: Settings) -> None:
    said = tandem(played, "audit", "list", "--most", "1000", "--json").stdout
    entries = json.loads(said)
    by_page = Counter(entry["action"] for entry in entries if entry["name"] != "the demo")

    assert by_page["pairings.accept"] == 24
    assert by_page["pairings.book_session"] > 30
    assert by_page["pairings.log_session"] > 30


def test_every_letter_was_sent_and_arrived_once(played: Settings, status: Any) -> None:
    ids = [message_from_bytes(file.read_bytes())["Message-ID"] for file in letter_files(played)]
    assert status["letters"] == {"sent": len(ids)}
    assert len(set(ids)) == len(ids)


def test_the_pairs_came_from_applications_that_a_human_approved(played: Settings, status: Any) -> None:
    draft = json.loads(tandem(played, "match", "show", "bristol-2021", "--json").stdout)

    assert draft["approved_by"] == "the demo"
    assert len(draft["pairs"]) == len(status["pairings"]) == 12
    assert status["cohort"]["stage"] == "ended"


def test_a_demo_does_not_touch_a_cohort_that_is_not_a_demos(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    database = Database(settings.store_url)
    database.upgrade()
    with database.begin() as session:
        cohorts.open_cohort(session, "ours-2027", bristol(), utc(2027, 5, 1), is_demo=False)

    with pytest.raises(Refused, match="holds the cohort ours-2027, which is not a demo's"):
        clear(settings)

    done = tandem(settings, "demo")
    assert done.returncode == 1
    with database.begin() as session:
        assert (
            cohorts.open_cohort(session, "ours-2027", bristol(), utc(2027, 5, 2), is_demo=True).is_demo
            is False
        )


def test_the_people_of_the_demo_are_those_of_its_seed() -> None:
    shipped = Path("rehearsal/pairs/bristol-2021.csv").read_text("utf-8")

    assert shipped == pairs_csv(12, seed=2021)
