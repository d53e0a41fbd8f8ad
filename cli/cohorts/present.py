"""What one life is to be told about a gathering."""

from typing import NamedTuple

from domain.admission.events import Come
from domain.events import Attend


class Told(NamedTuple):
    life: str
    """The id of a pairing, or of an application."""
    event: Attend | Come
