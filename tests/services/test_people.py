"""Putting right how somebody is called, and reached."""

from datetime import UTC, datetime

import pytest

from domain.application.form import ApplicationForm
from domain.enums import Role
from domain.errors import BadInput, NotFound, Unreachable
from services.context import Context
from services.people import amend, find_person
from storage import arrivals, people
from tests.living import bristol
from tests.services.conftest import open_cohort

pytestmark = pytest.mark.store


@pytest.fixture
def ann(at_store: Context) -> str:
    """The address of somebody who has applied."""
    key = open_cohort(at_store, bristol())
    form = ApplicationForm(name="Ann", email=f"ann@{key}.example", role=Role.MENTOR)
    with at_store.store() as session:
        arrivals.upsert(session, key, form, datetime.now(UTC))
    return form.email


async def test_a_name_is_tidied_up_while_the_server_is_away(at_store: Context, ann: str) -> None:
    amended = await amend(at_store, ann, None, "Ann  B. ")

    assert (amended.person.email, amended.person.name, amended.moved) == (ann, "Ann B.", 0)


async def test_an_address_waits_for_the_server_with_nothing_changed(at_store: Context, ann: str) -> None:
    with pytest.raises(Unreachable):
        await amend(at_store, ann, f"new.{ann}", None)

    with at_store.store() as session:
        assert people.is_known(session, ann)


@pytest.mark.parametrize(
    ("email", "name"), [(None, None), ("no address", None), (None, " "), (None, "x" * 121)]
)
async def test_nothing_to_change_or_nothing_that_can_be_is_refused(
    at_store: Context, ann: str, email: str | None, name: str | None
) -> None:
    with pytest.raises(BadInput):
        await amend(at_store, ann, email, name)


async def test_nobody_is_known_by_another_address(at_store: Context) -> None:
    with pytest.raises(NotFound):
        await amend(at_store, "nobody@x.example", None, "Nobody")


def _applied(at_store: Context, *names: str) -> str:
    """The key of a cohort to which people of these names have applied."""
    key = open_cohort(at_store, bristol())
    with at_store.store() as session:
        for name in names:
            email = f"{name.replace(' ', '.').lower()}@{key}.example"
            form = ApplicationForm(name=name, email=email, role=Role.MENTOR)
            arrivals.upsert(session, key, form, datetime.now(UTC))
    return key


def test_who_is_meant_is_found_by_address_or_name_or_a_part_of_it(at_store: Context) -> None:
    key = _applied(at_store, "Zelda Quist", "Zelda Quiller")

    for text in (f"ZELDA.QUIST@{key}.example", "zelda quist", "quist", f"zelda.quist@{key}"):
        assert find_person(at_store, text).name == "Zelda Quist"


def test_where_several_fit_they_are_listed_and_the_nearest_where_none_does(at_store: Context) -> None:
    key = _applied(at_store, "Xenia Yule", "Xenia Yates")

    with pytest.raises(BadInput) as several:
        find_person(at_store, "xenia")
    assert str(several.value).splitlines() == [
        "'xenia' fits 2 people; nothing was done. Who is meant?",
        f"  Xenia Yates <xenia.yates@{key}.example>",
        f"  Xenia Yule <xenia.yule@{key}.example>",
    ]
    with pytest.raises(NotFound, match=r"Nobody is known by Xenya Yule\. Did you mean Xenia Yule <"):
        find_person(at_store, "Xenya Yule")
