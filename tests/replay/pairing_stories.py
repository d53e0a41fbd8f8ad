"""Pairings in Bristol's programme: induction on 30 June 2027, training on 6 July, review on 7 October,
evaluation from 10 January 2028."""

from datetime import date, timedelta

from domain.entity.entity import TakeBack
from domain.enums import BOTH, Arrangement, ReviewChoice, Role
from domain.pairing.events import (
    Accept,
    AddressChanged,
    AddSitting,
    Answer,
    Attend,
    BookSession,
    CancelSession,
    CannotCome,
    ChangeArrangement,
    End,
    LetterFailed,
    LogSession,
    MoveSession,
    Pause,
    ProposeArrangement,
    ProposeTimes,
    Reschedule,
    Resume,
    Review,
    Waive,
    Withdraw,
)
from rehearsal.pair_personas import PairPersona, timeline
from services import slips
from services.pairings import extend_sessions
from tests.living import bristol_rules, utc
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
from tests.services.asking import asking
from tests.world import World, start_of, start_pairing, written_down

_ACCEPTED = [Told(utc(2027, 6, 15), Accept(role=role)) for role in BOTH]
_MENTORING = [
    *_ACCEPTED,
    Told(utc(2027, 6, 30, 16), Attend(gathering="induction")),
    Told(utc(2027, 7, 6, 16), Attend(gathering="training")),
]
_TWO_HOURS = timedelta(hours=2)


async def _begun(world: World, key: str) -> str:
    (pairing,) = written_down(world.database, key=key)
    await start_pairing(world.client, start_of(pairing))
    return pairing


async def _played(world: World, key: str, *story: Told) -> Handle:
    return await play(world, world.pairings, await _begun(world, key), story)


async def _lived(world: World, key: str, fate: PairPersona) -> Handle:
    """To its end, and to the follow-up where there is one."""
    pairing = await _begun(world, key)
    await world.live(pairing, timeline(bristol_rules(), fate, seed=key))
    return world.pairings.handle(pairing)


async def completed(world: World, key: str) -> Handle:
    """One partner misses the training, and catches up."""
    return await _lived(world, key, PairPersona.CATCHES_UP)


async def withdrawn(world: World, key: str) -> Handle:
    return await _lived(world, key, PairPersona.WITHDRAWS)


async def gone_quiet(world: World, key: str) -> Handle:
    return await _lived(world, key, PairPersona.GOES_QUIET)


async def paused(world: World, key: str) -> Handle:
    """Still open, in the middle of its pause."""
    return await _played(
        world,
        key,
        *_ACCEPTED,
        Told(utc(2027, 7, 6, 16), Attend(gathering="induction")),
        Told(utc(2027, 7, 6, 16), Attend(gathering="training")),
        Told(utc(2027, 7, 6, 17), Pause()),
        Told(utc(2027, 10, 1), LetterFailed(role=Role.MENTEE)),
    )


async def met(world: World, key: str) -> Handle:
    """Sessions that are booked, moved, cancelled, not held, and never logged; a pause that is over."""
    return await _played(
        world,
        key,
        *_MENTORING,
        Told(
            utc(2027, 7, 7),
            ProposeTimes(role=Role.MENTOR, times=(utc(2027, 7, 20, 10), utc(2027, 7, 22, 10)), minutes=60),
        ),
        Told(utc(2027, 7, 8), BookSession(starts=utc(2027, 7, 20, 10), minutes=60)),
        Told(utc(2027, 7, 9), MoveSession(session=1, starts=utc(2027, 7, 21, 10))),
        Told(utc(2027, 7, 12), BookSession(starts=utc(2027, 7, 28, 10), minutes=60)),
        Told(utc(2027, 7, 13), CancelSession(session=2)),
        Told(utc(2027, 7, 21, 16), LogSession(session=1, held=False)),
        Told(utc(2027, 7, 22), BookSession(starts=utc(2027, 8, 3, 10), minutes=60)),
        Told(utc(2027, 8, 10), LogSession()),
        Told(utc(2027, 8, 12), Pause()),
        Told(utc(2027, 8, 26), Resume()),
        Told(utc(2027, 8, 27), ChangeArrangement(arrangement=Arrangement.COMBINED)),
        Told(utc(2027, 8, 30), ProposeArrangement(role=Role.MENTEE, arrangement=Arrangement.REVERSE)),
        Told(utc(2027, 8, 31), ProposeArrangement(role=Role.MENTOR, arrangement=Arrangement.REVERSE)),
        Told(utc(2027, 9, 1), BookSession(starts=utc(2027, 9, 8, 10), minutes=60)),
        Told(utc(2027, 9, 20), LogSession()),
    )


async def excused(world: World, key: str) -> Handle:
    """Dates that move, a sitting more, somebody who misses it, is excused from it, and a human's end."""
    moved, more = utc(2027, 7, 1, 10), utc(2027, 7, 13, 10)
    return await _played(
        world,
        key,
        *_ACCEPTED,
        Told(
            utc(2027, 6, 16),
            Reschedule(gathering="induction", sitting="1", starts=moved, ends=moved + _TWO_HOURS),
        ),
        Told(utc(2027, 6, 17), AddressChanged(role=Role.MENTOR)),
        Told(utc(2027, 6, 18), CannotCome(gathering="induction", role=Role.MENTEE)),
        Told(utc(2027, 7, 1, 16), Attend(gathering="induction")),
        Told(
            utc(2027, 7, 2),
            AddSitting(gathering="training", sitting="2", starts=more, ends=more + _TWO_HOURS),
        ),
        Told(utc(2027, 7, 6, 16), Attend(gathering="training", roles=(Role.MENTOR,))),
        Told(utc(2027, 7, 6, 16), Attend(gathering="training", roles=(Role.MENTEE,), attended=False)),
        Told(utc(2027, 7, 8), LetterFailed(role=Role.MENTEE)),
        Told(utc(2027, 7, 14), Waive(gathering="training", roles=(Role.MENTEE,))),
        Told(utc(2027, 7, 20), End()),
    )


async def unrecorded(world: World, key: str) -> Handle:
    """Nobody writes down who came to the induction until long after."""
    return await _played(world, key, *_ACCEPTED, Told(utc(2027, 7, 12), Attend(gathering="induction")))


async def ended_at_the_review(world: World, key: str) -> Handle:
    """One partner would go on with something changed, the other would rather not go on."""
    return await _played(
        world,
        key,
        *_MENTORING,
        Told(utc(2027, 7, 20), LogSession(starts=utc(2027, 7, 19))),
        Told(utc(2027, 10, 7, 15), Review(role=Role.MENTOR, choice=ReviewChoice.ADJUST)),
        Told(utc(2027, 10, 20), Review(role=Role.MENTEE, choice=ReviewChoice.END)),
    )


async def initial_state(world: World, key: str) -> Handle:
    """Its workflow was lost in the middle, and it was begun again from the store. What happens next changes
    nothing of what searches find, which must be known from before."""
    pairing = await _begun(world, key)
    await play(
        world,
        world.pairings,
        pairing,
        [*_MENTORING, Told(utc(2027, 7, 8), BookSession(starts=utc(2027, 7, 20, 10), minutes=60))],
    )
    await begun_again(world, world.pairings, pairing)
    return await play(
        world,
        world.pairings,
        pairing,
        [
            Told(utc(2027, 7, 9), BookSession(starts=utc(2027, 7, 28, 10), minutes=60)),
            Told(utc(2027, 7, 21), LogSession()),
            Told(utc(2027, 8, 1), Withdraw(role=Role.MENTOR)),
        ],
    )


async def failed_first(world: World, key: str) -> Handle:
    """The store is away at the first try of each record."""
    Stumbling.lives.add(world.pairings.kind.workflow_id(f"{key}-01"))
    return await _played(
        world, key, *_MENTORING, Told(utc(2027, 7, 8), BookSession(starts=utc(2027, 7, 20, 10), minutes=60))
    )


async def lost_tasks(world: World, key: str) -> Handle:
    (pairing,) = written_down(world.database, key=key)
    failure = LetterFailed(role=Role.MENTOR)
    return await losing_tasks(world, world.pairings, pairing, start_of(pairing), failure)


async def conflict(world: World, key: str) -> Handle:
    """It was reset, and records what the store refuses."""
    pairing = await _begun(world, key)
    await play(world, world.pairings, pairing, _ACCEPTED)
    return await reset(world, world.pairings, pairing)


async def answered(world: World, key: str) -> Handle:
    """A signal that comes to a life that is over, and answers of the evaluation before it."""
    pairing = await _begun(world, key)
    handle = await play(
        world,
        world.pairings,
        pairing,
        [
            *_MENTORING,
            *(Told(utc(2027, month, 20), LogSession(starts=utc(2027, month, 19))) for month in (7, 8, 9, 11)),
            *(Told(utc(2027, 10, 8), Review(role=r, choice=ReviewChoice.CONTINUE)) for r in BOTH),
            *(Told(utc(2028, 1, 12 + n), Answer(role=role)) for n, role in enumerate(BOTH)),
            Told(utc(2028, 1, 20), LetterFailed(role=Role.MENTOR)),
        ],
    )
    await settled(world.pairings, pairing)
    return handle


_ENDED = 11
"""The number of the outcome by which an end of `_MENTORING` is taken back."""


async def taken_back(world: World, key: str) -> Handle:
    """A partner leaves, which was a slip; and really, later."""
    leaves = Withdraw(role=Role.MENTEE)
    story = (Told(utc(2027, 8, 1), leaves), Told(utc(2027, 8, 1), TakeBack(number=_ENDED)))
    return await _played(world, key, *_MENTORING, *story, Told(utc(2027, 8, 9), leaves))


async def reopened(world: World, key: str) -> Handle:
    """It had ended by a slip, and its workflow was over: it begins again without that."""
    pairing = await _begun(world, key)
    await play(world, world.pairings, pairing, [*_MENTORING, Told(utc(2027, 8, 1), End())])
    await world.player.to_the_end(world.pairings, pairing)
    await slips.undo(asking(world), pairing, _ENDED)
    return await play(world, world.pairings, pairing, [Told(utc(2027, 8, 9), Pause())])


async def given_more_time(world: World, key: str) -> Handle:
    """Nobody has met in time, and so it has ended by itself; it goes on with more time."""
    pairing = await _begun(world, key)
    await play(world, world.pairings, pairing, _MENTORING)
    await world.player.to_the_end(world.pairings, pairing)
    await extend_sessions(asking(world, now=utc(2028, 1, 10)), pairing, date(2028, 1, 31))
    return await play(world, world.pairings, pairing, [Told(utc(2028, 1, 20), Pause())])


STORIES = {
    "pairing-completed": completed,
    "pairing-withdrawn": withdrawn,
    "pairing-gone-quiet": gone_quiet,
    "pairing-paused": paused,
    "pairing-met": met,
    "pairing-excused": excused,
    "pairing-unrecorded": unrecorded,
    "pairing-ended-at-the-review": ended_at_the_review,
    "pairing-answered": answered,
    "pairing-carried-on": initial_state,
    "pairing-taken-back": taken_back,
    "pairing-reopened": reopened,
    "pairing-given-more-time": given_more_time,
    "pairing-failed-first": failed_first,
    "pairing-lost-tasks": lost_tasks,
    "pairing-conflict": conflict,
}
