"""Comparing store and server, and mending what differs, as a person asks for it."""

from dataclasses import dataclass, field

from domain.errors import Refused
from domain.wording import counted
from ops.reconcile.drift import find_drift
from ops.reconcile.kinds import Drift
from ops.reconcile.repair import can_be_repaired, ends_workflow, repair
from services.context import Context
from services.erasure.personal_files import PersonalFiles
from storage import queries

_ROUNDS = 3
"""What was mended may show what lay behind it: a row that has caught up, whose workflow had been ended."""


@dataclass(frozen=True)
class Scope:
    cohort: str | None = None
    """All cohorts if None."""
    fix: bool = False
    thorough: bool = False
    """Every running workflow is asked how far it is."""
    sure: bool = False
    """Workflows may be ended, too: this is the right store, and the right server."""
    outside: PersonalFiles | None = None
    """Where the list of erasures is, to look whether somebody is back."""


@dataclass
class Reconciled:
    where: str
    """Which store was compared with which server, in words."""
    mended: list[Drift] = field(default_factory=list)
    left: list[Drift] = field(default_factory=list)


async def reconcile(context: Context, scope: Scope) -> Reconciled:
    """Raises NotFound if there is no such cohort, Unreachable, or Refused, before anything is mended, if
    workflows would be ended and nobody is sure."""
    if scope.cohort:
        with context.store() as session:
            queries.cohort(session, scope.cohort)
    client = await context.client()
    server = f"{client.service_client.config.target_host}, namespace {client.namespace}"
    found = Reconciled(f"the store at {context.database.where} with the server at {server}")
    for _ in range(_ROUNDS):
        found.left = await find_drift(client, context.database, scope.cohort, scope.thorough, scope.outside)
        hopeful = [drift for drift in found.left if can_be_repaired(drift)]
        if not scope.fix or not hopeful:
            return found
        done = await repair(client, context.database, _sure(hopeful, scope, found), scope.outside)
        found.mended += done
        if not done:
            break
    found.left = await find_drift(client, context.database, scope.cohort, scope.thorough, scope.outside)
    return found


def _sure(hopeful: list[Drift], scope: Scope, found: Reconciled) -> list[Drift]:
    """Those that may be mended. Raises Refused, before anything is, if workflows would be ended that may be
    right, and this the wrong store; what comes to light only later is left."""
    ended = [drift for drift in hopeful if ends_workflow(drift)]
    if ended and not scope.sure and not found.mended:
        raise Refused(
            f"This would end {counted(len(ended), 'workflow')}, such as {ended[0].id}, and nothing is "
            f"changed yet. It compares {found.where}. If both are the right ones, add --yes; without --fix "
            "it tells each difference."
        )
    return hopeful if scope.sure else [drift for drift in hopeful if drift not in ended]
