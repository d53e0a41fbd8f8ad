"""The files in which people are known, outside the store and the Temporal server."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from mail.mime_text import text_of_mime
from services.erasure.ledger import ErasureLedger
from storage.erasing.identifiers import Identifiers
from storage.erasing.past_pairs import PairDigest

NO_LIST = (
    "A restore of the store would bring this person back, so the list of erasures is kept outside it: say "
    "where, with TANDEM_ERASURES_FILE and TANDEM_ERASURES_KEY_FILE."
)


class PersonalFiles(NamedTuple):
    ledger: ErasureLedger | None
    """None where no place for it has been said."""
    letters: Path
    """The mail catcher's folder, which need not be there."""

    @property
    def pair_digest(self) -> PairDigest | None:
        """By which pairs of before are known of whom somebody was erased; None where there is no key, as
        where nobody ever was."""
        return self.ledger.pair_digest if self.ledger and self.ledger.has_key else None


def files_naming(folder: Path, known: Identifiers) -> Iterator[Path]:
    """The letters in this folder, to whomever, that name them."""
    for file in sorted(folder.glob("*.eml")):
        try:
            words = text_of_mime(file.read_bytes())
        except FileNotFoundError:
            continue  # somebody else has just taken it away
        if known.are_in(words):
            yield file
