"""Programmes as tables for a spreadsheet."""

from collections.abc import Iterable

from cli.exports.table import Table
from cli.programmes.views import dates_of
from domain.programme.programme import Programme


def programme_sheet(programmes: Iterable[Programme]) -> Table:
    rows = ((p.key, p.organisation, p.title, p.sessions.minimum, p.sessions.minutes) for p in programmes)
    return Table.of("Programmes", ("key", "organisation", "title", "sessions", "minutes each"), rows)


def calendar_sheet(programme: Programme) -> Table:
    return Table.of("Calendar", ("day", "hours", "what"), dates_of(programme))
