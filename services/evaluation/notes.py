"""What was corrected in a cohort because of what its participants said: for the report, and for whoever runs
the next."""

from domain.characters import harmful_character, tidy
from domain.errors import BadInput, NotFound
from services.context import Context
from storage import cohort_notes, queries
from storage.cohort_notes import CohortNote

_LONGEST = 1000


def add_note(context: Context, cohort: str, note: str) -> CohortNote:
    """Raises NotFound, BadInput."""
    words = tidy(note)
    if not words:
        raise BadInput("Say in a sentence what was corrected, and because of what.")
    if found := harmful_character(words):
        raise BadInput(f"The note holds {found}; type it anew.")
    if len(words) > _LONGEST:
        raise BadInput(f"The note has {len(words):,} characters; at most {_LONGEST:,} are kept.")
    with context.store() as session:
        return cohort_notes.add(session, queries.cohort(session, cohort).key, words, context.clock())


def delete_note(context: Context, cohort: str, number: int) -> None:
    """Raises NotFound."""
    with context.store() as session:
        key = queries.cohort(session, cohort).key
        if not cohort_notes.delete(session, key, number):
            raise NotFound(f"{key} has no note {number}.")


def list_notes(context: Context, cohort: str) -> list[tuple[str, CohortNote]]:
    """Each with the key of its cohort: those of this one, and before them those of the cohort that it
    follows. Raises NotFound."""
    with context.store() as session:
        found = queries.cohort(session, cohort)
        keys = [key for key in (found.follows, found.key) if key]
        return [(key, note) for key in keys for note in cohort_notes.notes(session, key)]
