"""The coordinator's own letter: what waits this morning, if anything does."""

from datetime import datetime

from sqlalchemy.orm import Session

from domain.entity.entity import digest_id
from domain.enums import Correspondent
from domain.letter.kinds import QueuedLetter
from domain.letter.letter import Letter, LetterName
from mail import outbox
from mail.facts import Facts, Recipient, Section
from mail.facts_of import of_programme
from storage.views import CohortView


def write(
    session: Session, cohort: CohortView, waiting: tuple[Section, ...], now: datetime, mail_from: str
) -> QueuedLetter | None:
    """Put this morning's letter into the outbox, once; or None if nothing waits."""
    if not waiting:
        return None
    morning = f"{now.astimezone(cohort.programme.zone):%Y%m%d}"
    letter = Letter(name=LetterName.DIGEST, role=Correspondent.COORDINATOR, key=f"digest:{morning}", at=now)
    # A life of its own: what happens to the cohort does not make it wrong.
    source = outbox.Source(cohort.key, digest_id(cohort.key), cohort.key, now)
    return outbox.write_one(session, letter, source, addressed(cohort, waiting), mail_from)


def addressed(cohort: CohortView, waiting: tuple[Section, ...]) -> Recipient:
    """The letter to the programme's contact that tells of this."""
    programme, contact = cohort.programme, cohort.programme.contact
    facts = Facts(name=contact.name, reference=cohort.key, matters=waiting, **of_programme(programme))
    own = programme.words.get(LetterName.DIGEST)
    return Recipient(person=None, name=contact.name, email=contact.email, facts=facts, own=own)
