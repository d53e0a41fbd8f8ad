"""Mending what differs. Doing it twice, or two at once, does it once: ids and keys see to that."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime

from sqlalchemy import update
from sqlalchemy.orm import Session
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.entity.entity import EntityKind
from domain.errors import NotFound, Refused
from domain.letter.machine import FOUND
from domain.letter.states import LetterState
from mail.hours import days_off
from mail.outbox import queued_letter
from ops.reconcile.context import ReconcileContext
from ops.reconcile.erased import erase_again
from ops.reconcile.kinds import Drift, DriftKind
from ops.reconcile.server import NoAnswer, answering, latest_run, state_of
from ops.reconcile.starters import begin, check_beginning, stands
from services.concurrency import gather_limited
from services.erasure.personal_files import PersonalFiles
from services.relay import Relay
from storage import ledger, queries
from storage.database import Database
from storage.tables.letters import LetterRow
from temporal.client import start_digest, stop_digest
from temporal.dispatch import dispatch

_AT_A_TIME = 10
_ENDED_BY = "reconcile: "
_CLOSED = (RPCStatusCode.NOT_FOUND, RPCStatusCode.FAILED_PRECONDITION)


async def repair(
    client: Client, database: Database, drifts: Iterable[Drift], outside: PersonalFiles | None = None
) -> list[Drift]:
    """Mend these, cohorts first; returns those for which something was done, or that somebody else has begun
    meanwhile. What cannot be mended is left as it is.

    Raises Unreachable if the server or the store goes away.
    """
    context = ReconcileContext(client, database, outside)

    async def one(drift: Drift) -> bool:
        return await _mend(context, drift)

    found, mended = list(drifts), list[Drift]()
    async with answering():
        for cohorts in (True, False):  # a cohort begins its own pairings
            now = [drift for drift in found if _is_of_a_cohort(drift) is cohorts]
            done = await gather_limited(_AT_A_TIME, one, now)
            mended += [drift for drift, is_mended in zip(now, done, strict=True) if is_mended]
    return mended


def can_be_repaired(drift: Drift) -> bool:
    """Whether `repair` does anything about it."""
    return drift.kind in _MENDED_BY


def ends_workflow(drift: Drift) -> bool:
    """Whether `repair` ends a workflow for it, which wants somebody to be sure."""
    return _MENDED_BY.get(drift.kind) is _begin_again


async def _mend(context: ReconcileContext, drift: Drift) -> bool:
    if not can_be_repaired(drift):
        return False
    try:
        return await _MENDED_BY[drift.kind](context, drift)
    except (NoAnswer, NotFound, Refused):
        return False


def _is_of_a_cohort(drift: Drift) -> bool:
    return drift.id.startswith(EntityKind.COHORT.workflow_id(""))


def _named(drift: Drift) -> tuple[EntityKind, str]:
    kind, _, key = drift.id.partition("-")
    return EntityKind(kind), key


async def _begin(context: ReconcileContext, drift: Drift) -> bool:
    """Unless somebody else has begun it since it was looked at."""
    if await begin(context, *_named(drift)):
        return True
    run = await latest_run(context.client, drift.id)
    return run is not None and run.is_running


async def _begin_again(context: ReconcileContext, drift: Drift) -> bool:
    """Nothing is ended that could not be begun again; what is over, or unknown, is only ended. The mornings
    of an unknown cohort go with it: they would look for it in the store for ever."""
    kind, key = _named(drift)
    await check_beginning(context, kind, key)
    if drift.kind is DriftKind.ROW_LOST and kind is EntityKind.COHORT:
        await stop_digest(context.client, key)
    await _end(context, drift)
    await begin(context, kind, key)
    return True


async def _end(context: ReconcileContext, drift: Drift) -> None:
    """That run and no other: a workflow that somebody has begun since stays."""
    handle = context.client.get_workflow_handle(drift.id, run_id=drift.run)
    try:
        await handle.terminate(reason=_ENDED_BY + drift.kind.value.replace("_", " "))
    except RPCError as problem:
        if problem.status not in _CLOSED:
            raise


async def _catch_up(context: ReconcileContext, drift: Drift) -> bool:
    kind, _ = _named(drift)
    told = await state_of(context.client, kind, drift.id, drift.run)  # and of no other that has begun since
    now = datetime.now(UTC)
    snapshot = stands(told, now)
    return await context.in_store(lambda session: ledger.catch_up(session, kind, told, snapshot, now))


async def _tell(context: ReconcileContext, drift: Drift) -> bool:
    await Relay(context.client, context.database).tell_all([drift.id])
    return True


async def _deliver(context: ReconcileContext, drift: Drift) -> bool:
    letter = await context.in_store(lambda session: queued_letter(session, drift.id))
    await dispatch(context.client, [letter])
    return True


async def _note_its_end(context: ReconcileContext, drift: Drift) -> bool:
    return await context.in_store(lambda session: _ended(session, drift))


def _ended(session: Session, drift: Drift) -> bool:
    step = FOUND[LetterState(str(drift.ended_as))]
    sent_at = datetime.now(UTC) if step.target is LetterState.SENT else None
    reply = "It had gone before the store was restored."
    waits = (LetterRow.id == drift.id, LetterRow.state.in_(step.sources))
    ended = update(LetterRow).where(*waits).values(state=step.target, reply=reply, sent_at=sent_at)
    return session.execute(ended.returning(LetterRow.id)).first() is not None


async def _begin_mornings(context: ReconcileContext, drift: Drift) -> bool:
    _, key = _named(drift)
    cohort = await context.in_store(lambda session: queries.cohort(session, key))
    holidays = days_off(cohort.programme, datetime.now(UTC))
    await start_digest(context.client, key, cohort.programme.timezone, holidays)
    return True


_MENDED_BY: Mapping[DriftKind, Callable[[ReconcileContext, Drift], Awaitable[bool]]] = {
    DriftKind.WORKFLOW_LOST: _begin,
    DriftKind.WORKFLOW_APART: _begin_again,
    DriftKind.ROW_LOST: _begin_again,
    DriftKind.STORE_BEHIND: _catch_up,
    DriftKind.NOT_TOLD: _tell,
    DriftKind.LETTER_UNATTENDED: _deliver,
    DriftKind.LETTER_DONE: _note_its_end,
    DriftKind.NO_MORNINGS: _begin_mornings,
    DriftKind.ERASED_IS_BACK: erase_again,
}
"""Each says whether it did something. What does not answer needs a human."""
