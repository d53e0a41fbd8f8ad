"""What comes next with a programme, announced to those who took part in a cohort of it: once, on its day or
the working morning after."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind, digest_id
from domain.enums import BOTH, Role, Stage
from domain.letter.kinds import QueuedLetter
from domain.letter.letter import Letter, LetterName
from domain.people import is_erased_address
from domain.programme.report_dates import is_announced_by
from domain.programme.timetable import rules_of
from mail import outbox
from mail.facts import Sender
from mail.facts_of import to_partner
from mail.page_links import with_page
from storage import queries
from storage.tables.letters import LetterRow
from storage.views import CohortView, PairingView


def write(session: Session, cohort: CohortView, now: datetime, sender: Sender) -> list[QueuedLetter]:
    """Put the announcement into the outbox, for each who took part; none before its day, and none twice."""
    if not is_announced_by(cohort.programme, now) or is_written(session, cohort.key):
        return []
    closes = rules_of(cohort.programme).sessions.closes
    written = []
    for pairing, role in _who_took_part(session, cohort.key):
        letter = Letter(name=LetterName.NEXT_STEPS, role=role, key=f"next_steps:{role}", at=now)
        # On its own way: what happens to the pairing does not make it wrong.
        source = outbox.Source(pairing.id, digest_id(cohort.key), cohort.key, now)
        to = to_partner(letter, cohort, pairing, closes)
        about = EntityKind.PAIRING.workflow_id(pairing.id)
        to = with_page(session, letter, about, now, to, sender.pages)
        written.append(outbox.write_one(session, letter, source, to, sender, cohort))
    return [found for one in written if (found := outbox.if_waiting(session, one.id))]


def is_written(session: Session, cohort: str) -> bool:
    """Whether it has been announced in this cohort what comes next."""
    here = (LetterRow.cohort == cohort, LetterRow.name == LetterName.NEXT_STEPS)
    return session.scalar(select(LetterRow.id).where(*here).limit(1)) is not None


def _who_took_part(session: Session, cohort: str) -> Iterator[tuple[PairingView, Role]]:
    """Each person once; who left early has asked for no more letters."""
    seen = set[str]()
    for pairing in queries.pairings(session, cohort):
        for role in BOTH:
            person = pairing.person(role)
            if pairing.stage is Stage.ENDED or person.id in seen or is_erased_address(person.email):
                continue
            seen.add(person.id)
            yield pairing, role
