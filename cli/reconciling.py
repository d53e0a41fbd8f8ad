"""Comparing store and server, and telling what was found and what was done."""

from dataclasses import dataclass
from typing import Any

from temporalio.client import Client

from cli.cohorts.words import counted
from cli.doors import ask, store
from cli.output import print_json, say
from domain.errors import Refused
from ops.reconcile.drift import find_drift
from ops.reconcile.kinds import REMEDY, WHAT, Drift
from ops.reconcile.repair import can_be_repaired, ends_workflow, repair
from settings import read_settings
from storage import queries
from storage.database import Database
from storage.timeouts import ON_REQUEST

_ROUNDS = 3
"""What was mended may show what lay behind it: a row that has caught up, whose workflow had been ended."""


@dataclass(frozen=True)
class RequestedScope:
    cohort: str | None
    fix: bool
    thorough: bool
    sure: bool


@dataclass
class DriftFound:
    where: str
    mended: list[Drift]
    left: list[Drift]


def reconcile_and_say(wanted: RequestedScope, json: bool) -> bool:
    """Whether something still differs. Raises NotFound or Unreachable."""
    if wanted.cohort:
        with store() as session:
            queries.cohort(session, wanted.cohort)
    found = ask(lambda client: _reconcile(client, wanted))
    if json:
        print_json(_as_json(found))
    else:
        _say(found, wanted)
    return bool(found.left)


async def _reconcile(client: Client, wanted: RequestedScope) -> DriftFound:
    database = Database(read_settings().store_url, ON_REQUEST)
    server = f"{client.service_client.config.target_host}, namespace {client.namespace}"
    found = DriftFound(f"the store at {database.where} with the server at {server}", [], [])
    try:
        await _find(client, database, wanted, found)
        return found
    finally:
        database.close()


async def _find(client: Client, database: Database, wanted: RequestedScope, found: DriftFound) -> None:
    for _ in range(_ROUNDS):
        found.left = await find_drift(client, database, wanted.cohort, wanted.thorough)
        hopeful = [drift for drift in found.left if can_be_repaired(drift)]
        if not wanted.fix or not hopeful:
            return
        done = await repair(client, database, _sure(hopeful, wanted, found))
        found.mended += done
        if not done:
            break
    found.left = await find_drift(client, database, wanted.cohort, wanted.thorough)


def _sure(hopeful: list[Drift], wanted: RequestedScope, found: DriftFound) -> list[Drift]:
    """Those that may be mended. Raises Refused, before anything is, if workflows would be ended that may be
    right, and this the wrong store; what comes to light only later is left."""
    ended = [drift for drift in hopeful if ends_workflow(drift)]
    if ended and not wanted.sure and not found.mended:
        raise Refused(
            f"This would end {counted(len(ended), 'workflow')}, such as {ended[0].id}, and nothing is "
            f"changed yet. It compares {found.where}. If both are the right ones, add --yes; without --fix "
            "it tells each difference."
        )
    return hopeful if wanted.sure else [drift for drift in hopeful if drift not in ended]


def _say(found: DriftFound, wanted: RequestedScope) -> None:
    say(f"Compares {found.where}.")
    for drift in found.mended:
        say(f"{drift.name}: {WHAT[drift.kind]}")
        say(f"  Done: {REMEDY[drift.kind]}.")
    for drift in found.left:
        say(f"{drift.name}: {WHAT[drift.kind]}")
        say(f"  {_what_then(drift, wanted)}")
    say(_in_all(found, wanted))


def _what_then(drift: Drift, wanted: RequestedScope) -> str:
    if not can_be_repaired(drift):
        return "Left alone."
    if not wanted.fix:
        return f"--fix would {REMEDY[drift.kind]}."
    if ends_workflow(drift) and not wanted.sure:
        return f"It came to light only now. --fix --yes would {REMEDY[drift.kind]}."
    return "It could not be mended now: give the command again."


def _in_all(found: DriftFound, wanted: RequestedScope) -> str:
    if not found.left and not found.mended:
        return "The store and the server tell the same."
    if not wanted.fix:
        return f"{counted(len(found.left), 'difference')} found, nothing changed."
    left = f"{len(found.left)} left." if found.left else "The store and the server tell the same."
    return f"{counted(len(found.mended), 'difference')} mended. {left}"


def _as_json(found: DriftFound) -> dict[str, Any]:
    return {
        "compares": found.where,
        "mended": [_drift_json(drift) for drift in found.mended],
        "left": [_drift_json(drift) for drift in found.left],
    }


def _drift_json(drift: Drift) -> dict[str, Any]:
    return {
        "kind": drift.kind.value,
        "id": drift.id,
        "cohort": drift.cohort,
        "what": WHAT[drift.kind],
        "remedy": REMEDY.get(drift.kind),
    }
