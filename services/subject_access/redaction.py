"""What is handed out to one person does not name another."""

import re
from collections.abc import Iterable

from storage.views import PersonView

REDACTED = "[somebody else]"
_SHORTEST = 2
"""A single letter of a name, as in "J. Smith", names nobody by itself."""


def redacted(text: str, others: Iterable[PersonView], own: PersonView) -> str:
    """The text without the names and addresses of the others; also where only a part of a name stands, unless
    that is a part of the reader's own."""
    for other in others:
        parts = [part for part in _parts(other.name) if part not in _parts(own.name)]
        for word in [other.email, other.name, *parts]:
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", REDACTED, text, flags=re.IGNORECASE)
    return re.sub(rf"(?:{re.escape(REDACTED)}[ \t]*)+{re.escape(REDACTED)}", REDACTED, text)


def _parts(name: str) -> list[str]:
    return [part for part in re.split(r"[\s.,]+", name) if len(part) >= _SHORTEST]
