"""What a pair agrees on, its goals, changes and stories, on its partners' pages."""

import re
from collections.abc import Iterator

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from domain.entity.entity import EntityKind
from domain.enums import BOTH, Role
from domain.errors import Refused
from domain.evaluation.story import Naming
from domain.letter.letter import LetterName
from services import goals, stories
from services.evaluation.results import cohort_results
from services.pairings import history
from storage import queries
from storage.database import Database
from storage.written import written_by
from tests.factories import accepted, pairing_in, utc
from tests.pages.scanner import fields_of
from tests.pages.visiting import in_store, link, visiting
from tests.services.asking import storing

pytestmark = [pytest.mark.store]
NOW = utc(2027, 6, 16)
_AGREED = {"confidentiality": "zqxcanary stays here", "how_often": "", "not_spoken_of": "", "ending_well": ""}


@pytest.fixture
def pairing(database: Database) -> str:
    return in_store(database, pairing_in(accepted))


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with visiting(database, NOW) as client:
        yield client


def _page(database: Database, pairing: str, role: Role) -> str:
    found = link(database, EntityKind.PAIRING.workflow_id(pairing), LetterName.BOTH_ACCEPTED, role)
    return f"/to/{found.token}"


def _changed(client: TestClient, page: str, **words: str) -> Response:
    """The agreement as this partner reads it, with other words."""
    read = fields_of(client.get(f"{page}/agreement").text)
    return client.post(f"{page}/agreement", data={**_AGREED, **words, **read, "agreed": "yes"})


def test_nobody_writes_over_what_their_partner_wrote_meanwhile(
    client: TestClient, database: Database, pairing: str
) -> None:
    mentors, mentees = (_page(database, pairing, role) for role in BOTH)
    read = fields_of(client.get(f"{mentees}/agreement").text)
    old = {**_AGREED, "how_often": "Monthly", **read, "agreed": "yes"}
    client.post(f"{mentors}/agreement", data={**_AGREED, "agreed": "yes"})

    told = client.post(f"{mentees}/agreement", data=old)
    assert told.status_code == 409
    assert re.search("What stands now.*What stays between us.*zqxcanary stays here", told.text, re.DOTALL)
    assert "Monthly" in told.text
    assert "zqxcanary stays here" in client.get(f"{mentors}/agreement").text

    assert "You have agreed" in _changed(client, mentees, how_often="Monthly").text
    assert "You have agreed" in client.post(f"{mentees}/agreement", data=old).text  # sent twice


def test_both_agree_and_a_change_asks_the_other_anew(
    client: TestClient, database: Database, pairing: str
) -> None:
    mentors, mentees = (_page(database, pairing, role) for role in Role)
    told = client.post(f"{mentors}/agreement", data={**_AGREED, "agreed": "yes"})
    assert "You have agreed" in told.text
    assert "zqxcanary stays here" in client.get(f"{mentees}/agreement").text

    told = client.post(f"{mentees}/agreement", data={**_AGREED, "agreed": "yes"})
    assert "You have both agreed" in told.text

    _changed(client, mentees, how_often="Weekly")
    assert "has agreed to this." in client.get(f"{mentors}/agreement").text


def test_a_goal_is_ones_own_unless_it_is_shared(client: TestClient, database: Database, pairing: str) -> None:
    mentors, mentees = (_page(database, pairing, role) for role in Role)
    for goal, shared in (("Mine zqxcanary", "no"), ("Ours zqxcanary", "yes")):
        client.post(f"{mentors}/goal/new", data={"goal": goal, "plan": "", "shared": shared})

    own, partners = client.get(mentors).text, client.get(mentees).text
    assert ("Mine zqxcanary" in own, "Ours zqxcanary" in own) == (True, True)
    assert ("Mine zqxcanary" in partners, "Ours zqxcanary" in partners) == (False, True)


def _shared(client: TestClient, page: str, shared: str = "yes") -> dict[str, str]:
    """A goal of this partner, as it was sent."""
    goal = {"goal": "Speak up", "plan": "Ask first", "shared": shared}
    client.post(f"{page}/goal/new", data=goal)
    return goal


def test_feedback_on_a_goal_that_is_shared_is_read_by_the_two(
    client: TestClient, database: Database, pairing: str
) -> None:
    mentors, mentees = (_page(database, pairing, role) for role in BOTH)
    _shared(client, mentors)
    asked = client.get(f"{mentees}/feedback/1").text
    assert ("Speak up" in asked, "Ask first" in asked) == (True, True)

    told = client.post(f"{mentees}/feedback/1", data={"feedback": "Say it first"})

    assert "Your feedback is kept" in told.text
    for page in (mentors, f"{mentors}/goal/1", mentees, f"{mentees}/feedback/1"):
        assert "Say it first" in client.get(page).text, page
    client.post(f"{mentees}/feedback/1", data={"feedback": "Say it last"})
    own = client.get(mentors).text
    assert ("Say it first" in own, "Say it last" in own) == (False, True)


def test_feedback_is_deleted_by_who_gave_it(client: TestClient, database: Database, pairing: str) -> None:
    mentors, mentees = (_page(database, pairing, role) for role in BOTH)
    _shared(client, mentors)
    client.post(f"{mentees}/feedback/1", data={"feedback": "Say it first"})

    told = client.post(f"{mentees}/feedback/1", data={"feedback": "Say it first", "delete": "yes"})

    assert "Your feedback is deleted" in told.text
    assert "Say it first" not in client.get(mentors).text + client.get(mentees).text


def test_nobody_gives_feedback_on_a_goal_that_is_not_shared_with_them(
    client: TestClient, database: Database, pairing: str
) -> None:
    mentors, mentees = (_page(database, pairing, role) for role in BOTH)
    _shared(client, mentors, "no")
    for page in (mentors, mentees):
        told = client.post(f"{page}/feedback/1", data={"feedback": "Say it first"}).text
        assert "There is nothing to answer here now" in told
        assert "Speak up" not in told
    with pytest.raises(Refused, match="not shared with you"):
        goals.give_feedback(storing(database, NOW), pairing, Role.MENTEE, 1, "Say it first")


def test_feedback_stays_with_a_goal_that_is_reworded_and_goes_when_it_is_shared_no_longer(
    client: TestClient, database: Database, pairing: str
) -> None:
    mentors, mentees = (_page(database, pairing, role) for role in BOTH)
    goal = _shared(client, mentors)
    client.post(f"{mentees}/feedback/1", data={"feedback": "Say it first"})
    client.post(f"{mentors}/goal/1", data={**goal, "goal": "Speak up in March"})
    assert "Say it first" in client.get(mentors).text

    client.post(f"{mentors}/goal/1", data={**goal, "shared": "no"})
    client.post(f"{mentors}/goal/1", data=goal)

    assert "Say it first" not in client.get(mentors).text + client.get(mentees).text


def test_a_goal_is_looked_at_again_and_deleted(client: TestClient, database: Database, pairing: str) -> None:
    mentors = _page(database, pairing, Role.MENTOR)
    goal = {"goal": "Speak up", "plan": "", "shared": "no"}
    client.post(f"{mentors}/goal/new", data=goal)
    assert client.get(f"{mentors}/goal/1").text.count("You might ask yourself") == 2
    client.post(f"{mentors}/goal/1", data={**goal, "at_midway": "Nearly", "at_end": ""})
    assert "Nearly" in client.get(f"{mentors}/goal/1").text

    client.post(f"{mentors}/goal/1", data={**goal, "delete": "yes"})
    assert "Speak up" not in client.get(mentors).text


def test_what_a_pair_writes_reaches_nobody_else(client: TestClient, database: Database, pairing: str) -> None:
    mentors = _page(database, pairing, Role.MENTOR)
    client.post(f"{mentors}/agreement", data={**_AGREED, "agreed": "yes"})
    client.post(f"{mentors}/goal/new", data={"goal": "zqxcanary", "plan": "zqxcanary", "shared": "yes"})
    client.post(f"{mentors}/change/new", data={"action": "zqxcanary", "shared": "no"})
    mentees = _page(database, pairing, Role.MENTEE)
    client.post(f"{mentees}/feedback/1", data={"feedback": "zqxcanary"})
    context = storing(database, NOW)

    found = history(context, pairing)
    results = cohort_results(context, found.pairing.cohort)

    assert "zqxcanary" not in str(found)
    assert "zqxcanary" not in results.model_dump_json()
    assert (found.written.agreed, found.written.goals) == ((Role.MENTOR,), (Role.MENTOR,))


def test_a_change_that_may_be_passed_on_is_in_the_report_until_it_is_deleted(
    client: TestClient, database: Database, pairing: str
) -> None:
    mentees, context = _page(database, pairing, Role.MENTEE), storing(database, NOW)
    with database.begin() as session:
        cohort = queries.pairing(session, pairing).cohort
    client.post(f"{mentees}/change/new", data={"action": "Two on each panel.", "shared": "yes"})
    assert cohort_results(context, cohort).actions == ("Two on each panel.",)

    client.post(f"{mentees}/change/1", data={"delete": "yes"})
    assert cohort_results(context, cohort).actions == ()


def test_a_story_that_names_the_partner_waits_for_them_and_either_takes_it_back(
    client: TestClient, database: Database, pairing: str
) -> None:
    context = storing(database, NOW)
    mentors, mentees = (_page(database, pairing, role) for role in Role)
    told = stories.add_story(
        context, pairing, Role.MENTOR, stories.StoryText(words="Tom and I met.", names_partner=True)
    )
    client.post(f"{mentors}/story/{told.id}", data={"answer": "yes-1"})
    assert "What Canary Mentor 0 tells" in client.get(mentees).text

    client.post(f"{mentees}/story/{told.id}", data={"answer": "yes-1"})
    assert stories.show_story(context, told.id)[0].may_be_told

    sure = {"answer": "no", "_sure": "yes"}
    assert "Take it back" in client.post(f"{mentees}/story/{told.id}", data={"answer": "no"}).text
    assert "taken back" in client.post(f"{mentees}/story/{told.id}", data=sure).text
    assert stories.show_story(context, told.id)[0].must_be_taken_down


def test_nobody_agrees_to_a_version_that_they_have_not_read(
    client: TestClient, database: Database, pairing: str
) -> None:
    context, mentors = storing(database, NOW), _page(database, pairing, Role.MENTOR)
    story = stories.add_story(context, pairing, Role.MENTOR, stories.StoryText(words="We met.")).id
    read = client.get(f"{mentors}/story/{story}").text
    stories.change_story(context, story, stories.StoryText(words="We met weekly.", named=Naming.NAME))

    told = client.post(f"{mentors}/story/{story}", data={"answer": "yes-1"})

    assert ("You are not named with it." in read, 'value="yes-1"' in read) == (True, True)
    assert (told.status_code, "We met weekly." in told.text) == (422, True)
    assert "You are named with it." in told.text
    with pytest.raises(Refused, match="changed meanwhile"):
        stories.approve_story(context, story, Role.MENTOR, version=1)
    assert not stories.show_story(context, story)[0].may_be_told
    client.post(f"{mentors}/story/{story}", data={"answer": "yes-2"})
    assert stories.show_story(context, story)[0].may_be_told


def test_what_is_told_twice_is_there_once(client: TestClient, database: Database, pairing: str) -> None:
    mentors = _page(database, pairing, Role.MENTOR)
    told = {
        "goal": {"goal": "Speak up", "plan": "", "shared": "no"},
        "change": {"action": "Two on each panel.", "shared": "yes"},
    }
    story = stories.StoryText(words="We met.", named=Naming.ROLE, names_partner=False)
    for question, said in told.items():
        for _ in range(2):
            assert client.post(f"{mentors}/{question}/new", data=said).status_code == 200
    for _ in range(2):
        stories.tell_own_story(storing(database, NOW), pairing, Role.MENTOR, story)

    with database.begin() as session:
        written = written_by(session, pairing, Role.MENTOR)
    assert (len(written.goals), len(written.actions), len(written.stories)) == (1, 1, 1)
    assert written.stories[0].may_be_told


def test_nobody_reaches_a_story_of_others(client: TestClient, database: Database, pairing: str) -> None:
    context = storing(database, NOW)
    others = in_store(database, pairing_in(accepted))
    told = stories.add_story(context, others, Role.MENTOR, stories.StoryText(words="Ours."))

    shown = client.get(f"{_page(database, pairing, Role.MENTOR)}/story/{told.id}")

    assert "There is nothing to answer here now" in shown.text
    assert "Ours." not in shown.text
