"""Applications as tables for a spreadsheet."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from cli.exports.table import Cell, Table, at_local
from cli.pairings.sheets import letter_sheet, outcome_sheet
from domain.enums import in_words
from services.applications.reading import ApplicationHistory, stage_in_words
from storage.views import ApplicationView

_TOLD = ("grade", "employer", "department", "site", "profession", "manager_email", "capacity")
"""What people sort applicants by; the rest of the form is in `application show`."""
_COLUMNS = (
    *("application", "name", "email", "role", "stage", "since", "received", "waits for"),
    *("acts by itself on", "still missing", "attention"),
    *(in_words(field) for field in _TOLD),
)


def application_sheet(found: Iterable[ApplicationView], zone: ZoneInfo) -> Table:
    return Table.of("Applications", _COLUMNS, (_application(view, zone) for view in found))


def history_sheets(history: ApplicationHistory) -> list[Table]:
    """The application itself, what happened, and its letters."""
    zone = history.found.cohort.programme.zone
    return [
        application_sheet([history.found.view], zone),
        outcome_sheet(history.outcomes, history.actors, zone),
        letter_sheet(history.letters, zone),
    ]


def _application(view: ApplicationView, zone: ZoneInfo) -> tuple[Cell, ...]:
    one = view.application
    return (
        *(view.id, one.name, one.email, one.role, stage_in_words(view), at_local(view.since, zone)),
        *(at_local(view.sent_at or view.received_at, zone), view.waits_for, at_local(view.until, zone)),
        "; ".join(map(in_words, view.missing)) if view.stage.is_open else "",
        ", ".join(in_words(concern) for concern in view.concerns),
        *(getattr(one, field) for field in _TOLD),
    )
