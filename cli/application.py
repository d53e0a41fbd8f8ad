"""`tandem application`: who has applied."""

from pathlib import Path
from typing import Annotated

import typer

from domain.words import Role

app = typer.Typer(help="Who has applied.", no_args_is_help=True)

CohortKey = Annotated[str, typer.Argument(metavar="COHORT", help="The cohort's key.")]


@app.command("import")
def import_applications(
    cohort: CohortKey,
    file: Annotated[Path, typer.Argument(help="CSV or XLSX, as your form or spreadsheet exports it.")],
    role: Annotated[Role | None, typer.Option(help="If the whole file is of one role.")] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="What a column means; may be repeated."),
    ] = None,
    sheet: Annotated[str | None, typer.Option(help="Which sheet of a workbook.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
) -> None:
    """Bring in applications. The whole file is judged first; with a problem in it nothing is kept."""
    from cli.importing import import_file

    import_file(cohort, file, role, map_ or [], sheet, dry_run)


@app.command("list")
def list_applications(
    cohort: CohortKey, json: Annotated[bool, typer.Option("--json", help="For machines.")] = False
) -> None:
    """List the applications of a cohort. Reads the store alone."""
    from cli.importing import print_applications

    print_applications(cohort, json)
