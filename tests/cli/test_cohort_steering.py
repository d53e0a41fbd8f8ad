"""A cohort that runs is steered: closed, extended, rescheduled, ended. What is refused changes nothing."""

from datetime import date, datetime
from pathlib import Path

import pytest

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Stage
from domain.pairing.events import Accept
from domain.programme.dates import moved, read_slot
from domain.programme.programme import Programme
from storage import cohorts, queries
from tests.cli.conftest import Tandem
from tests.cli.running import running
from tests.living import BRISTOL, bristol, utc
from tests.ports import free_ports
from tests.world import World, eventually
from tests.worlds import open_cohort, pairings_of, south_west

pytestmark = pytest.mark.server


BEFORE = utc(2027, 5, 28)


def programme_of(world: World, key: str) -> Programme:
    with world.database.begin() as session:
        return queries.cohort(session, key).programme


def dates(world: World, key: str, gathering: str) -> list[tuple[str | None, str, str | None]]:
    """Key, day and place of each sitting that the store knows."""
    sittings = programme_of(world, key).gathering(gathering).sittings
    return [(s.key, f"{s.on:%-d %b} {s.hours}", s.where) for s in sittings]


def closes(world: World, key: str) -> date:
    applications = programme_of(world, key).applications
    assert applications
    return applications.closes


def happened(world: World, key: str, kind: OutcomeKind) -> list[tuple[str | None, datetime | None]]:
    """What the cohort has recorded of this kind: what it is about, and the time."""
    return [(o.about, o.starts) for o in world.outcomes_of(world.cohorts, key) if o.kind is kind]


async def test_applications_are_closed_by_hand_once(tandem: Tandem, world: World) -> None:
    key = await open_cohort(world, bristol())

    asked = await tandem("cohort", "close-applications", key)
    before = happened(world, key, OutcomeKind.STAGE)
    closed, again = (
        await tandem("cohort", "close-applications", key, "--yes"),
        await tandem("cohort", "close-applications", key, "--yes"),
    )

    assert (asked.code, len(before)) == (1, 1)
    assert f"This closes applications to {key} " in asked.out
    assert "There are 0 applications." in asked.out
    assert "add --yes" in asked.err
    assert (closed.code, again.code) == (0, 0)
    assert f"Cohort {key}: matching since" in closed.out
    assert closes(world, key) == datetime.now(bristol().zone).date()
    assert [stage for stage, _ in happened(world, key, OutcomeKind.STAGE)] == ["open", "matching"]


async def test_the_last_day_for_applications_moves_to_the_end_of_a_day(tandem: Tandem, world: World) -> None:
    key = await open_cohort(world, bristol())

    done = await tandem("cohort", "extend", key, "--to", "2027-06-10")

    assert "Applications close at the end of Thu 10 Jun 2027." in done.out
    assert closes(world, key) == date(2027, 6, 10)
    assert happened(world, key, OutcomeKind.EXTENDED) == [(None, utc(2027, 6, 10, 22, 59))]


async def test_applications_closed_by_hand_are_opened_again_by_a_later_day(
    tandem: Tandem, world: World
) -> None:
    key = await open_cohort(world, bristol())
    await tandem("cohort", "close-applications", key, "--yes")

    done = await tandem("cohort", "extend", key, "--to", "2027-06-10")

    assert f"Cohort {key}: open since" in done.out
    assert closes(world, key) == date(2027, 6, 10)


async def test_what_the_cohort_itself_refuses_leaves_the_store_as_it_was(
    tandem: Tandem, world: World
) -> None:
    key = await running(world)

    done = await tandem("cohort", "extend", key, "--to", "2027-06-10")

    assert done.code == 1
    assert "The matches have been approved; later applications are for the next cohort." in done.err
    assert programme_of(world, key) == bristol()


async def test_a_gathering_moves_in_the_store_and_for_every_pair(tandem: Tandem, world: World) -> None:
    key = await running(world)
    move = (
        "cohort",
        "reschedule",
        key,
        "induction",
        "--yes",
        "--to",
        "2027-07-01 10:00-12:00",
        "--where",
        "Hall 1",
    )

    done, again = await tandem(*move), await tandem(*move)

    assert (
        "Development session 1: induction (induction 1): Thu 1 Jul 2027 10:00 to 12:00, Hall 1." in done.out
    )
    assert (done.code, again.code) == (0, 0)
    assert dates(world, key, "induction") == [("1", "1 Jul 10:00-12:00", "Hall 1")]
    assert happened(world, key, OutcomeKind.RESCHEDULED) == [("induction", utc(2027, 7, 1, 9))]
    (pairing,) = pairings_of(world, key)
    for role in BOTH:
        await world.pairings.update(pairing.id, Accept(role=role))
    await eventually(lambda: "1 Jul 2027 10:00" in str(world.pairing(pairing.id).waits_for))


async def test_a_place_alone_is_changed_and_no_date_moves(tandem: Tandem, world: World) -> None:
    key = await open_cohort(world, bristol())

    done = await tandem(
        *(
            "cohort",
            "reschedule",
            key,
            "induction",
            "--yes",
            "--to",
            "2027-06-30 09:30-11:30",
            "--where",
            "Hall 1",
        )
    )

    assert "Everybody it concerns is told" in done.out
    assert dates(world, key, "induction") == [("1", "30 Jun 09:30-11:30", "Hall 1")]
    assert happened(world, key, OutcomeKind.RESCHEDULED) == []
    assert [about for about, _ in happened(world, key, OutcomeKind.PLACE_CHANGED)] == ["induction"]


async def test_a_link_is_a_web_address(tandem: Tandem, world: World) -> None:
    key = await open_cohort(world, bristol())
    move = ("cohort", "reschedule", key, "induction", "--yes", "--to", "2027-06-30 09:30-11:30", "--link")

    done, wrong = await tandem(*move, "https://uni.example/join"), await tandem(*move, "javascript:alert(1)")

    assert "Wed 30 Jun 2027 09:30 to 11:30, https://uni.example/join." in done.out
    assert "'javascript:alert(1)' is no web address: write https://... or http://..." in wrong.err
    assert str(programme_of(world, key).gathering("induction").sittings[0].link) == "https://uni.example/join"


async def test_a_gathering_is_cancelled_for_everybody_once_it_is_confirmed(
    tandem: Tandem, world: World
) -> None:
    key = await running(world)
    (pairing,) = pairings_of(world, key)
    for role in BOTH:
        await world.pairings.update(pairing.id, Accept(role=role))
    cancel = ("cohort", "cancel-gathering", key, "induction")

    undecided, unconfirmed = await tandem(*cancel, "--yes"), await tandem(*cancel, "--open")
    before = dates(world, key, "induction")
    done, again = await tandem(*cancel, "--open", "--yes"), await tandem(*cancel, "--open", "--yes")

    assert "say whether everybody goes on without it (--open), or when it is held instead" in undecided.err
    assert pairing.mentor.name in unconfirmed.out
    assert "add --yes" in unconfirmed.err
    assert before == [(None, "30 Jun 09:30-11:30", None)]
    assert "induction (induction) on Wed 30 Jun 2027 09:30-11:30: cancelled." in done.out, done.err
    assert "Everybody goes on without it." in done.out
    assert again.code == 0, again.err
    await eventually(lambda: world.pairing(pairing.id).stage is Stage.TRAINING)
    status = await tandem("cohort", "status", key)
    assert "cancelled" in status.out
    assert (await tandem("cohort", "show", key)).code == 0


async def test_a_cohort_takes_over_what_its_file_has_changed(
    tandem: Tandem, world: World, tmp_path: Path
) -> None:
    key = await running(world)
    (pairing,) = pairings_of(world, key)
    for role in BOTH:
        await world.pairings.update(pairing.id, Accept(role=role))
    file = tmp_path / "changed.toml"
    text = BRISTOL.read_text().replace('"Staff Development" ', '"The new office" ')
    file.write_text(
        text.replace('hours = "09:30-11:30"', 'hours = "09:30-11:30", link = "https://uni.example/j"')
    )
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(text.replace("minimum = 4", "minimum = 6"))

    shown, fixed = (
        await tandem("cohort", "change", key, str(file)),
        await tandem("cohort", "change", key, str(wrong)),
    )
    before = programme_of(world, key)
    done, again = [await tandem("cohort", "change", key, str(file), "--yes") for _ in range(2)]

    assert "sessions.minimum: 4 in the cohort, 6 in the file" in fixed.err
    assert "contact.name" in shown.out
    assert "add --yes" in shown.err
    assert before == bristol()
    assert done.code == 0, done.err
    assert programme_of(world, key).contact.name == "The new office"
    assert "nothing was changed" in again.out
    assert len(happened(world, key, OutcomeKind.PROGRAMME_CHANGED)) == 1
    await eventually(
        lambda: OutcomeKind.PLACE_CHANGED in {outcome.kind for outcome in world.outcomes(pairing.id)}
    )


async def test_one_of_several_dates_is_named_by_its_key_or_by_its_day(tandem: Tandem, world: World) -> None:
    key = await open_cohort(world, south_west())
    move = ("cohort", "reschedule", key, "awareness", "--yes", "--to")

    unnamed = await tandem(*move, "2027-06-04 11:00-12:00")
    by_key = await tandem(*move, "2027-06-09 11:00-12:00", "--sitting", "1")
    by_day = await tandem(*move, "2027-06-07 14:00-15:00", "--on", "2027-06-08")

    assert "awareness has several sittings; name one with --sitting: 1 (Thu 3 Jun 2027" in unnamed.err
    assert (by_key.code, by_day.code) == (0, 0), by_key.err + by_day.err
    assert [(key, day) for key, day, _ in dates(world, key, "awareness")] == [
        ("2", "7 Jun 14:00-15:00"),
        ("1", "9 Jun 11:00-12:00"),
        ("3", "6 Jul 10:00-12:00"),
    ]
    assert [starts for _, starts in happened(world, key, OutcomeKind.RESCHEDULED)] == [
        utc(2027, 6, 9, 10),
        utc(2027, 6, 7, 13),
    ]


async def test_a_gathering_is_held_once_more_however_often_it_is_said(tandem: Tandem, world: World) -> None:
    key = await open_cohort(world, bristol())
    add = (
        "cohort",
        "add-sitting",
        key,
        "induction",
        "--yes",
        "--on",
        "2027-07-02 09:30-11:30",
        "--where",
        "Hall 1",
    )

    done, again = await tandem(*add), await tandem(*add)

    assert "(induction 2): Fri 2 Jul 2027 09:30 to 11:30, Hall 1." in done.out
    assert (done.code, again.code) == (0, 0)
    assert dates(world, key, "induction") == [
        ("1", "30 Jun 09:30-11:30", None),
        ("2", "2 Jul 09:30-11:30", "Hall 1"),
    ]
    assert happened(world, key, OutcomeKind.SITTING_ADDED) == [("induction", utc(2027, 7, 2, 8, 30))]


async def test_a_command_given_again_does_what_a_lost_server_left_undone(
    tandem: Tandem, world: World
) -> None:
    key = await open_cohort(world, bristol())
    half_done = moved(
        bristol(), "induction", read_slot("2027-07-01 10:00-12:00"), BEFORE, on=date(2027, 6, 30)
    )
    with world.database.begin() as session:
        cohorts.change_programme(session, key, half_done.programme)

    done = await tandem(
        *(
            "cohort",
            "reschedule",
            key,
            "induction",
            "--yes",
            "--to",
            "2027-07-01 10:00-12:00",
            "--on",
            "2027-06-30",
        )
    )

    assert done.code == 0, done.err
    assert happened(world, key, OutcomeKind.RESCHEDULED) == [("induction", utc(2027, 7, 1, 9))]


async def test_a_server_that_is_away_changes_nothing_in_the_store(
    tandem: Tandem, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = await open_cohort(world, bristol())
    monkeypatch.setenv("TANDEM_TEMPORAL_PORT", str(free_ports(1)[0]))

    done = await tandem("cohort", "reschedule", key, "induction", "--yes", "--to", "2027-07-01 10:00-12:00")

    assert done.code == 3
    assert programme_of(world, key) == bristol()


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (
            ("reschedule", "party", "--yes", "--to", "2027-07-01 10:00-12:00"),
            "has no gathering 'party'; it has: info",
        ),
        (("reschedule", "induction", "--yes", "--to", "2027-07-01 12:00-10:00"), "ends before it begins"),
        (("reschedule", "induction", "--yes", "--to", "1 July"), "write it as '2027-06-30 09:30-11:30'"),
        (
            ("reschedule", "induction", "--yes", "--to", "2020-07-01 10:00-12:00"),
            "can only move to a time to come",
        ),
        (
            ("reschedule", "induction", "--yes", "--to", "2027-07-01 10:00-12:00", "--on", "soon"),
            "--on: 'soon' is not",
        ),
        (
            ("reschedule", "review", "--yes", "--to", "2028-07-01 10:00-12:00"),
            "lies outside the time for sessions",
        ),
        (
            ("reschedule", "induction", "--yes", "--to", "2027-07-01 10:00-12:00", "--sitting", "2"),
            "induction has no sitting '2'; it has: 1 (Wed 30 Jun 2027 09:30-11:30).",
        ),
        (
            ("add-sitting", "induction", "--yes", "--on", "2020-07-01 10:00-12:00"),
            "can only be held at a time to come",
        ),
        (
            ("add-sitting", "review", "--yes", "--on", "2027-03-28 01:30-02:30"),
            "the clocks go forward that night",
        ),
        (("extend", "--to", "2027-06-15"), "Pairs are introduced on Mon 14 Jun 2027"),
        (("extend", "--to", "2020-06-15"), "Applications can only close on a day to come"),
        (("extend", "--to", "tomorrow"), "--to: 'tomorrow' is not a date"),
    ],
)
async def test_what_cannot_be_is_refused_and_nothing_changes(
    tandem: Tandem, world: World, command: tuple[str, ...], sentence: str
) -> None:
    key = await open_cohort(world, bristol())

    done = await tandem("cohort", command[0], key, *command[1:])

    assert done.code == 1
    assert sentence in done.err
    assert programme_of(world, key) == bristol()


async def test_a_date_is_named_in_one_way_only(tandem: Tandem) -> None:
    done = await tandem(
        *("cohort", "reschedule", "x", "induction", "--yes", "--to", "2027-07-01 10:00-12:00"),
        *("--sitting", "1", "--on", "2027-06-30"),
    )

    assert done.code == 2


async def test_a_date_on_a_saturday_is_remarked_on_before_anything_moves(
    tandem: Tandem, world: World
) -> None:
    key = await open_cohort(world, bristol())
    saturday = "2027-07-03 09:30-11:30"

    asked = [
        await tandem("cohort", "reschedule", key, "induction", "--to", saturday),
        await tandem("cohort", "add-sitting", key, "induction", "--on", saturday),
        await tandem("cohort", "cancel-gathering", key, "induction", "--instead", saturday),
    ]

    for done in asked:
        assert "Sat 3 Jul 2027: that is a Saturday." in done.out
        assert "add --yes" in done.err
    assert dates(world, key, "induction") == [(None, "30 Jun 09:30-11:30", None)]
