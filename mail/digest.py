"""The coordinator's own letter: what waits this morning, if anything does."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from domain.entity.entity import digest_id
from domain.enums import Correspondent
from domain.letter.kinds import QueuedLetter
from domain.letter.letter import Letter, LetterName
from domain.suggestion import suggest
from mail import outbox
from mail.facts import Facts, Recipient, Section, Sender
from mail.facts_of import of_programme
from storage.views import CohortView

TODAY = suggest("today")
"""What says the same at any time."""


def write(
    session: Session,
    cohort: CohortView,
    waiting: tuple[Section, ...],
    now: datetime,
    sender: Sender,
    spelled: Callable[[str], str] = str,
) -> QueuedLetter | None:
    """Put this morning's letter into the outbox, once; or None if nothing waits. `spelled` words the
    suggestions in a sentence."""
    if not waiting:
        return None
    morning = f"{now.astimezone(cohort.programme.zone):%Y%m%d}"
    letter = Letter(name=LetterName.DIGEST, role=Correspondent.COORDINATOR, key=f"digest:{morning}", at=now)
    # On its own way: what happens to the cohort does not make it wrong.
    source = outbox.Source(cohort.key, digest_id(cohort.key), cohort.key, now)
    to = addressed(cohort, waiting, spelled(str(TODAY)))
    return outbox.write_one(session, letter, source, to, sender)


def addressed(cohort: CohortView, waiting: tuple[Section, ...], today: str) -> Recipient:
    """The letter to the programme's contact that tells of this; `today`: the command that does so at any
    time."""
    programme, contact = cohort.programme, cohort.programme.contact
    facts = Facts(
        name=contact.name, reference=cohort.key, matters=waiting, command=today, **of_programme(programme)
    )
    own = programme.words.get(LetterName.DIGEST)
    return Recipient(person=None, name=contact.name, email=contact.email, facts=facts, own=own)
