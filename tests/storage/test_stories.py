"""Who agrees that their story is told."""

import pytest

from domain.enums import Role
from storage import queries, stories
from storage.database import Database
from tests.living import utc
from tests.world import written_down

pytestmark = pytest.mark.store


def test_an_agreement_is_kept_and_can_be_withdrawn_and_given_again(database: Database) -> None:
    (pairing,) = written_down(database)

    with database.begin() as session:
        cohort = queries.pairing(session, pairing).cohort
        stories.agree(session, pairing, Role.MENTOR, utc(2028, 1, 10))
        stories.agree(session, pairing, Role.MENTEE, utc(2028, 1, 11))
    with database.begin() as session:
        stories.withdraw(session, pairing, Role.MENTOR, utc(2028, 2, 1))
        left = stories.agreed(session, cohort)
        stories.agree(session, pairing, Role.MENTOR, utc(2028, 3, 1))

    assert left == [(pairing, Role.MENTEE)]
    with database.begin() as session:
        assert stories.agreed(session, cohort) == [(pairing, Role.MENTEE), (pairing, Role.MENTOR)]


def test_who_was_never_asked_has_not_agreed(database: Database) -> None:
    (pairing,) = written_down(database)

    with database.begin() as session:
        stories.withdraw(session, pairing, Role.MENTOR, utc(2028, 2, 1))
        assert stories.agreed(session, queries.pairing(session, pairing).cohort) == []
