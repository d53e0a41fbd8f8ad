"""`tandem reconcile`: whether the store and the Temporal server tell the same."""

from typing import Annotated

import typer

app = typer.Typer()


@app.command("reconcile")
def reconcile(
    cohort: Annotated[str | None, typer.Argument(metavar="[COHORT]", help="Only this cohort.")] = None,
    fix: Annotated[bool, typer.Option("--fix", help="Mend what differs.")] = False,
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Ask every running workflow how far it is.")
    ] = False,
    end_unknown: Annotated[
        str | None,
        typer.Option(
            "--end-unknown",
            metavar="KEY",
            help="With --fix: end all workflows of a cohort not in the store, and mend nothing else.",
        ),
    ] = None,
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

    if end_unknown is not None and (cohort or not fix or not end_unknown):
        raise typer.BadParameter("--end-unknown needs --fix, and no other cohort.")
    if reconcile_and_say(RequestedScope(cohort, fix, thorough, end_unknown, yes), json):
        raise typer.Exit(1)
