"""The pairing as a durable workflow, on a real server, in skipped time."""

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, EndReason, Role, Stage
from domain.errors import Refused
from domain.pairing import events
from domain.pairing.events import Accept, Attend, BookSession, LogSession, Pause, Reschedule, Withdraw
from domain.programme.timetable import rules_of
from rehearsal.pair_personas import PairPersona, timeline
from tests.living import bristol, utc
from tests.world import World, eventually
from workflows.names import NEEDS_ATTENTION, NEXT_DUE, STAGE

pytestmark = pytest.mark.server


async def _accepted(world: World, pairing: str) -> None:
    await world.until(pairing, utc(2027, 6, 15))
    for role in BOTH:
        await world.pairings.update(pairing, Accept(role=role))


async def _mentoring(world: World, pairing: str) -> None:
    await _accepted(world, pairing)
    await world.until(pairing, utc(2027, 7, 6, 15, 5))
    for gathering in ("induction", "training"):
        await world.pairings.update(pairing, Attend(gathering=gathering))


@pytest.mark.slow
async def test_a_pair_lives_its_whole_life_in_less_than_500_events(world: World) -> None:
    pairing = await world.begin()

    stage = await world.live(pairing, timeline(rules_of(bristol()), PairPersona.STEADY, seed="steady"))

    assert stage is Stage.COMPLETED
    assert world.pairing(pairing).sessions == 4
    assert await world.history_length(pairing) < 500


async def test_a_refused_command_comes_back_as_a_sentence_and_costs_no_event(world: World) -> None:
    pairing = await world.begin()
    await world.until(pairing, utc(2027, 6, 15))
    before = await world.history_length(pairing)

    with pytest.raises(Refused, match=r"Sessions can be booked while the pair is mentoring"):
        await world.pairings.update(pairing, BookSession(starts=utc(2027, 7, 1), minutes=60))

    assert await world.history_length(pairing) == before


async def test_a_repeated_command_does_nothing_more(world: World) -> None:
    pairing = await world.begin()
    await _accepted(world, pairing)

    await world.pairings.update(pairing, Accept(role=Role.MENTOR))

    accepted = [o.role for o in world.outcomes(pairing) if o.kind is OutcomeKind.ACCEPTED]
    assert accepted == [Role.MENTOR, Role.MENTEE]


async def test_what_a_command_changed_is_recorded_when_it_returns(world: World) -> None:
    pairing = await world.begin()
    await _accepted(world, pairing)

    assert world.pairing(pairing).stage is Stage.INDUCTION


async def test_a_signal_that_the_rules_refuse_changes_nothing(world: World) -> None:
    pairing = await world.begin()
    await _accepted(world, pairing)

    nowhere = Reschedule(
        gathering="no-such-gathering", sitting="1", starts=utc(2027, 7, 8, 13), ends=utc(2027, 7, 8, 15)
    )
    await world.pairings.signal(pairing, nowhere)
    await world.until(pairing, utc(2027, 6, 20))

    assert world.pairing(pairing).stage is Stage.INDUCTION


async def test_a_rescheduled_gathering_moves_in_both_calendars(world: World) -> None:
    pairing = await world.begin()
    await _accepted(world, pairing)

    moved = Reschedule(
        gathering="induction", sitting="1", starts=utc(2027, 7, 2, 13), ends=utc(2027, 7, 2, 15)
    )
    await world.pairings.signal(pairing, moved)

    await eventually(lambda: [letter.name for letter in world.letters(pairing)].count("gathering_moved") == 2)


async def test_a_pause_until_a_day_ends_by_itself_and_moves_the_time_for_sessions(world: World) -> None:
    pairing = await world.begin()
    await _mentoring(world, pairing)
    await world.pairings.update(pairing, Pause(until=utc(2027, 8, 5, 23)))
    await world.until(pairing, utc(2027, 8, 6, 15, 5))
    assert not world.pairing(pairing).paused

    after_the_old_end = BookSession(starts=utc(2028, 1, 20), minutes=60)
    snapshot = await world.pairings.update(pairing, after_the_old_end)

    assert "session 1 on Thu 20 Jan 2028" in str(snapshot.waits_for)


async def test_who_withdraws_is_thanked_and_the_partner_is_told(world: World) -> None:
    pairing = await world.begin()
    await _mentoring(world, pairing)

    await world.pairings.update(pairing, Withdraw(role=Role.MENTEE))

    assert await world.player.to_the_end(world.pairings, pairing) is Stage.ENDED
    assert world.pairing(pairing).reason is EndReason.MENTEE_WITHDREW
    farewells = {(str(letter.role), letter.name) for letter in world.letters(pairing)}
    assert {("mentee", "leaving_confirmed"), ("mentor", "partner_left")} <= farewells


async def test_commands_to_a_pairing_that_is_over_are_refused_as_not_running(world: World) -> None:
    from domain.errors import NotFound

    pairing = await world.begin()
    await world.pairings.update(pairing, events.End())
    await world.player.to_the_end(world.pairings, pairing)

    with pytest.raises(NotFound, match="is not running"):
        await world.pairings.update(pairing, Accept(role=Role.MENTOR))


async def test_the_web_ui_tells_where_a_pairing_stands(world: World) -> None:
    pairing = await world.begin()
    await _accepted(world, pairing)

    described = await world.pairings.handle(pairing).describe()

    assert await described.static_summary() == f"Pairing {pairing}, reciprocal"
    assert described.typed_search_attributes[STAGE] == "induction"
    assert described.typed_search_attributes[NEEDS_ATTENTION] is False
    assert described.typed_search_attributes[NEXT_DUE] == utc(2027, 6, 16, 8)
    details = await world.told(world.pairings.handle(pairing))
    assert "both partners to attend induction on Wed 30 Jun 2027 09:30" in details


@pytest.mark.slow
async def test_temporal_never_sees_a_name_or_an_address(world: World) -> None:
    pairing = await world.begin()
    await world.live(pairing, timeline(rules_of(bristol()), PairPersona.STEADY, seed="canary"))

    handle = world.pairings.handle(pairing)
    seen = (await handle.fetch_history()).to_json() + str((await handle.describe()).raw_description)

    assert pairing in seen
    assert "canary" not in seen.lower()
    assert "@" not in seen.replace(f"@{world.client.identity.rpartition('@')[2]}", "")


async def test_a_session_is_booked_moved_and_logged(world: World) -> None:
    pairing = await world.begin()
    await _mentoring(world, pairing)
    await world.pairings.update(pairing, BookSession(starts=utc(2027, 7, 20, 9), minutes=60))
    await world.pairings.update(pairing, events.MoveSession(session=1, starts=utc(2027, 7, 21, 9)))
    await world.until(pairing, utc(2027, 7, 21, 11))

    snapshot = await world.pairings.update(pairing, LogSession())

    assert snapshot.sessions == 1
    names = [letter.name for letter in world.letters(pairing)]
    assert (names.count("session_booked"), names.count("session_moved")) == (2, 2)
