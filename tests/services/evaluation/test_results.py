"""What the report is drawn from: exact numbers, approved words, and nothing of whose they are."""

import pytest

from domain.enums import BOTH, Role, Wave
from domain.evaluation.story import Naming
from services import stories
from services.evaluation.notes import add_note, delete_note, list_notes
from services.evaluation.results import cohort_results
from services.stories import StoryText
from storage import answers, goals, queries
from storage.database import Database
from tests.living import utc
from tests.services.asking import storing
from tests.world import written_down

pytestmark = pytest.mark.store

NOW = utc(2028, 1, 10)


def test_nothing_said_is_nothing_counted(database: Database) -> None:
    (pairing,) = written_down(database)
    with database.begin() as session:
        cohort = queries.pairing(session, pairing).cohort

    found = cohort_results(storing(database, NOW), cohort)

    assert [rate.wave for rate in found.rates] == list(Wave)
    assert all(counts.answered() == 0 for counts in found.results.items)
    assert (found.quotes, found.actions, found.notes, found.agreed, found.pairs) == ((), (), (), 0, 1)


def test_answers_of_one_person_are_linked_over_the_waves_and_no_id_comes_out(database: Database) -> None:
    (pairing,) = written_down(database)
    with database.begin() as session:
        view = queries.pairing(session, pairing)
        for wave, said in ((Wave.BEFORE, "2"), (Wave.END, "4")):
            answers.save(session, pairing, Role.MENTOR, wave, {"belonging": said})

    found = cohort_results(storing(database, NOW), view.cohort)

    (shifts,) = (one for one in found.results.shifts if one.item.key == "belonging")
    assert [(one.role, one.earlier, one.later) for one in shifts.shifts] == [(Role.MENTOR, 2, 4)]
    assert next(rate for rate in found.rates if rate.wave is Wave.END).answered[Role.MENTOR] == 1
    said = found.model_dump_json()
    assert not [one for one in (pairing, view.mentor.id, view.mentor.name, view.mentor.email) if one in said]


def test_an_answer_is_changed_and_deleted_by_its_author(database: Database) -> None:
    (pairing,) = written_down(database)
    with database.begin() as session:
        answers.save(session, pairing, Role.MENTOR, Wave.END, {"belonging": "2", "trust": "5"})
        answers.save(session, pairing, Role.MENTOR, Wave.END, {"belonging": "3"})
    with database.begin() as session:
        assert answers.answers_of(session, pairing, Role.MENTOR) == {Wave.END: {"belonging": "3"}}
        assert answers.answers_of(session, pairing, Role.MENTEE) == {}
        answers.forget(session, pairing, Role.MENTOR, Wave.END)
    with database.begin() as session:
        assert not answers.has_answered(session, pairing, Role.MENTOR, Wave.END)


def test_a_quote_is_there_once_it_is_approved_and_gone_when_it_is_withdrawn(database: Database) -> None:
    (pairing,) = written_down(database)
    context = storing(database, NOW)
    with database.begin() as session:
        view = queries.pairing(session, pairing)
    told = stories.add_story(
        context, pairing, Role.MENTOR, StoryText(words="We met.", named=Naming.ROLE, names_partner=True)
    )

    stories.approve_story(context, told.id)
    assert cohort_results(context, view.cohort).quotes == ()
    stories.approve_story(context, told.id, Role.MENTEE)
    (quote,) = cohort_results(context, view.cohort).quotes
    assert (quote.words, quote.by, quote.story) == ("We met.", "Partner", told.id)
    stories.withdraw_story(context, told.id)
    assert cohort_results(context, view.cohort).quotes == ()


def test_actions_that_may_be_passed_on_and_what_was_corrected_are_there(database: Database) -> None:
    (pairing,) = written_down(database)
    context = storing(database, NOW)
    with database.begin() as session:
        cohort = queries.pairing(session, pairing).cohort
        goals.add_action(session, pairing, Role.MENTEE, "Rewrote the advert.", True, NOW)
        goals.add_action(session, pairing, Role.MENTEE, "Spoke to my chair.", False, NOW)
    for words in ("Shorter  check-ins.", "A slip."):
        add_note(context, cohort, words)
    delete_note(context, cohort, 2)

    found = cohort_results(context, cohort)

    assert found.actions == ("Rewrote the advert.",)
    assert [note.note for note in found.notes] == ["Shorter check-ins."]
    assert [(key, note.number) for key, note in list_notes(context, cohort)] == [(cohort, 1)]


def test_that_both_have_agreed_is_known_and_not_on_what(database: Database) -> None:
    (pairing,) = written_down(database)
    with database.begin() as session:
        cohort = queries.pairing(session, pairing).cohort
        agreed = goals.PairAgreement(
            confidentiality="zqx",
            how_often="zqx",
            not_spoken_of="zqx",
            ending_well="zqx",
            mentor_agreed_at=NOW,
            mentee_agreed_at=NOW,
        )
        goals.save_agreement(session, pairing, agreed)
        for role in BOTH:
            goal = goals.Goal(
                number=1,
                role=role,
                goal="zqx",
                plan="zqx",
                is_shared=True,
                at_midway=None,
                at_end=None,
                written_at=NOW,
            )
            goals.save_goal(session, pairing, goal)

    found = cohort_results(storing(database, NOW), cohort)

    assert (found.agreed, found.with_goals) == (1, 2)
    assert "zqx" not in found.model_dump_json()
