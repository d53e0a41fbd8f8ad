"""Putting right how somebody is called, and reached."""

from datetime import UTC, datetime

import pytest

from domain.application.form import ApplicationForm
from domain.enums import Role
from domain.errors import BadInput, NotFound
from services.context import Context
from services.people import amend
from storage import arrivals
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


def test_an_address_and_a_name_are_tidied_up(at_store: Context, ann: str) -> None:
    amended = amend(at_store, ann, f"New.{ann}".upper(), "Ann  B. ")

    assert (amended.person.email, amended.person.name) == (f"new.{ann}", "Ann B.")
    assert (amended.before, amended.waiting) == (ann, 0)


@pytest.mark.parametrize(
    ("email", "name"), [(None, None), ("no address", None), (None, " "), (None, "x" * 121)]
)
def test_nothing_to_change_or_nothing_that_can_be_is_refused(
    at_store: Context, ann: str, email: str | None, name: str | None
) -> None:
    with pytest.raises(BadInput):
        amend(at_store, ann, email, name)


def test_nobody_is_known_by_another_address(at_store: Context) -> None:
    with pytest.raises(NotFound):
        amend(at_store, "nobody@x.example", None, "Nobody")
