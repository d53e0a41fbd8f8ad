"""Applicants of the South West, whose awareness sessions are Thu 10 June 11:00, Tue 15 June 14:00 and
Tue 13 July 10:00, all local; and a leader of Bucks."""

from datetime import datetime, timedelta

from domain.application.events import SignUp
from domain.enums import ApplicationStage, Role
from domain.letter.letter import Letter, Method
from domain.pairing.events import AddSitting, Reschedule
from tests.applying import FEBRUARY_1, Applying, applied, at, bucks
from tests.living import utc

REQUEST, CANCEL = Method.REQUEST, Method.CANCEL
FIRST, SECOND = utc(2027, 6, 10, 10), utc(2027, 6, 15, 13)


def signed_up(sitting: str = "1") -> Applying:
    entity = at(ApplicationStage.CHECKING)
    entity.update(SignUp(gathering="awareness", sitting=sitting))
    return entity


def moved_to(starts: datetime, sitting: str = "1") -> Reschedule:
    ends = starts + timedelta(hours=1)
    return Reschedule(gathering="awareness", sitting=sitting, starts=starts, ends=ends)


def added(key: str, starts: datetime, gathering: str = "awareness") -> AddSitting:
    return AddSitting(gathering=gathering, sitting=key, starts=starts, ends=starts + timedelta(hours=1))


def about(entity: Applying, sitting: str = "1") -> list[Letter]:
    """The letters that changed the calendar, about this sitting."""
    return [x for x in entity.letters if x.calendar and x.sitting == sitting]


def calendar(entity: Applying, sitting: str = "1") -> list[tuple[Method, int]]:
    parts = [letter.calendar for letter in about(entity, sitting)]
    return [(part.method, part.sequence) for part in parts if part]


def leader(sitting: str = "1") -> Applying:
    """Signed up for the workshop of Bucks, on Tue 9 or Thu 11 February."""
    entity = applied(bucks(), FEBRUARY_1, role=Role.MENTEE, invited=True)
    entity.update(SignUp(gathering="workshop", sitting=sitting))
    return entity
