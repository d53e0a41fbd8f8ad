"""`tandem reconcile`: whether the store and the Temporal server tell the same."""

from typing import Annotated

import typer


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
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Compare the store with what lives on the Temporal server, both ways, and mend what differs.

    Without --fix it only tells. It ends with 0 if nothing differs, or all was mended; with 1 if something
    does; with 3 if a server is away. Giving it again harms nothing.
    """
    from cli.reconciling import Wanted, reconcile_and_say

    if end_unknown and (cohort or not fix):
        raise typer.BadParameter("--end-unknown needs --fix, and no other cohort.")
    if reconcile_and_say(Wanted(cohort, fix, thorough, end_unknown), json):
        raise typer.Exit(1)
