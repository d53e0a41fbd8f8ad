"""What partners have written for each other, as it is handed out to each of them."""

import pytest

from domain.enums import BOTH, Role
from services import goals
from services.goals import GoalWords
from services.subject_access.export import as_json, show
from storage import queries
from storage.database import Database
from tests.factories import accepted, pairing_in, utc
from tests.pages.visiting import in_store
from tests.services.asking import storing

pytestmark = pytest.mark.store
NOW = utc(2027, 6, 16)


def test_feedback_is_handed_out_to_both_and_names_neither_to_the_other(database: Database) -> None:
    pairing, context = in_store(database, pairing_in(accepted)), storing(database, NOW)
    with database.begin() as session:
        view = queries.pairing(session, pairing)
    goals.write_goal(context, pairing, Role.MENTOR, GoalWords(goal="Speak up", is_shared=True))
    said = f"{view.mentor.name} does; {view.mentee.name} too"
    goals.give_feedback(context, pairing, Role.MENTEE, 1, said)

    mentors, mentees = (as_json(show(context, view.person(role).email))["pairings"][0] for role in BOTH)

    assert [goal["feedback"] for goal in mentors["goals"]] == [
        f"{view.mentor.name} does; [somebody else] too"
    ]
    assert mentees["feedback"] == [f"[somebody else] does; {view.mentee.name} too"]
    assert (mentors["feedback"], mentees["goals"]) == ([], [])
