"""Applications to South West's programme (awareness on 3 and 8 June and 6 July 2027, closing on 11 June; the
line manager is asked) and to Buckinghamshire's (by invitation; a workshop on 9 and 11 February 2027)."""

from datetime import timedelta
from typing import Any

from domain.application.application import ApplicationStart
from domain.application.completeness import beginning
from domain.application.events import (
    Arrive,
    AskToTalk,
    Close,
    Come,
    Confirm,
    Decline,
    ExtendDeadline,
    Freed,
    Invite,
    OfferedInNextCohort,
    Placed,
    Reopen,
    SignUp,
    TakeUp,
    Unmatched,
    WithdrawApplication,
)
from domain.application.form import ApplicationForm
from domain.entity.entity import TakeBack
from domain.enums import ApplicationStage, Correspondent, Role
from domain.pairing.events import AddressChanged, AddSitting, LetterFailed, Reschedule
from domain.programme.programme import Programme
from storage import arrivals, cohorts
from tests.applying import programme
from tests.living import utc
from tests.replay.playing import (
    Handle,
    Stumbling,
    Told,
    begun_again,
    losing_tasks,
    play,
    reset,
    settled,
)
from tests.world import World
from tests.worlds import RECEIVED, south_west

_AN_HOUR = timedelta(hours=1)
_IN_ORDER = [
    Told(RECEIVED + timedelta(days=8), SignUp(gathering="awareness", sitting="1")),
    Told(RECEIVED + timedelta(days=8), Confirm(condition="manager")),
]


def written(
    world: World, key: str, to: Programme, role: Role = Role.MENTOR, **start: Any
) -> ApplicationStart:
    """With what an application of a new cohort begins, which is in the store alone."""
    person = ApplicationForm(
        name="Canary Applicant",
        email=f"canary@{key}.example",
        role=role,
        manager_email=f"canary-manager@{key}.example",
        goals=("canary goal",),
    )
    stage = start.get("stage", ApplicationStage.INCOMPLETE)
    opened = utc(2026, 11, 1)
    with world.database.begin() as session:
        cohorts.open_cohort(session, key, to, opened, is_demo=False)
        _, application = arrivals.upsert(session, key, person, opened, stage)
    return beginning(application, key, person, to, None, stage).replace(**start)


async def begun(world: World, start: ApplicationStart) -> str:
    await world.applications.begin(start)
    return start.application


async def _to_south_west(world: World, key: str, *story: Told, **start: Any) -> Handle:
    application = await begun(world, written(world, key, south_west(), **{"received": RECEIVED, **start}))
    return await play(world, world.applications, application, story)


async def placed(world: World, key: str) -> Handle:
    """Checked, talked about, invited to an awareness session, paired, and completed."""
    return await _to_south_west(
        world,
        key,
        Told(RECEIVED + timedelta(days=3), AskToTalk()),
        *_IN_ORDER,
        Told(utc(2027, 6, 3, 16), Come(gathering="awareness")),
        Told(utc(2027, 6, 14), Placed(pairing="p-01")),
        Told(utc(2027, 6, 14), Freed(pairing="p-01", how="completed")),
    )


async def late(world: World, key: str) -> Handle:
    """It came after the closing date, and is carried over; the next cohort offers a place."""
    story = (Told(utc(2027, 6, 15), LetterFailed(role=Correspondent.APPLICANT)),)
    return await _to_south_west(
        world, key, *story, Told(utc(2027, 6, 20), OfferedInNextCohort()), received=utc(2027, 6, 14)
    )


async def reopened(world: World, key: str) -> Handle:
    """Declined, taken up again, carried over and taken off the list."""
    early = RECEIVED + timedelta(days=2)
    return await _to_south_west(
        world,
        key,
        Told(early, Decline()),
        Told(early, Reopen()),
        Told(early, Close()),
        Told(early + _AN_HOUR, WithdrawApplication()),
    )


_DECLINED = 3
"""The number of the outcome by which it is taken back that it was declined."""


async def taken_back(world: World, key: str) -> Handle:
    """Declined, which was a slip; and really, later."""
    early = RECEIVED + timedelta(days=2)
    slip = (Told(early, Decline()), Told(early + _AN_HOUR, TakeBack(number=_DECLINED)))
    really = (Told(early + timedelta(days=1), Decline()), Told(early + timedelta(days=2), Close()))
    return await _to_south_west(world, key, *slip, *really)


async def dates_moved(world: World, key: str) -> Handle:
    """Awareness sessions that move and are added, an extended closing date, and the reserve list."""
    moved, more = utc(2027, 6, 4, 10), utc(2027, 6, 9, 10)
    return await _to_south_west(
        world,
        key,
        *_IN_ORDER,
        Told(
            RECEIVED + timedelta(days=9),
            Reschedule(gathering="awareness", sitting="1", starts=moved, ends=moved + _AN_HOUR),
        ),
        Told(
            RECEIVED + timedelta(days=10),
            AddSitting(gathering="awareness", sitting="4", starts=more, ends=more + _AN_HOUR),
        ),
        Told(RECEIVED + timedelta(days=11), LetterFailed(role=Correspondent.MANAGER)),
        Told(RECEIVED + timedelta(days=11), AddressChanged(role=Correspondent.APPLICANT)),
        Told(utc(2027, 6, 4, 16), Come(gathering="awareness", came=False)),
        Told(utc(2027, 6, 7), ExtendDeadline(closes=utc(2027, 6, 14))),
        Told(utc(2027, 6, 16), Unmatched()),
        Told(utc(2027, 7, 20), Close()),
    )


async def put_right(world: World, key: str) -> Handle:
    """The form lacks something, and is chased until it is put right; the manager never answers."""
    return await _to_south_west(
        world,
        key,
        Told(utc(2027, 5, 25), Arrive(received=utc(2027, 5, 25))),
        Told(utc(2027, 6, 13), WithdrawApplication()),
        missing=("goals",),
    )


async def invited(world: World, key: str) -> Handle:
    """A leader who is invited, applies, comes to the workshop and meets the conditions."""
    start = written(world, key, programme("bucks"), Role.MENTEE, stage=ApplicationStage.INVITED)
    return await play(
        world,
        world.applications,
        await begun(world, start),
        [
            Told(utc(2027, 1, 20), Arrive(received=utc(2027, 1, 20))),
            Told(utc(2027, 1, 21), SignUp(gathering="workshop", sitting="1")),
            Told(utc(2027, 2, 9, 16), Come(gathering="workshop")),
            Told(utc(2027, 2, 10), Confirm(condition="experience")),
            Told(utc(2027, 3, 9), Placed(pairing="p-01")),
            Told(utc(2027, 4, 9), Freed(pairing="p-01", how="free")),
        ],
    )


async def applied_uninvited(world: World, key: str) -> Handle:
    """Somebody applies whom the programme has yet to invite."""
    start = written(world, key, programme("bucks"), Role.MENTEE, received=utc(2027, 1, 11), invited=False)
    story = [
        Told(utc(2027, 1, 20), Invite()),
        Told(utc(2027, 2, 1), Confirm(condition="workshop", met=False)),
    ]
    return await play(world, world.applications, await begun(world, start), story)


async def offered(world: World, key: str) -> Handle:
    """Carried over from an earlier cohort, and takes up the place."""
    start = written(world, key, south_west(), stage=ApplicationStage.OFFERED)
    return await play(
        world, world.applications, await begun(world, start), [Told(utc(2027, 5, 20), TakeUp()), *_IN_ORDER]
    )


async def initial_state(world: World, key: str) -> Handle:
    application = await begun(world, written(world, key, south_west(), received=RECEIVED))
    await play(world, world.applications, application, _IN_ORDER)
    await begun_again(world, world.applications, application)
    story = [
        Told(utc(2027, 5, 28), ExtendDeadline(closes=utc(2027, 6, 12))),
        Told(utc(2027, 6, 14), Placed(pairing="p-01")),
        Told(utc(2027, 6, 15), Decline()),
    ]
    return await play(world, world.applications, application, story)


async def failed_first(world: World, key: str) -> Handle:
    start = written(world, key, south_west(), received=RECEIVED)
    Stumbling.lives.add(world.applications.kind.workflow_id(start.application))
    return await play(world, world.applications, await begun(world, start), _IN_ORDER)


async def lost_tasks(world: World, key: str) -> Handle:
    start = written(world, key, south_west(), received=RECEIVED)
    failure = LetterFailed(role=Correspondent.APPLICANT)
    return await losing_tasks(world, world.applications, start.application, start, failure)


async def conflict(world: World, key: str) -> Handle:
    application = await begun(world, written(world, key, south_west(), received=RECEIVED))
    await settled(world.applications, application)
    return await reset(world, world.applications, application)


STORIES = {
    "application-placed": placed,
    "application-late": late,
    "application-reopened": reopened,
    "application-taken-back": taken_back,
    "application-dates-moved": dates_moved,
    "application-put-right": put_right,
    "application-invited": invited,
    "application-applied-uninvited": applied_uninvited,
    "application-offered": offered,
    "application-carried-on": initial_state,
    "application-failed-first": failed_first,
    "application-lost-tasks": lost_tasks,
    "application-conflict": conflict,
}
