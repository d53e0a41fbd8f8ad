"""A pairing that had ended by mistake goes on: who was told what became of their application by that end is
told that it was wrong."""

from collections.abc import Iterator
from datetime import datetime

from domain.application.application import Application
from domain.application.duties import duties
from domain.entity.taking_back import written_anew
from domain.entity.told import Correction, WrongLetter
from domain.enums import Correspondent
from domain.letter.letter import Letter, LetterName

_OF_THE_END = (LetterName.RESERVE_LIST, LetterName.APPLICATION_WITHDRAWN)
"""To whom the pairing itself has said nothing: they had not heard of it."""


def put_end_right(application: Application, placed: Application, now: datetime) -> Application:
    """`placed`: what the application has become since the pairing goes on."""
    wrong = tuple(_wrong_letters(application))
    if not wrong:
        return placed
    correction = Correction(number=application.outcome_count + 1, at=now, letters=wrong)
    return placed.replace(corrections=(*placed.corrections, correction))


def _wrong_letters(application: Application) -> Iterator[WrongLetter]:
    if not any(last.at >= application.since for last in application.last_written):
        return  # that they are on the reserve list is from before they had this partner
    for duty in duties(application):
        if isinstance(duty, Letter) and duty.name in _OF_THE_END:
            key = written_anew(application, duty).key
            if key in application.letters_written:
                yield WrongLetter(key=key, name=duty.name, role=Correspondent.APPLICANT)
