"""A whole cohort in memory does what it does on a real server, with the letters that it writes there."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.entity.outcomes import OutcomeKind
from domain.enums import CohortStage, Stage
from domain.errors import Refused
from domain.letter.letter import LetterName
from domain.letter.states import LetterState
from domain.pairing.events import Reschedule
from domain.programme.programme import Programme
from domain.programme.timetable import calendar_of, rules_of
from importing.programme_file import read_programme
from rehearsal.applicant_personas import ApplicantPersona
from rehearsal.page.write import rendered
from rehearsal.rehearse import Rehearsed, rehearse, simulate_cohort, simulator_of
from rehearsal.reliability import Reliability
from rehearsal.run import CohortRun
from rehearsal.scripts import FateScript, ReliabilityScript
from rehearsal.store import memory
from storage import applications, queries
from tests.factories import BRISTOL, bristol, programme
from tests.world import World

pytestmark = pytest.mark.server

_KEY = "bristol-2021"
_SOME_LEAVE = Reliability(no_shows=0.3, silent=0.2, withdraw=0.2)


def _rehearsed(pairs: int = 2, seed: int = 1, of: Programme | None = None) -> Rehearsed:
    script = ReliabilityScript(pairs, _SOME_LEAVE, seed)
    return rehearse(of or bristol(), script, lambda session: None)


def _story(session: Session, kind: EntityKind, key: str) -> tuple[list[Any], Counter[Any]]:
    """What happened in it, and which letters were sent about it; without the times, since a real server
    takes some."""
    workflow_id = kind.workflow_id(key)
    happened = [(o.kind, o.role, o.about) for o in queries.outcomes(session, workflow_id)]
    letters = queries.letters(session, workflow_id, LetterState.SENT)
    return happened, Counter((letter.name, letter.role, letter.recipient) for letter in letters)


def _stories(session: Session, cohort: str) -> dict[str, Any]:
    told = {"cohort": _story(session, EntityKind.COHORT, cohort)}
    for pairing in queries.pairings(session, cohort):
        told[pairing.id] = _story(session, EntityKind.PAIRING, pairing.id)
    for application in applications.applications(session, cohort):
        told[application.id] = _story(session, EntityKind.APPLICATION, application.id)
    return told


@pytest.mark.slow
async def test_the_same_happens_as_on_a_real_server(world: World) -> None:
    script = ReliabilityScript(10, _SOME_LEAVE, seed=2)
    plays = programme("exco-2020")

    await CohortRun(world.client, world.database, plays, script, forgiving=True).whole()
    with world.database.begin() as session:
        on_the_server = _stories(session, plays.key)
    with memory() as session:
        simulate_cohort(session, plays, script)
        in_memory = _stories(session, plays.key)

    assert in_memory.keys() == on_the_server.keys()
    assert in_memory == on_the_server


@pytest.mark.slow
def test_the_same_seed_writes_the_same_page_and_another_seed_another() -> None:
    page, again, other = (rendered(_rehearsed(seed=seed).record, "") for seed in (1, 1, 2))

    assert page == again
    assert page != other


def test_a_programme_is_rehearsed_in_its_own_dates_though_they_have_passed() -> None:
    record = _rehearsed(pairs=1, of=read_programme(BRISTOL)).record

    introduced = {letter.day for letter in record.written if letter.name == LetterName.INTRODUCTION}
    assert introduced == {date(2021, 6, 14)}


def test_every_letter_is_sent_the_moment_it_is_written() -> None:
    with memory() as session:
        simulate_cohort(session, bristol(), ReliabilityScript(1, _SOME_LEAVE, 1))
        assert queries.letter_counts(session, _KEY).keys() == {LetterState.SENT}
        assert all(letter.sent_at == letter.written_at for letter in queries.letters(session))


def test_the_cohort_ends_on_its_last_day_and_whoever_waits_is_then_carried_over() -> None:
    plain = (ApplicantPersona.PLAIN,)
    with memory() as session:
        simulate_cohort(session, bristol(), FateScript(plain, plain * 2))
        assert queries.cohort(session, _KEY).stage is CohortStage.ENDED
        carried = [letter for letter in queries.letters(session) if letter.name == LetterName.CARRIED_OVER]
    assert [letter.written_at for letter in carried] == [calendar_of(bristol()).ends]


def test_an_application_is_told_of_its_partner_and_of_the_end() -> None:
    plain = (ApplicantPersona.PLAIN,)
    with memory() as session:
        simulate_cohort(session, bristol(), FateScript(plain, plain))
        (pairing,) = queries.pairings(session, _KEY)
        told = [o for o in queries.outcomes(session, f"application-{_KEY}-a01") if o.about == pairing.id]
    assert pairing.stage is Stage.COMPLETED
    assert [outcome.kind for outcome in told] == [OutcomeKind.PLACED, OutcomeKind.FREED]


def test_a_date_that_moves_moves_for_every_application_and_pairing() -> None:
    plain = (ApplicantPersona.PLAIN,)
    training = rules_of(bristol()).gathering("training").sittings[0]
    a_day = timedelta(days=1)
    moved = training.starts + a_day
    with memory() as session:
        simulator = simulator_of(session, bristol(), FateScript(plain, plain))
        simulator.timeline.run(until=training.starts - timedelta(days=10))
        simulator.happen(
            Reschedule(gathering="training", sitting=training.key, starts=moved, ends=training.ends + a_day)
        )
    (pairing,) = simulator.pairings.values()
    for rules in (simulator.cohort.entity.rules, pairing.entity.rules):
        assert rules.gathering("training").sittings[0].starts == moved


def test_nobody_can_be_rehearsed_with_if_nobody_can_be_paired() -> None:
    with pytest.raises(Refused, match="Nobody could be paired in bristol-2021"):
        rehearse(bristol(), FateScript((ApplicantPersona.LATE,), (ApplicantPersona.PLAIN,)), lambda _: None)
