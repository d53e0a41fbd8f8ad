"""What one life is to be told about a gathering."""

from typing import NamedTuple

from domain.application.events import Come
from domain.pairing.events import Attend


class UpdateResult(NamedTuple):
    workflow_id: str
    """The id of a pairing, or of an application."""
    event: Attend | Come
