"""Where, by the settings, the files are in which people are known."""

from services.erasure.ledger import ErasureLedger
from services.erasure.personal_files import PersonalFiles
from settings import Settings


def personal_files(settings: Settings) -> PersonalFiles:
    files = settings.erasure_files
    return PersonalFiles(ErasureLedger(*files) if files else None, settings.letters_folder)
