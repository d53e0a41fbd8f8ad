"""What a human recommends in the report of a cohort: the one part of it that nobody can work out."""

from collections.abc import Sequence

from domain.characters import harmful_character, tidy
from domain.errors import BadInput
from services.context import Context
from storage import queries, recommendations

MOST = 3
_LONGEST = 400


def recommend(context: Context, key: str, texts: Sequence[str]) -> tuple[str, ...]:
    """These, in place of those there were. Raises NotFound, BadInput."""
    kept = tuple(_checked(text) for text in texts)
    if len(kept) > MOST:
        raise BadInput(f"These are {len(kept)} recommendations; a report has at most three.")
    with context.store() as session:
        recommendations.replace(session, queries.cohort(session, key).key, kept)
    return kept


def _checked(text: str) -> str:
    words = tidy(text)
    if not words:
        raise BadInput("Say in a sentence what you recommend.")
    if found := harmful_character(words):
        raise BadInput(f"The recommendation holds {found}; type it anew.")
    if len(words) > _LONGEST:
        raise BadInput(f"The recommendation has {len(words):,} characters; at most {_LONGEST} are kept.")
    return words
