"""What is found in all cohorts, and how all of them stand."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from domain.application.form import ApplicationForm
from domain.enums import Arrangement, CohortStage, Role, Stage
from domain.errors import BadInput
from domain.people import Pair, PersonDetails
from services.auditing import subjects_in
from services.context import Context
from services.reports.glance import glance, standing
from services.search import find_everywhere
from storage import arrivals, cohorts
from storage.database import Database
from storage.tables.entities import CohortRow, PairingRow
from storage.tables.letters import LetterRow
from tests.conftest import emptied
from tests.every import every
from tests.factories import bristol
from tests.services.asking import storing

pytestmark = pytest.mark.store

NOW = datetime(2027, 6, 1, 9, tzinfo=UTC)
AMARA = PersonDetails(name="Amara Obi", email="amara@uni.example")
TOM = PersonDetails(name="Tom Bell", email="tom@staff.example")


@pytest.fixture
def context(sqlite_store: Database) -> Iterator[Context]:
    """One cohort that has ended, and one that is open, with an application, a pairing and a letter."""
    for store in emptied(sqlite_store):
        with store.begin() as session:
            for key in ("leeds", "kent"):
                cohort = cohorts.open_cohort(session, key, bristol(), NOW, is_demo=False)
                cohorts.add_pairs(
                    session, cohort, [Pair(mentor=AMARA, mentee=TOM, arrangement=Arrangement.REVERSE)], NOW
                )
            form = ApplicationForm(name=AMARA.name, email=AMARA.email, role=Role.MENTOR)
            arrivals.upsert(session, "kent", form, NOW)
            session.get_one(PairingRow, "leeds-01").stage = Stage.ENDED
            session.get_one(CohortRow, "leeds").stage = CohortStage.ENDED
            session.get_one(CohortRow, "kent").stage = CohortStage.OPEN
            session.add(_letter("boss@uni.example"))
        yield storing(store, NOW)


def _letter(recipient: str) -> LetterRow:
    return LetterRow(
        id="79545d0b" + "0" * 24,
        key="k",
        workflow_id="application-kent-a01",
        cohort="kent",
        name="manager_request",
        role="manager",
        recipient=recipient,
        subject="Amara would like to take part",
        written_at=NOW,
        message_id="<1@tandem.example>",
        is_farewell=False,
        hold_if_unsure=False,
        unwanted=False,
        asked_for=False,
        state="sent",
        attempts=1,
        unsure=0,
        mime=b"",
    )


def _found(context: Context, text: str) -> list[str]:
    return [thing.text for kind in find_everywhere(context, text) for thing in kind.things]


_PERSON = "Amara Obi <amara@uni.example>"
_APPLICATION = (
    "kent-a01: Amara Obi <amara@uni.example>, mentor, incomplete; it waits for a worker to begin it"
)
_PAIRINGS = [
    "kent-01: Amara Obi (mentor) and Tom Bell (mentee), application; it waits for a worker to begin it",
    "leeds-01: Amara Obi (mentor) and Tom Bell (mentee), ended; it waits for a worker to begin it",
]
_LETTER = "79545d0b: Amara would like to take part, to boss@uni.example, written on Tue 1 Jun 2027, sent"
_TITLE = bristol().title


@every(
    ("text", "found"),
    [
        ("ÁMARA", [_PERSON, _APPLICATION, *_PAIRINGS]),
        ("amara@uni", [_PERSON, _APPLICATION, *_PAIRINGS]),
        ("tom bell", ["Tom Bell <tom@staff.example>", *_PAIRINGS]),
        ("kent-1", _PAIRINGS[:1]),
        ("KENT-A1", [_APPLICATION]),
        ("leeds", [f"leeds: {_TITLE}, ended on Tue 1 Jun 2027"]),
        ("boss@", [_LETTER]),
        ("79545d0b", [_LETTER]),
        ("nobody", []),
    ],
)
def test_whatever_fits_is_found_with_where_it_stands(context: Context, text: str, found: list[str]) -> None:
    assert _found(context, text) == found


def test_each_comes_with_the_next_command(context: Context) -> None:
    suggested = {
        text: [str(thing.suggestion) for kind in find_everywhere(context, text) for thing in kind.things]
        for text in ("kent-1", "kent-a1", "leeds", "boss@")
    }

    assert suggested == {
        "kent-1": ["⟦pairing show kent-01⟧"],
        "kent-a1": ["⟦application show kent kent-a01⟧"],
        "leeds": ["⟦cohort report leeds⟧"],
        "boss@": ["⟦mail show 79545d0b⟧"],
    }


@pytest.mark.parametrize("text", ["", " ", "a", "´"])
def test_what_is_too_short_to_mean_anything_is_refused(context: Context, text: str) -> None:
    with pytest.raises(BadInput, match="at least two letters"):
        find_everywhere(context, text)


def test_all_cohorts_are_seen_at_a_glance(context: Context) -> None:
    seen = {
        one.cohort.key: (one.applications, one.in_the_running, one.pairings, one.open_pairings)
        for one in glance(context)
    }

    assert seen == {"leeds": (0, 0, 1, 0), "kent": (1, 1, 1, 1)}


def test_the_date_that_matters_is_said_of_each(context: Context) -> None:
    said = {one.cohort.key: standing(one.cohort) for one in glance(context)}

    closes = bristol().applications
    assert closes
    assert said == {
        "leeds": "ended on Tue 1 Jun 2027",
        "kent": f"open for applications until {closes.closes:%a %-d %b %Y}",
    }


def test_who_was_seen_is_known_to_the_audit(context: Context) -> None:
    seen = set(subjects_in(find_everywhere(context, "kent-1") + find_everywhere(context, "boss@")))

    assert seen == {"pairing-kent-01", "letter-79545d0b" + "0" * 24}
