"""What a rehearsal has found, as it is told to the coordinator."""

from typing import NamedTuple


class Finding(NamedTuple):
    what: str
    """One sentence that says what is not as it should be."""
    where: str
    """The key of the programme file that it is about."""
    mend: str
    """One sentence that says what to do."""
