"""A cohort as a durable workflow, on a real server, in skipped time."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial

import pytest

import workflows.cohort
from domain.application.completeness import beginning
from domain.application.events import WithdrawApplication as WithdrawApplication
from domain.application.form import ApplicationForm
from domain.cohort.events import Approve, CloseApplications, EndCohort, ExtendApplications
from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, ApplicationStage, CohortStage, Concern, Role, Stage
from domain.errors import Refused
from domain.pairing.events import Accept, AddSitting, Attend, Reschedule, Withdraw
from domain.programme.programme import Programme
from domain.programme.timetable import calendar_of, starting
from importing.programme_file import read_programme
from storage import applications, arrivals, cohorts, drafts, queries
from temporal.client import draft_matches
from tests.living import PROGRAMMES, bristol
from tests.world import World, eventually, pair
from tests.worlds import all_begun, open_cohort, pairings_of
from workflows.names import STAGE

pytestmark = pytest.mark.server


@cache
def exco() -> Programme:
    """No day on which applications close; a training before the sessions; introductions 18 Jan 2027."""
    return starting(read_programme(PROGRAMMES / "exco-2020.toml"), date(2027, 1, 18))


async def _apply(
    world: World, key: str, programme: Programme, people: Sequence[tuple[str, Role]]
) -> list[str]:
    """The ids of applications that are in order."""
    now, ids = datetime.now(UTC), []
    for name, role in people:
        email = f"{name}@{key}.example"
        person = ApplicationForm(name=name, email=email, role=role, department=name, goals=("a goal",))
        with world.database.begin() as session:
            _, application = arrivals.upsert(session, key, person, now)
        await world.applications.begin(beginning(application, key, person, programme, now))
        ids.append(application)
    await eventually(lambda: all(_application(world, a) is ApplicationStage.IN_ORDER for a in ids))
    return ids


def _waits_until(world: World, pairing: str, moment: str) -> bool:
    return moment in str(world.pairing(pairing).waits_for)


def _application(world: World, application: str) -> ApplicationStage:
    with world.database.begin() as session:
        return applications.application(session, application).stage


async def _approve_draft(world: World, key: str) -> None:
    """As `tandem match draft` and `tandem match approve` do."""
    await draft_matches(world.client, key)
    with world.database.begin() as session:
        kept = drafts.latest_draft(session, key)
        pairs = drafts.pairs_of(session, key, kept.draft)
        cohorts.add_pairs(session, queries.cohort(session, key), pairs, datetime.now(UTC))
        drafts.approve(session, key, "Canary Coordinator", datetime.now(UTC))
    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key))


async def test_a_cohort_closes_drafts_and_waits_for_a_human(world: World) -> None:
    key = await open_cohort(world, bristol())
    await _apply(world, key, bristol(), [("ann", Role.MENTOR), ("tom", Role.MENTEE)])

    closes = calendar_of(bristol()).closes
    assert closes
    await world.player.until(world.cohorts, key, closes + timedelta(days=2))

    state = await world.cohorts.snapshot(key)
    assert state
    assert state.waits_for == "the coordinator to approve the matches"
    with world.database.begin() as session:
        assert len(drafts.latest_draft(session, key).draft.pairs) == 1
        assert queries.pairings(session, cohort=key) == []
    names = [letter.name for letter in world.letters_about(world.cohorts, key)]
    assert sorted(names) == ["cohort_closing", "draft_ready"]


async def test_approved_pairs_begin_as_children_that_can_be_found(world: World) -> None:
    key = await open_cohort(world, bristol(), pairs=3)

    told = await world.cohorts.update(key, Approve())

    assert told.stage is CohortStage.RUNNING
    await eventually(lambda: all_begun(world, key))
    for pairing in pairings_of(world, key):
        described = await world.pairings.handle(pairing.id).describe()
        assert described.parent_id == f"cohort-{key}"
        assert described.typed_search_attributes[STAGE] == "application"


async def test_pairings_begun_in_batches_keep_every_history_short(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workflows.cohort, "BATCH", 4)
    key = await open_cohort(world, bristol(), pairs=10)
    first_run = (await world.cohorts.handle(key).describe()).run_id

    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key) and len(pairings_of(world, key)) == 10)

    described = await world.cohorts.handle(key).describe()
    assert described.run_id != first_run
    assert described.history_length < 60
    begun = [o.about for o in world.outcomes_of(world.cohorts, key) if o.kind is OutcomeKind.BEGUN]
    assert begun == ["4", "4", "2"]
    assert "- Pairings begun: 10\n" in await world.told(world.cohorts.handle(key))
    state = await world.cohorts.snapshot(key)
    assert state
    assert state.pairings == 10


async def test_pairs_added_later_begin_and_those_there_are_left_alone(world: World) -> None:
    key = await open_cohort(world, bristol(), pairs=1)
    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key))
    with world.database.begin() as session:
        cohorts.add_pairs(session, queries.cohort(session, key), [pair(7, key)], datetime.now(UTC))

    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key))

    assert [p.revision > 0 for p in pairings_of(world, key)] == [True, True]
    state = await world.cohorts.snapshot(key)
    assert state
    assert state.pairings == 2


async def test_a_rescheduled_gathering_moves_for_every_pair_and_for_those_to_come(world: World) -> None:
    key = await open_cohort(world, bristol(), pairs=1)
    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key))
    starts = datetime(2027, 7, 1, 9, tzinfo=UTC)

    moved = Reschedule(gathering="induction", sitting="1", starts=starts, ends=starts + timedelta(hours=2))
    await world.cohorts.update(key, moved)
    with world.database.begin() as session:
        cohorts.add_pairs(session, queries.cohort(session, key), [pair(7, key)], datetime.now(UTC))
    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key) and len(pairings_of(world, key)) == 2)

    for pairing in pairings_of(world, key):
        for role in BOTH:
            await world.pairings.update(pairing.id, Accept(role=role))
        await eventually(partial(_waits_until, world, pairing.id, "1 Jul 2027 10:00"))


async def test_a_sitting_added_is_offered_to_who_missed_the_first(world: World) -> None:
    key = await open_cohort(world, bristol(), pairs=1)
    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key))
    (pairing,) = pairings_of(world, key)
    for role in BOTH:
        await world.pairings.update(pairing.id, Accept(role=role))
    await world.until(pairing.id, datetime(2027, 6, 30, 11, tzinfo=UTC))
    await world.pairings.update(pairing.id, Attend(gathering="induction", attended=False))

    starts = datetime(2027, 7, 9, 9, tzinfo=UTC)
    await world.cohorts.update(
        key, AddSitting(gathering="induction", sitting="2", starts=starts, ends=starts + timedelta(hours=2))
    )

    await eventually(lambda: "9 Jul 2027 10:00" in str(world.pairing(pairing.id).waits_for))


async def test_who_loses_a_partner_goes_on_the_reserve_list_and_is_matched_anew(world: World) -> None:
    key = await open_cohort(world, exco())
    (ann, tom) = await _apply(world, key, exco(), [("ann", Role.MENTOR), ("tom", Role.MENTEE)])
    await _approve_draft(world, key)
    (first,) = pairings_of(world, key)
    await eventually(lambda: _application(world, ann) is ApplicationStage.PAIRED)
    await world.until(first.id, datetime(2027, 1, 20, 12, tzinfo=UTC))
    for role in BOTH:
        await world.pairings.update(first.id, Accept(role=role))
    await world.until(first.id, datetime(2027, 2, 12, 12, tzinfo=UTC))
    await world.pairings.update(first.id, Attend(gathering="training"))

    (kim,) = await _apply(world, key, exco(), [("kim", Role.MENTEE)])
    await world.pairings.update(first.id, Withdraw(role=Role.MENTEE))
    await world.player.to_the_end(world.pairings, first.id)
    await eventually(lambda: _application(world, ann) is ApplicationStage.RESERVE)
    await eventually(lambda: _application(world, tom) is ApplicationStage.WITHDRAWN)
    await _approve_draft(world, key)

    second = pairings_of(world, key)[1]
    assert (second.mentor.name, second.mentee.name) == ("ann", "kim")
    assert [o.kind for o in world.outcomes(first.id)][-1] is OutcomeKind.ENDED
    await eventually(lambda: _application(world, kim) is ApplicationStage.PAIRED)
    for role in BOTH:
        await world.pairings.update(second.id, Accept(role=role))
    waits = str(world.pairing(second.id).waits_for)
    assert waits.startswith("the mentee to attend training")


async def test_who_has_no_partner_in_the_approved_draft_is_on_the_reserve_list(world: World) -> None:
    key = await open_cohort(world, exco())
    people = [("ann", Role.MENTOR), ("bea", Role.MENTOR), ("tom", Role.MENTEE)]
    ids = await _apply(world, key, exco(), people)

    await _approve_draft(world, key)

    await eventually(
        lambda: sorted(_application(world, a).value for a in ids) == ["paired", "paired", "reserve"]
    )
    waiting = next(a for a in ids if _application(world, a) is ApplicationStage.RESERVE)
    assert "reserve_list" in [x.name for x in world.letters_about(world.applications, waiting)]


async def test_applications_closed_by_hand_and_opened_again(world: World) -> None:
    key = await open_cohort(world, bristol())
    closed = await world.cohorts.update(key, CloseApplications())

    later = datetime(2027, 6, 10, 22, 59, tzinfo=UTC)
    extended = await world.cohorts.update(key, ExtendApplications(closes=later))

    assert closed.stage is CohortStage.MATCHING
    assert extended.stage is CohortStage.OPEN
    assert extended.until is not None
    with pytest.raises(Refused, match="Applications must close by the day of introductions"):
        await world.cohorts.update(key, ExtendApplications(closes=datetime(2027, 8, 1, tzinfo=UTC)))


async def test_a_cohort_that_is_over_hands_over_those_who_wait(world: World) -> None:
    key = await open_cohort(world, exco())
    ids = await _apply(world, key, exco(), [("ann", Role.MENTOR), ("tom", Role.MENTOR)])

    with pytest.raises(Refused, match="There are 3 open pairings"):
        await world.cohorts.update(key, EndCohort(open=3))
    told = await world.cohorts.update(key, EndCohort(open=0))

    assert told.stage is CohortStage.ENDED
    assert await world.cohorts.handle(key).result() is CohortStage.ENDED
    await eventually(lambda: all(_application(world, a) is ApplicationStage.CARRIED for a in ids))


async def test_a_cohort_ends_by_itself_when_its_last_pairing_is_over(world: World) -> None:
    key = await open_cohort(world, exco(), pairs=1)
    await world.cohorts.update(key, Approve())
    await eventually(lambda: all_begun(world, key))
    (pairing,) = pairings_of(world, key)
    still = await world.cohorts.snapshot(key)

    assert await world.player.to_the_end(world.pairings, pairing.id) is Stage.ENDED

    assert still
    assert still.until == calendar_of(exco()).ends
    assert await world.player.to_the_end(world.cohorts, key) is CohortStage.ENDED
    assert [x.name for x in world.letters_about(world.cohorts, key)] == ["cohort_report"]


async def test_a_cohort_whose_draft_cannot_be_made_says_so_and_goes_on(world: World) -> None:
    key = await open_cohort(world, bristol())
    ann, tom = await _apply(world, key, bristol(), [("ann", Role.MENTOR), ("tom", Role.MENTEE)])
    with world.database.begin() as session:
        drafts.mark(session, tom, ann, drafts.Mark.PIN, datetime.now(UTC))  # the wrong way round

    told = await world.cohorts.update(key, CloseApplications())

    assert told.stage is CohortStage.MATCHING
    await eventually(lambda: OutcomeKind.DRAFTED in [o.kind for o in world.outcomes_of(world.cohorts, key)])
    state = await world.cohorts.snapshot(key)
    assert state
    assert "the draft could not be made" in str(state.waits_for)
    assert state.concerns == (Concern.APPROVAL_WAITS,)


async def test_a_pair_of_which_one_has_left_before_it_began_never_begins(world: World) -> None:
    key = await open_cohort(world, exco())
    ann, _ = await _apply(world, key, exco(), [("ann", Role.MENTOR), ("tom", Role.MENTEE)])
    await draft_matches(world.client, key)
    with world.database.begin() as session:
        pairs = drafts.pairs_of(session, key, drafts.latest_draft(session, key).draft)
        cohorts.add_pairs(session, queries.cohort(session, key), pairs, datetime.now(UTC))
        drafts.approve(session, key, "Canary Coordinator", datetime.now(UTC))
    await world.applications.update(ann, WithdrawApplication())

    await world.cohorts.update(key, Approve())
    await eventually(lambda: [p.stage for p in pairings_of(world, key)] == [Stage.ENDED])

    assert pairings_of(world, key)[0].revision == 0
