"""`tandem reconcile`: whether the store and the Temporal server tell the same."""

from typing import Annotated, Any

import typer

from cli.context import ask
from cli.keys import OneCohort
from cli.output import print_json, say
from domain.wording import counted
from ops.personal_files import personal_files
from ops.reconcile.kinds import REMEDY, WHAT, Drift
from ops.reconcile.reconcile import Reconciled, Scope, reconcile
from ops.reconcile.repair import can_be_repaired, ends_workflow
from settings import read_settings

app = typer.Typer()


@app.command("reconcile")
def reconcile_(
    cohort: OneCohort = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what differs.")] = False,
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Ask every running workflow how far it is.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="With --fix: also end workflows; this is the right store.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Compare the store with the workflows of the Temporal server, both ways, and mend what differs.

    Without --fix it only tells. It ends with 0 if nothing differs, or all was mended; with 1 if something
    does; with 3 if a server is away. Giving it again harms nothing.

    With the wrong store, or the wrong server, what is right would be ended: so that wants --yes.
    """
    scope = Scope(cohort, fix, thorough, yes, personal_files(read_settings()))
    found = ask(reconcile, scope)
    print_json(_as_json(found)) if json else _print(found, scope)
    if found.left:
        raise typer.Exit(1)


def _print(found: Reconciled, scope: Scope) -> None:
    say(f"Compares {found.where}.")
    for drift in found.mended:
        say(f"{drift.name}: {WHAT[drift.kind]}")
        say(f"  Done: {REMEDY[drift.kind]}.")
    for drift in found.left:
        say(f"{drift.name}: {WHAT[drift.kind]}")
        say(f"  {_what_then(drift, scope)}")
    say(_in_all(found, scope))


def _what_then(drift: Drift, scope: Scope) -> str:
    if not can_be_repaired(drift):
        return "Left alone."
    if not scope.fix:
        return f"--fix would {REMEDY[drift.kind]}."
    if ends_workflow(drift) and not scope.sure:
        return f"It came to light only now. --fix --yes would {REMEDY[drift.kind]}."
    return "It could not be mended now: give the command again."


def _in_all(found: Reconciled, scope: Scope) -> str:
    if not found.left and not found.mended:
        return "The store and the server tell the same."
    if not scope.fix:
        return f"{counted(len(found.left), 'difference')} found, nothing changed."
    left = f"{len(found.left)} left." if found.left else "The store and the server tell the same."
    return f"{counted(len(found.mended), 'difference')} mended. {left}"


def _as_json(found: Reconciled) -> dict[str, Any]:
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
