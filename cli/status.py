"""`tandem status`: how everything stands."""

import typer

from cli.cohorts.glances import cohorts_sheet, print_glances
from cli.cohorts.overview import print_status
from cli.cohorts.sheets import status_sheets
from cli.context import read
from cli.exports.option import Export, exports
from cli.keys import OneCohort
from services.reports.glance import glance
from services.reports.status import status

app = typer.Typer()


@app.command("status")
@exports
def status_(cohort: OneCohort = None, *, export: Export) -> None:
    """All cohorts at a glance, or how one stands. Reads the store alone."""
    if cohort is None:
        cohorts = read(glance)
        if not export.write(lambda: [cohorts_sheet(cohorts)]):
            print_glances(cohorts)
        return
    found = read(status, cohort)
    if not export.write(lambda: status_sheets(found)):
        print_status(found)
