"""What must come to its end before somebody can be erased."""

from sqlalchemy.orm import Session

from mail.mime_text import text_of_mime
from storage.database import Database
from storage.erasing.erase import letters_on_their_way
from storage.erasing.going_on import GoingOn, going_on
from storage.erasing.letter_reader import LetterReader


def what_waits(session: Session, person: str, reader: LetterReader) -> GoingOn:
    """Letters to anybody that name them are waited for, too."""
    waits = going_on(session, person)
    if not waits.is_over:
        return waits
    return waits._replace(letters=letters_on_their_way(session, person, reader))


def read_letters(database: Database, person: str) -> LetterReader:
    """One that has read every letter there is, in many short transactions: others write meanwhile."""
    with database.begin() as session:
        reader = LetterReader(session, person, text_of_mime)
    while _read_on(database, reader):
        pass
    return reader


def _read_on(database: Database, reader: LetterReader) -> bool:
    with database.begin() as session:
        return reader.read_on(session)
