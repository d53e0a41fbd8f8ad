"""Which pairing, and which partner, a coordinator means."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from domain.application.form import ApplicationForm
from domain.enums import BOTH, Arrangement, Role, Stage
from domain.errors import BadInput, NotFound, TandemError
from domain.people import Pair, PersonDetails
from services.applications.lookup import find_application
from services.context import Context
from services.pairing_lookup import find_pairing, one_role, some_roles
from storage import arrivals, cohorts
from storage.database import Database
from storage.tables.entities import PairingRow
from tests.conftest import emptied
from tests.every import every
from tests.factories import bristol
from tests.services.asking import storing

pytestmark = pytest.mark.store

NOW = datetime(2027, 6, 1, tzinfo=UTC)
PAIRS = {
    "kent": [("Amara Obi", "Tom Bell"), ("Zoë Roe", "Ann Lee"), ("Annabel Hay", "Tom Smith")],
    "leeds": [("Amara Obi", "Una Smith")],
    "past": [("Zoë Roe", "Ravi Shah"), ("Old Mentor", "Old Mentee")],
}


@pytest.fixture
def context(sqlite_store: Database) -> Iterator[Context]:
    for store in emptied(sqlite_store):
        with store.begin() as session:
            for key, pairs in PAIRS.items():
                cohort = cohorts.open_cohort(session, key, bristol(), NOW, is_demo=False)
                cohorts.add_pairs(session, cohort, [_pair(*names) for names in pairs], NOW)
            for number in (1, 2):
                row = session.get_one(PairingRow, f"past-0{number}")
                row.stage, row.reason = Stage.ENDED, "no_contact"
        yield storing(store, NOW)


def _pair(mentor: str, mentee: str) -> Pair:
    one, other = (PersonDetails(name=name, email=_email(name)) for name in (mentor, mentee))
    return Pair(mentor=one, mentee=other, arrangement=Arrangement.REVERSE)


def _email(name: str) -> str:
    return f"{name.lower().replace(' ', '.').replace('ë', 'e')}@uni.example"


Typed = tuple[str, str | None, str | None]


def _found(context: Context, typed: Typed) -> tuple[str, tuple[Role, ...]]:
    found = find_pairing(context, *typed)
    return found.id, found.roles


@every(
    ("typed", "pairing", "roles"),
    [
        (("kent-01", None, None), "kent-01", ()),
        (("kent-1", None, None), "kent-01", ()),
        (("KENT-1", "both", None), "kent-01", BOTH),
        (("1", "Mentor", "kent"), "kent-01", (Role.MENTOR,)),
        (("kent-1", "amara", None), "kent-01", (Role.MENTOR,)),
        (("kent-1", "tom.bell@uni.example", None), "kent-01", (Role.MENTEE,)),
        (("tom bell", None, None), "kent-01", (Role.MENTEE,)),
        (("BELL", None, None), "kent-01", (Role.MENTEE,)),
        (("bell", "mentor", None), "kent-01", (Role.MENTOR,)),
        (("bell", "amara", None), "kent-01", (Role.MENTOR,)),
        (("amara.obi@uni.example", None, "leeds"), "leeds-01", (Role.MENTOR,)),
        (("amara", None, "leeds"), "leeds-01", (Role.MENTOR,)),
        (("zoe", None, None), "kent-02", (Role.MENTOR,)),  # the open one; that of the past is over
        (("zoe", None, "past"), "past-01", (Role.MENTOR,)),
        (("ravi", None, None), "past-01", (Role.MENTEE,)),
        (("old", None, None), "past-02", ()),  # both partners of one pair
    ],
)
def test_a_pairing_is_found_by_what_one_knows(
    context: Context, typed: Typed, pairing: str, roles: tuple[Role, ...]
) -> None:
    assert _found(context, typed) == (pairing, roles)


@every(
    ("typed", "sentence"),
    [
        (
            ("tom", None, None),
            "'tom' fits 2 pairings; nothing was done. Which is meant?\n"
            "  kent-01: Amara Obi (mentor) and Tom Bell (mentee), application\n"
            "  kent-03: Annabel Hay (mentor) and Tom Smith (mentee), application",
        ),
        (("amara", None, None), "'amara' fits 2 pairings; nothing was done. Which is meant?"),
        (("amra", None, None), "Did you mean kent-01, Amara Obi (mentor) and Tom Bell (mentee) or leeds-01,"),
        (("kent-4", None, None), "There is no pairing 'kent-4', nor anybody of that name or address in one."),
        (("qqqq", None, None), "nor anybody of that name or address in one; list them with: ⟦pairing list⟧"),
        (("leeds-1", None, "kent"), "leeds-01 is a pairing of leeds, not of kent."),
        (("kent-1", None, "nowhere"), "There is no cohort 'nowhere'"),
        (
            ("kent-1", "zoe", None),
            "'zoe' is no partner of kent-01. Say mentor, mentee, or a name: "
            "Amara Obi (mentor) and Tom Bell (mentee).",
        ),
        (("past-2", "old", None), "'old' could be either partner of past-02."),
    ],
)
def test_what_is_not_clear_is_refused_with_what_there_is(
    context: Context, typed: Typed, sentence: str
) -> None:
    with pytest.raises(TandemError) as refusal:
        find_pairing(context, *typed)

    assert sentence in str(refusal.value)


def test_who_must_be_named_is_asked_for_by_name(context: Context) -> None:
    by_id, by_name = find_pairing(context, "kent-1"), find_pairing(context, "amara", cohort="kent")

    assert (one_role(by_name), some_roles(by_name)) == (Role.MENTOR, (Role.MENTOR,))
    for asked in (one_role, some_roles):
        with pytest.raises(BadInput, match=r"Say which partner of kent-01, .*: Amara Obi \(mentor\) and Tom"):
            asked(by_id)
    with pytest.raises(BadInput):
        one_role(find_pairing(context, "kent-1", "both"))


@pytest.fixture
def applied(context: Context) -> Context:

    forms = [
        ("Zoë Roe", Role.MENTOR),
        ("Zoë Roe", Role.MENTEE),
        ("Ann Lee", Role.MENTOR),
        ("Ann Hay", Role.MENTEE),
    ]
    with context.store() as session:
        for name, role in forms:
            form = ApplicationForm(name=name, email=_email(name), role=role)
            arrivals.upsert(session, "kent", form, NOW)
    return context


@every(
    ("text", "role", "application"),
    [
        ("kent-a03", None, "kent-a03"),
        ("kent-a3", None, "kent-a03"),
        ("ANN.LEE@uni.example ", None, "kent-a03"),
        ("lee", None, "kent-a03"),
        ("zoe", Role.MENTEE, "kent-a02"),
        ("ann", Role.MENTEE, "kent-a04"),
    ],
)
def test_an_application_is_found_by_what_one_knows(
    applied: Context, text: str, role: Role | None, application: str
) -> None:
    with applied.store() as session:
        assert find_application(session, "kent", text, role).id == application


@every(
    ("text", "role", "sentence"),
    [
        ("zoe", None, "Zoë Roe <zoe.roe@uni.example> has applied in both roles; say which: --role mentor"),
        ("ann", None, "  kent-a04: Ann Hay <ann.hay@uni.example>, mentee, incomplete"),
        ("lee", Role.MENTEE, "Ann Lee <ann.lee@uni.example> has not applied as mentee, but as mentor."),
        ("an lew", None, "Did you mean kent-a03, Ann Lee <ann.lee@uni.example>"),
        ("nobody@x.example", None, "list them with: ⟦application list kent⟧"),
    ],
)
def test_an_application_that_is_not_clear_is_refused_with_what_there_is(
    applied: Context, text: str, role: Role | None, sentence: str
) -> None:
    with applied.store() as session, pytest.raises((BadInput, NotFound)) as refusal:
        find_application(session, "kent", text, role)

    assert sentence in str(refusal.value)
