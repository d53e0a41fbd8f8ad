"""What must come to its end before somebody can be erased."""

from sqlalchemy.orm import Session

from mail.decoded import words_of_mime
from storage.erasing.erase import letters_on_their_way
from storage.erasing.going_on import GoingOn, going_on


def what_waits(session: Session, person: str) -> GoingOn:
    """Letters to anybody that name them are waited for, too."""
    waits = going_on(session, person)
    if not waits.is_over:
        return waits
    return waits._replace(letters=letters_on_their_way(session, person, words_of_mime))
