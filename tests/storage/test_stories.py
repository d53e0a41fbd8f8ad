"""Stories in the store: numbered within their cohort, kept as they were last left."""

import pytest

from domain.enums import Role
from domain.errors import NotFound
from storage import queries, stories
from storage.database import Database
from tests.living import utc
from tests.world import written_down

pytestmark = pytest.mark.store

NOW = utc(2028, 1, 10)


def test_who_agrees_to_tell_theirs_is_known_until_they_take_it_back(database: Database) -> None:
    (pairing,) = written_down(database)

    with database.begin() as session:
        cohort = queries.pairing(session, pairing).cohort
        first = stories.add(session, pairing, Role.MENTOR, NOW)
        second = stories.add(session, pairing, Role.MENTEE, NOW)
        stories.save(session, first.withdrawn(NOW))

    with database.begin() as session:
        assert [one.id for one in stories.stories(session, cohort)] == [f"{cohort}-s1", f"{cohort}-s2"]
        assert stories.agreed(session, cohort) == [(pairing, Role.MENTEE)]
        assert stories.story(session, second.id) == second


def test_a_partner_sees_their_own_and_those_that_name_them(database: Database) -> None:
    (pairing,) = written_down(database)

    with database.begin() as session:
        plain = stories.add(session, pairing, Role.MENTOR, NOW)
        naming = stories.add(session, pairing, Role.MENTOR, NOW).changed("Tom and I", None, None, True)
        stories.save(session, naming)

    with database.begin() as session:
        assert stories.stories_of(session, pairing, Role.MENTOR) == [plain, naming]
        assert stories.stories_of(session, pairing, Role.MENTEE) == [naming]


def test_an_id_that_is_none_is_named(database: Database) -> None:
    with database.begin() as session, pytest.raises(NotFound, match="There is no story 'x-s1'"):
        stories.story(session, "x-s1")
