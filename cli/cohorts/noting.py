"""`tandem cohort note`: what was corrected because of what participants said."""

from collections.abc import Iterable
from typing import Annotated

import typer

from cli.context import read
from cli.keys import CohortKey
from cli.output import say
from domain.clock import format_date
from services.evaluation.notes import add_note, delete_note, list_notes
from storage.cohort_notes import CohortNote


def note(
    key: CohortKey,
    text: Annotated[
        str | None, typer.Argument(metavar="[TEXT]", help="What was corrected, and because of what.")
    ] = None,
    delete: Annotated[
        int | None, typer.Option("--delete", metavar="NUMBER", help="Take this note out again.")
    ] = None,
) -> None:
    """Note what was corrected because of what participants said; without TEXT, list the notes.

    The report has them, and they are listed with those of the cohort that follows. Name nobody in them.
    """
    if delete is not None:
        read(delete_note, key, delete)
        say(f"Note {delete} of {key} is gone.")
    if text is not None:
        added = read(add_note, key, text)
        say(f"Note {added.number} of {key} is kept; the report will have it.")
    if delete is None and text is None:
        print_notes(read(list_notes, key))


def print_notes(notes: Iterable[tuple[str, CohortNote]]) -> None:
    found = list(notes)
    for cohort, one in found:
        say(f"{cohort}, {one.number}, {format_date(one.noted_at.date())}: {one.note}")
    if not found:
        say("Nothing was noted yet.")
