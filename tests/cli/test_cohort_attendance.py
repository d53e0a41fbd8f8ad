"""Attendance of a whole cohort: everybody came but those named, and it is counted truthfully."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from domain.application.completeness import beginning
from domain.application.events import SignUp
from domain.application.form import ApplicationForm
from domain.clock import format_date
from domain.enums import BOTH, Role
from domain.pairing.events import Accept
from domain.programme.gathering_plan import SittingDate
from domain.programme.programme import Programme
from domain.programme.timetable import starting
from importing.programme_file import read_programme
from storage import applications, arrivals, cohorts
from tests.cli.conftest import Tandem
from tests.living import PROGRAMMES, utc
from tests.world import World
from tests.worlds import RECEIVED, south_west

pytestmark = pytest.mark.server


def begun(programme: str, days: int) -> Programme:
    """This programme, its first date so many days ago."""
    day = (datetime.now(UTC) - timedelta(days=days)).date()
    return starting(read_programme(PROGRAMMES / f"{programme}.toml"), day)


def cohort_of(pairing: str) -> str:
    return pairing.rpartition("-")[0]


async def accepted(world: World, programme: Programme, pairs: int) -> list[str]:
    """Pairs that have accepted, in a cohort whose induction is over and has not been recorded."""
    ids = await world.begin_many(pairs, programme)
    for pairing in ids:
        for role in BOTH:
            await world.pairings.update(pairing, Accept(role=role))
    return ids


async def test_everybody_attended_but_those_named(tandem: Tandem, world: World) -> None:
    first, second = await accepted(world, begun("bristol-2021", 45), 2)
    key = cohort_of(first)

    done = await tandem(
        *("cohort", "attendance", key, "induction", "--yes", "--absent", f"{first}:mentor"),
        *("--absent", f"canary-t1@{key}.example"),
    )

    assert done.code == 0, done.err
    assert "induction: 2 attended, 2 missed it.\nAttended: " in done.out
    assert {(o.kind, o.role) for o in world.outcomes(first) if o.about == "induction" and o.role} == {
        ("attended", Role.MENTEE),
        ("missed", Role.MENTOR),
    }
    assert {(o.kind, o.role) for o in world.outcomes(second) if o.about == "induction" and o.role} == {
        ("attended", Role.MENTOR),
        ("missed", Role.MENTEE),
    }


async def test_what_is_recorded_already_does_not_count_again(tandem: Tandem, world: World) -> None:
    (pairing,) = await accepted(world, begun("bristol-2021", 45), 1)
    record = ("cohort", "attendance", cohort_of(pairing), "induction", "--yes")

    await tandem(*record, "--absent", f"{pairing}:mentee")
    again = await tandem(*record, "--absent", f"{pairing}:mentee")
    caught_up = await tandem(*record)

    assert "induction: 0 attended, 0 missed it.\nAltogether 1 have attended, 1 missed it." in again.out
    assert "induction: 1 attended, 0 missed it.\nAttended: Canary Mentee 0 (mentee), " in caught_up.out
    assert "\nAltogether 2 have attended, 0 missed it." in caught_up.out


async def test_what_is_told_otherwise_is_changed(tandem: Tandem, world: World) -> None:
    (pairing,) = await accepted(world, begun("bristol-2021", 45), 1)
    record = ("cohort", "attendance", cohort_of(pairing), "induction", "--yes")
    await tandem(*record)

    changed = await tandem(*record, "--absent", f"{pairing}:mentor")

    assert "induction: 0 attended, 1 missed it.\nMissed it: Canary Mentor 0 (mentor), " in changed.out
    assert "\nAltogether 1 have attended, 1 missed it." in changed.out


async def test_what_a_pairing_refuses_is_said_and_not_counted(tandem: Tandem, world: World) -> None:
    (pairing,) = await accepted(world, begun("bristol-2021", 45), 1)
    record = ("cohort", "attendance", cohort_of(pairing), "induction", "--yes")
    await tandem("pairing", "waive", pairing, "induction", "mentor")

    done = await tandem(*record, "--absent", f"{pairing}:mentor")

    assert done.code == 1
    assert "induction: 1 attended, 0 missed it." in done.out
    assert f"{pairing}: The mentor has already attended induction or was excused from it." in done.err


def held_once_more(programme: Programme) -> Programme:
    """Its induction is held on one more day, a month from now."""
    plan = programme.gathering("induction")
    later = SittingDate(date=(datetime.now(UTC) + timedelta(days=30)).date(), hours="10:00-12:00")
    twice = plan.replace(sittings=(*plan.sittings, later))
    others = tuple(twice if one.key == "induction" else one for one in programme.gatherings)
    return programme.replace(gatherings=others)


async def test_whoever_comes_to_a_date_that_is_to_come_is_left_out(tandem: Tandem, world: World) -> None:
    programme = held_once_more(begun("bristol-2021", 45))
    first, second = (format_date(date.on) for date in programme.gathering("induction").sittings)
    (pairing,) = await accepted(world, programme, 1)

    chosen = await tandem("pairing", "sitting", pairing, "induction", "mentee", "--sitting", "2")
    asked = await tandem("cohort", "attendance", cohort_of(pairing), "induction")
    done = await tandem("cohort", "attendance", cohort_of(pairing), "induction", "--yes")

    assert chosen.code == 0, chosen.err
    assert (
        f"This records for induction of {cohort_of(pairing)} on {first}: attended by 1 person, missed by "
        f"nobody. Whoever comes on {second} is left out."
    ) in asked.out
    assert "induction: 1 attended, 0 missed it." in done.out
    assert {(o.kind, o.role) for o in world.outcomes(pairing) if o.about == "induction" and o.role} == {
        ("attended", Role.MENTOR),
        ("signed_up", Role.MENTEE),
    }


async def test_a_pair_that_has_not_accepted_was_not_invited(tandem: Tandem, world: World) -> None:
    programme = begun("bristol-2021", 45)
    pairing = await world.begin(programme)

    done = await tandem("cohort", "attendance", cohort_of(pairing), "induction", "--yes")

    assert "induction: 0 attended, 0 missed it." in done.out


async def test_a_gathering_for_one_role_is_recorded_for_that_role(tandem: Tandem, world: World) -> None:
    (pairing,) = await accepted(world, begun("south-west-2022", 75), 1)
    key = cohort_of(pairing)

    mentee = await tandem(
        "cohort", "attendance", key, "training", "--yes", "--absent", f"canary-t0@{key}.example"
    )
    done = await tandem("cohort", "attendance", key, "training", "--yes")

    assert "training is for mentors only" in mentee.err
    assert "training: 1 attended, 0 missed it." in done.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("party",), "This programme has no gathering 'party'"),
        (
            ("induction", "--absent", "nobody-01:mentor"),
            "there is no open pairing 'nobody-01'",
        ),
        (
            ("induction", "--absent", "x@y.example"),
            "nobody in an open pairing of this cohort has this name or address",
        ),
        (("induction", "--absent", "zoe"), "A pair is written as PAIRING:mentor or mentee"),
        (("induction", "--sitting", "7"), "induction has no sitting '7'"),
    ],
)
async def test_a_wrong_name_is_refused_before_anything_is_recorded(
    tandem: Tandem, world: World, arguments: tuple[str, ...], sentence: str
) -> None:
    (pairing,) = await accepted(world, begun("bristol-2021", 45), 1)

    done = await tandem("cohort", "attendance", cohort_of(pairing), "--yes", *arguments)

    assert done.code == 1
    assert sentence in done.err
    assert not [o for o in world.outcomes(pairing) if o.about == "induction" and o.role]


async def test_a_role_is_written_as_it_is(tandem: Tandem, world: World) -> None:
    (pairing,) = await accepted(world, begun("bristol-2021", 45), 1)

    done = await tandem(
        "cohort", "attendance", cohort_of(pairing), "induction", "--yes", "--absent", f"{pairing}:boss"
    )

    assert "write PAIRING:mentor or mentee." in done.err


async def signed_up(world: World, *sittings: str | None) -> tuple[str, list[str]]:
    """A cohort and the addresses of its applicants, one for each of these dates of the awareness session
    and one without a place for each None. The first two dates are over by now."""
    key, now, emails = f"cohort-{uuid4().hex[:8]}", datetime.now(UTC), []
    with world.database.begin() as session:
        cohorts.open_cohort(session, key, south_west(), now, is_demo=False)
    for number, sitting in enumerate(sittings):
        emails.append(f"canary-{number}@{key}.example")
        await _apply(world, key, emails[-1], sitting)
    with world.database.begin() as session:
        # The applications have lived through it in skipped time; now the calendar says so, too.
        cohorts.change_programme(session, key, begun("south-west-2022", 20))
    return key, emails


async def _apply(world: World, key: str, email: str, sitting: str | None) -> None:
    person = ApplicationForm(
        name="Canary Applicant", email=email, role=Role.MENTEE, manager_email="m@x.example", goals=("a goal",)
    )
    with world.database.begin() as session:
        _, application = arrivals.upsert(session, key, person, datetime.now(UTC))
    await world.applications.begin(beginning(application, key, person, south_west(), RECEIVED))
    await world.player.until(world.applications, application, RECEIVED + timedelta(days=1))
    if sitting:
        await world.applications.update(application, SignUp(gathering="awareness", sitting=sitting))
    await world.player.until(world.applications, application, utc(2027, 6, 8, 16))


def came(world: World, key: str) -> dict[str, tuple[str, ...]]:
    with world.database.begin() as session:
        return {v.application.email: v.came_to for v in applications.applications(session, key)}


async def test_who_signed_up_for_a_date_that_is_over_has_come_but_those_named(
    tandem: Tandem, world: World
) -> None:
    key, (one, two, later, never) = await signed_up(world, "1", "2", "3", None)

    done = await tandem("cohort", "attendance", key, "awareness", "--yes", "--absent", two)
    again = await tandem("cohort", "attendance", key, "awareness", "--yes", "--absent", two)

    assert "awareness: 1 attended, 1 missed it." in done.out
    assert "awareness: 0 attended, 0 missed it." in again.out
    assert f"{two} holds no place at a date that is over; nothing is recorded." in again.out
    assert came(world, key) == {one: ("awareness",), two: (), later: (), never: ()}


async def test_one_date_is_recorded_alone(tandem: Tandem, world: World) -> None:
    key, (one, two) = await signed_up(world, "1", "2")

    done = await tandem("cohort", "attendance", key, "awareness", "--yes", "--sitting", "2")

    assert "awareness: 1 attended, 0 missed it." in done.out
    assert came(world, key) == {one: (), two: ("awareness",)}


async def test_a_date_to_come_and_somebody_unknown_are_refused(tandem: Tandem, world: World) -> None:
    key, (one,) = await signed_up(world, "1")
    record = ("cohort", "attendance", key, "awareness", "--yes")

    to_come = await tandem(*record, "--sitting", "3")
    unknown_date = await tandem(*record, "--sitting", "9")
    unknown = await tandem(*record, "--absent", "nobody@x.example")
    no_address = await tandem(*record, "--absent", "x-01:mentor")

    assert "awareness begins on" in to_come.err
    assert "awareness has no sitting '9'" in unknown_date.err
    assert "Nobody has applied to" in unknown.err
    assert "write an address or a name" in no_address.err
    assert came(world, key) == {one: ()}
