"""What erasing somebody takes away, said place by place."""

from typing import NamedTuple


class ErasedPlace(NamedTuple):
    place: str
    """The table, or what else it is, in words."""
    what: str
    many: int
