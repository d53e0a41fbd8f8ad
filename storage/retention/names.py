"""Names and addresses of people: they go when nothing of theirs is left that needs them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.people import ERASED_NAME
from domain.retention import RetentionClass
from storage.erasing import erasures
from storage.erasing.erase import Remembering, erase_person, letters_on_their_way
from storage.erasing.going_on import going_on
from storage.erasing.letter_reader import LetterReader
from storage.retention.clocks import Clocks, RunningClock
from storage.retention.means import Means
from storage.retention.over import applications_over, pairings_over
from storage.tables.entities import ApplicationRow, PairingRow
from storage.tables.people import PersonRow


class _Theirs(NamedTuple):
    """All that somebody has taken part in: how many things, and when each of those that are over is due."""

    many: int
    due: list[datetime]


def names(session: Session, clocks: Clocks) -> Iterator[RunningClock]:
    """People of whom everything is over, and who have not asked to be erased: that is done sooner."""
    asked, theirs = erasures.asked_for(session), _theirs(session, clocks)
    query = select(PersonRow.id).where(PersonRow.name != ERASED_NAME).order_by(PersonRow.id)
    for person in session.scalars(query):
        many, due = theirs[person]
        if due and len(due) == many and person not in asked:
            yield RunningClock(person, max(due))


def remove_names(session: Session, ids: Sequence[str], means: Means) -> Iterator[str]:
    """Unless something has begun since."""
    assert means.digest, "without a key it would not be remembered who was a pair"
    for person in ids:
        reader = LetterReader(session, person, means.reads, only_their_cohorts=True)
        if going_on(session, person).is_over and not letters_on_their_way(session, person, reader):
            remembering = Remembering(means.digest, means.now)
            erase_person(session, person, reader, remembering, keeps_applications=True)
            yield person


def _theirs(session: Session, clocks: Clocks) -> dict[str, _Theirs]:
    found = defaultdict[str, _Theirs](lambda: _Theirs(0, []))
    paired = set[tuple[str, str]]()
    for row in session.execute(select(PairingRow.cohort, PairingRow.mentor, PairingRow.mentee)):
        for person in (row.mentor, row.mentee):
            paired.add((row.cohort, person))
            found[person] = found[person]._replace(many=found[person].many + 1)
    for person in session.scalars(select(ApplicationRow.person)):
        found[person] = found[person]._replace(many=found[person].many + 1)
    for pairing, ended in session.execute(pairings_over(session)):
        at = max(pairing.since, ended) + clocks.of(pairing.cohort, RetentionClass.NAMES)
        for person in (pairing.mentor, pairing.mentee):
            found[person].due.append(at)
    for one in applications_over(session):
        cohort, person = one.row.cohort, one.row.person
        had_partner = (cohort, person) in paired
        what = RetentionClass.NAMES if had_partner else RetentionClass.UNSUCCESSFUL_APPLICATIONS
        found[person].due.append(one.since + clocks.of(cohort, what))
    return found
