"""A partner answers the questions of a wave on their page; what they chose in a letter is said there."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from domain.entity.entity import EntityKind
from domain.enums import Role, Wave
from domain.evaluation.item import Item
from domain.evaluation.questionnaire import QuestionnairePlan
from domain.letter.letter import LetterName
from domain.programme.rules import Rules
from services.evaluation.results import cohort_results
from storage import answers, cohorts, contact_wishes, queries
from storage.database import Database
from tests.factories import bristol_rules, evaluation, pairing_in
from tests.pages.visiting import Link, in_store, link, visiting
from tests.services.asking import storing

pytestmark = [pytest.mark.store]
_CANARY = "zqxcanary"


def _asking_all() -> Rules:
    return bristol_rules().replace(asks=tuple(Wave))


NOW = pairing_in(evaluation, _asking_all).now


@pytest.fixture
def pairing(database: Database) -> str:
    return in_store(database, pairing_in(evaluation, _asking_all))


@pytest.fixture
def mentors(database: Database, pairing: str) -> Link:
    workflow_id = EntityKind.PAIRING.workflow_id(pairing)
    return link(database, workflow_id, LetterName.EVALUATION, Role.MENTOR)


@pytest.fixture
def client(database: Database) -> Iterator[TestClient]:
    with visiting(database, NOW) as client:
        yield client


def test_the_evaluation_leads_to_its_questions_and_nothing_is_chosen(
    client: TestClient, mentors: Link
) -> None:
    shown = client.get(mentors.path)

    assert mentors.path.endswith("/questions/end")
    assert shown.status_code == 200
    assert "What I have lived through is heard by those who decide." in shown.text
    assert "who did most of the work of explaining?" in shown.text
    assert " checked" not in shown.text


_CHOSEN = "You chose this in the letter. Choose it here, and it is recorded."


def test_what_was_chosen_in_the_letter_is_said_there_and_is_not_chosen_before_its_reader_does(
    client: TestClient, mentors: Link, database: Database, pairing: str
) -> None:
    address = f"{mentors.path}?recommend=4"
    shown = client.get(address).text

    assert (shown.count(_CHOSEN), shown.count(" checked")) == (1, 0)
    assert shown.index(_CHOSEN) > shown.index('name="recommend" type="radio" value="4"')
    assert f'<form method="post" action="{address}"' in shown
    told = client.post(address, data={})
    assert (told.status_code, told.text.count(_CHOSEN)) == (422, 1)
    with database.begin() as session:
        assert not answers.has_answered(session, pairing, Role.MENTOR, Wave.END)


def test_what_a_letter_cannot_have_offered_is_not_said_to_have_been_chosen(
    client: TestClient, mentors: Link
) -> None:
    for query in ("recommend=99", "nothing=4", "worked=Walks", "recommend", "%22%3E%3Cb%3E=1"):
        shown = client.get(f"{mentors.path}?{query}").text
        assert _CHOSEN not in shown
        assert "Walks" not in shown.replace("worked=Walks", "")
        assert "<b>" not in shown


def test_a_form_that_is_sent_as_it_came_is_no_answer(client: TestClient, mentors: Link) -> None:
    told = client.post(mentors.path, data={})

    assert told.status_code == 422
    assert "Answer at least one of the questions" in told.text


def test_without_the_server_nothing_is_kept_and_the_page_keeps_what_was_typed(
    client: TestClient, mentors: Link, database: Database, pairing: str
) -> None:
    told = client.post(mentors.path, data={"trust": "4", "worked": _CANARY})

    assert told.status_code == 503
    assert _CANARY in told.text
    with database.begin() as session:
        assert not answers.has_answered(session, pairing, Role.MENTOR, Wave.END)


def test_what_was_answered_is_shown_to_its_author_changed_and_deleted(
    client: TestClient, mentors: Link, database: Database, pairing: str
) -> None:
    with database.begin() as session:
        answers.save(session, pairing, Role.MENTOR, Wave.END, {"trust": "4", "worked": "Walks"})

    shown = client.get(mentors.path).text
    assert "These are your answers so far." in shown
    assert (shown.count(" checked"), "Walks" in shown) == (1, True)

    assert "Delete them" in client.post(mentors.path, data={"_delete": "yes"}).text
    gone = client.post(mentors.path, data={"_delete": "yes", "_sure": "yes"})
    assert gone.status_code == 200
    assert "Your answers are deleted" in gone.text
    assert "These are your answers" not in client.get(mentors.path).text


def test_no_key_of_a_question_is_that_of_a_button(
    client: TestClient, mentors: Link, database: Database, pairing: str
) -> None:
    keys = ("sure", "edit", "delete", "version")
    items = tuple(Item(key=key, text=f"Q-{key}", waves=(Wave.END,)) for key in keys)
    with database.begin() as session:
        cohort = queries.cohort(session, queries.pairing(session, pairing).cohort)
        asks = QuestionnairePlan(core=False, items=items)
        cohorts.change_programme(session, cohort.key, cohort.programme.replace(questionnaire=asks))
        answers.save(session, pairing, Role.MENTOR, Wave.END, dict.fromkeys(keys, "4"))

    assert client.get(mentors.path).text.count(" checked") == len(keys)
    told = client.post(mentors.path, data={**dict.fromkeys(keys, "4"), "delete": "2"})
    assert told.status_code == 503  # so it would be recorded


def test_an_answer_in_ones_own_words_is_in_no_log_and_in_nothing_for_the_coordinator(
    client: TestClient, mentors: Link, database: Database, pairing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with database.begin() as session:
        view = queries.pairing(session, pairing)
        answers.save(session, pairing, Role.MENTOR, Wave.END, {"worked": _CANARY})
        contact_wishes.wish(session, pairing, Role.MENTOR, True, NOW)
    client.post(mentors.path, data={"worked": _CANARY, "trust": "9"})
    client.post(mentors.path, data={"worked": _CANARY * 1000})

    assert _CANARY not in capsys.readouterr().out
    assert _CANARY not in cohort_results(storing(database, NOW), view.cohort).model_dump_json()
