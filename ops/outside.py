"""Where, by the settings, a person is outside the store."""

from services.erasure.ledger import ErasureLedger
from services.erasure.outside import OutsideStore
from settings import Settings


def outside_store(settings: Settings) -> OutsideStore:
    files = settings.erasure_files
    return OutsideStore(ErasureLedger(*files) if files else None, settings.letters_folder)
