"""`tandem status`: how everything stands."""

import typer

from cli.cohorts.glances import print_glances
from cli.cohorts.overview import print_status
from cli.context import read
from cli.keys import OneCohort
from services.reports.glance import glance
from services.reports.status import status

app = typer.Typer()


@app.command("status")
def status_(
    cohort: OneCohort = None,
) -> None:
    """All cohorts at a glance, or how one stands. Reads the store alone."""
    if cohort is None:
        print_glances(read(glance))
    else:
        print_status(read(status, cohort))
