"""`tandem reconcile`: whether the store and the Temporal server tell the same."""

from typing import Annotated

import typer


def reconcile(
    cohort: Annotated[str | None, typer.Argument(metavar="[COHORT]", help="Only this cohort.")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what differs.")] = False,
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Ask every running workflow how far it is.")
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", help="With --fix: also end workflows; this is the right store.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Compare the store with what lives on the Temporal server, both ways, and mend what differs.

    Without --fix it only tells. It ends with 0 if nothing differs, or all was mended; with 1 if something
    does; with 3 if a server is away. Giving it again harms nothing.

    With the wrong store, or the wrong server, what is right would be ended: so that wants --yes.
    """
    from cli.reconciling import RequestedScope, reconcile_and_say

    if reconcile_and_say(RequestedScope(cohort, fix, thorough, yes), json):
        raise typer.Exit(1)
