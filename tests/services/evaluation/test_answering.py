"""Answers are their author's: seen, changed and deleted until the wave closes; nobody else hears them."""

import asyncio
from datetime import timedelta

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Role, Wave
from domain.errors import BadInput, Refused
from domain.pairing.events import Accept, Answer
from domain.programme.rules import Rules
from services.evaluation.answering import (
    forget_answers,
    save_answers,
    settle_contact,
)
from services.reports.today import today
from storage import answers, contact_wishes, queries
from storage.database import Database
from tests.factories import bristol_rules, evaluation, pairing_in
from tests.services.asking import asking, storing
from tests.services.evaluation.standing import standing
from tests.world import World

pytestmark = pytest.mark.store

_CARRIES_IT = {"burden": "mostly-i", "burden-all-right": "no", "contact": "yes"}


def _asking_all() -> Rules:
    return bristol_rules().replace(asks=tuple(Wave))


@pytest.fixture
def pairing(database: Database) -> str:
    """In its evaluation."""
    return standing(database, pairing_in(evaluation, _asking_all))


NOW = pairing_in(evaluation, _asking_all).now


def test_an_author_sees_what_they_said_and_their_partner_does_not(database: Database, pairing: str) -> None:
    context = storing(database, NOW)
    asyncio.run(save_answers(context, pairing, Role.MENTOR, Wave.END, {"trust": "4", "worked": "Walks."}))

    with database.begin() as session:
        own, theirs = (answers.answers_of(session, pairing, role) for role in (Role.MENTOR, Role.MENTEE))
    assert own == {Wave.END: {"trust": "4", "worked": "Walks."}}
    assert theirs == {}


def test_answers_are_changed_and_deleted_until_the_wave_closes(database: Database, pairing: str) -> None:
    context, over = storing(database, NOW), storing(database, NOW + timedelta(days=60))
    asyncio.run(save_answers(context, pairing, Role.MENTOR, Wave.END, {"trust": "4"}))
    asyncio.run(save_answers(context, pairing, Role.MENTOR, Wave.END, {"trust": "1", "mutual": "2"}))

    with pytest.raises(Refused, match="not open"):
        forget_answers(over, pairing, Role.MENTOR, Wave.END)
    with pytest.raises(Refused, match="not open"):
        asyncio.run(save_answers(over, pairing, Role.MENTOR, Wave.END, {"trust": "5"}))
    assert forget_answers(context, pairing, Role.MENTOR, Wave.END) == 2


def test_one_wrong_answer_keeps_all_from_being_saved(database: Database, pairing: str) -> None:
    context = storing(database, NOW)
    with pytest.raises(BadInput, match="mutual: choose one of"):
        asyncio.run(save_answers(context, pairing, Role.MENTOR, Wave.END, {"trust": "4", "mutual": "9"}))

    with database.begin() as session:
        assert not answers.has_answered(session, pairing, Role.MENTOR, Wave.END)


def test_the_morning_names_who_is_late_and_no_word_of_what_anybody_has_said(
    database: Database, pairing: str
) -> None:
    asyncio.run(save_answers(storing(database, NOW), pairing, Role.MENTOR, Wave.END, {"worked": "Walks."}))
    with database.begin() as session:
        names = [queries.pairing(session, pairing).person(role).name for role in BOTH]

    def morning(days: int) -> str:
        waiting = today(storing(database, NOW + timedelta(days=days)))
        return str(
            [section.items for one in waiting for section in one.sections if section.title == "Questions"]
        )

    assert morning(3) == "[]"
    assert all(name in morning(20) for name in names)
    assert "have not answered what is asked at the end; there is time until" in morning(20)
    assert "Walks" not in morning(20)
    assert morning(60) == "[]"


def test_a_mentor_who_carries_it_waits_for_the_coordinator_until_they_have_spoken(
    database: Database, pairing: str
) -> None:
    context = storing(database, NOW)
    asyncio.run(save_answers(context, pairing, Role.MENTOR, Wave.END, _CARRIES_IT))

    (waiting,) = today(context)
    (item,) = [item for section in waiting.sections for item in section.items if pairing in item.text]
    assert "wants you to get in touch" in item.text
    assert "not all right" not in item.text
    assert (item.suggestion.verb, item.suggestion.arguments) == ("pairing contacted", (pairing,))

    settle_contact(context, pairing)
    assert today(context) == []


def test_who_thinks_again_is_not_contacted(database: Database, pairing: str) -> None:
    context = storing(database, NOW)
    asyncio.run(save_answers(context, pairing, Role.MENTOR, Wave.END, _CARRIES_IT))
    asyncio.run(
        save_answers(context, pairing, Role.MENTOR, Wave.END, {**_CARRIES_IT, "burden-all-right": "yes"})
    )

    with database.begin() as session:
        assert contact_wishes.waiting(session, queries.pairing(session, pairing).cohort) == []
    with pytest.raises(Refused, match="has asked to be contacted"):
        settle_contact(context, pairing)


def test_a_mentee_is_asked_the_same_and_nobody_is_told(database: Database, pairing: str) -> None:
    said = {"burden": "mostly-i", "burden-all-right": "no"}
    asyncio.run(save_answers(storing(database, NOW), pairing, Role.MENTEE, Wave.END, said))

    assert today(storing(database, NOW)) == []


@pytest.mark.server
async def test_the_pairing_hears_that_it_was_answered_and_never_what(world: World) -> None:
    pairing = await world.begin()
    for role in BOTH:
        await world.pairings.update(pairing, Accept(role=role))
    said = {"belonging": "4", "understanding": "prefer_not"}

    await save_answers(asking(world), pairing, Role.MENTOR, Wave.BEFORE, said)
    await save_answers(asking(world), pairing, Role.MENTOR, Wave.BEFORE, {"belonging": "2"})

    told = [one for one in world.outcomes(pairing) if one.kind is OutcomeKind.ANSWERED]
    assert [(one.role, one.about) for one in told] == [(Role.MENTOR, "before")]
    handle = world.pairings.handle(pairing)
    history = str(await handle.fetch_history())
    assert "belonging" not in history
    assert world.database is not None
    with world.database.begin() as session:
        found = answers.answers_of(session, pairing, Role.MENTOR)
    assert found == {Wave.BEFORE: {"belonging": "2"}}


def test_an_answer_to_the_evaluation_by_a_command_counts_as_before() -> None:
    entity = pairing_in(evaluation, _asking_all)
    entity.update(Answer(role=Role.MENTOR))

    assert entity.happened[-1] == ("answered", "end")
