"""What removing needs besides the store."""

from datetime import datetime
from typing import NamedTuple

from storage.erasing.letter_reader import Reads
from storage.erasing.past_pairs import PairDigest


class Means(NamedTuple):
    now: datetime
    reads: Reads
    digest: PairDigest | None
    """None where there is no key: then no name goes, since the pair could be made once more."""
