"""Concerns: raised by participants and applicants, read by whom the programme names for it, by nobody else.

No service here returns whose a concern is to anybody but that reader, and none is in the audit with its
subject: who raised one is known by its row alone.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.enums import Correspondent
from domain.errors import NotFound, Refused
from domain.letter.letter import Letter, LetterName
from domain.letter.link_address import address_of
from domain.letter.states import LetterState
from domain.programme.contacts import Contact
from domain.programme.programme import Programme
from domain.raised_concern import MOST_A_DAY, ConcernState, ToldConcern, concern_of, letters_about
from mail import concern_letter, outbox
from mail.facts import Sender
from services.context import Context
from services.links import Reader
from services.writes import write_first
from storage import links, messages, queries, raised_concerns
from storage.links import PageLink
from storage.raised_concerns import RaisedConcern
from storage.views import CohortView

CONCERN_PATH = "/raised"
_MOST_LETTERS = 3
"""So many about one concern within a day, where somebody asks for them; by themselves, in all."""
_A_DAY = timedelta(days=1)


class ConcernReader(NamedTuple):
    """Somebody who has opened the link in a letter about a concern."""

    link: PageLink
    cohort: CohortView
    concern: str

    @property
    def programme(self) -> Programme:
        return self.cohort.programme


async def raise_concern(context: Context, reader: Reader, told: ToldConcern) -> None:
    """Keep it, and write to whom the programme names; the very same once a day. Raises Refused where nobody
    is named, or they have raised many today."""
    person, to, cohort, now = reader.person, reader.programme.concerns, reader.cohort, context.clock()
    if person is None or to is None:
        raise Refused(f"Please write to {reader.programme.contact.email}.")
    sender = context.sender()

    def write(session: Session) -> tuple[None, list[str]]:
        if raised_concerns.told_again(session, cohort.key, person.id, told, now - _A_DAY):
            return None, []
        if raised_concerns.raised_since(session, cohort.key, person.id, now - _A_DAY) >= MOST_A_DAY:
            raise Refused(f"You have raised several today. Please write to {to.email} yourself.")
        concern = raised_concerns.add(session, cohort.key, person.id, told, to, now)
        return None, [_write_to(session, cohort, concern, sender, now)]

    await write_first(context, write)


def find_reader(context: Context, token: str) -> ConcernReader | None:
    """None if there is no such link, or its letter came back: whoever has it then is another."""
    with context.store() as session:
        link = links.find(session, token)
        concern = concern_of(link.workflow_id) if link else None
        known = raised_concerns.find(session, concern) if concern else None
        if link is None or known is None:
            return None
        letter = outbox.by_key(session, f"{known.cohort}:{_key(token)}")
        if letter is None or letter.state is LetterState.BOUNCED:
            return None
        return ConcernReader(link, queries.cohort(session, known.cohort), known.id)


def read_concern(context: Context, concern: str) -> RaisedConcern:
    """All of it. Raises NotFound."""
    with context.store() as session:
        found = raised_concerns.find(session, concern)
    if found is None:
        raise NotFound("There is no such concern any more.")
    return found


def note_progress(context: Context, concern: str, state: ConcernState, note: str | None) -> None:
    """It has been received, or is closed; `note`: theirs, in place of what was noted before."""
    with context.store() as session:
        raised_concerns.note(session, concern, state, note, context.clock())


async def send_again(context: Context, cohort: str) -> None:
    """Write anew about each concern of this cohort that is not closed, to whom it was told, with a new link
    in place of the one before. It is not said whether there was any. Raises NotFound, and Refused where there
    are no pages."""
    now, sender = context.clock(), context.sender()
    if not sender.pages:
        raise Refused("There are no pages to which the letters could lead: set TANDEM_PAGES_URL.")

    def write(session: Session) -> tuple[None, list[str]]:
        of = queries.cohort(session, cohort)
        due = [
            one
            for one in raised_concerns.not_closed(session, cohort)
            if outbox.written_since(session, letters_about(one.id), one.told_email, now - _A_DAY)
            < _MOST_LETTERS
        ]
        return None, [_write_to(session, of, one, sender, now) for one in due]

    await write_first(context, write)


def remind(context: Context) -> None:
    """Write anew about each concern that nobody has received within the days that people are told: by day,
    and so often that there are three letters of it. A worker sends them. Raises Unreachable, NotFound."""
    now, sender = context.clock(), context.sender()
    if not sender.pages:
        return
    with context.store() as session:
        for one in raised_concerns.not_received(session):
            cohort = queries.cohort(session, one.cohort)
            if _is_to_be_reminded(session, cohort, one, now):
                _write_to(session, cohort, one, sender, now, is_reminder=True)


def _is_to_be_reminded(session: Session, cohort: CohortView, concern: RaisedConcern, now: datetime) -> bool:
    about, days = (letters_about(concern.id), concern.told_email), timedelta(days=_days(cohort))
    if not days or outbox.is_awaited(session, *about):
        return False
    written = outbox.written_since(session, *about, concern.raised_at - _A_DAY)
    return written < _MOST_LETTERS and not outbox.written_since(session, *about, now - days)


def _write_to(
    session: Session,
    cohort: CohortView,
    concern: RaisedConcern,
    sender: Sender,
    now: datetime,
    is_reminder: bool = False,
) -> str:
    """The id of the letter, which goes now; a reminder by day."""
    about = letters_about(concern.id)
    links.revoke_about(session, about, now)
    token = links.make(
        session,
        person=None,
        workflow_id=about,
        role=Correspondent.CONCERNS,
        purpose=LetterName.CONCERN_RAISED,
        email=concern.told_email,
        now=now,
    )
    letter = Letter(
        name=LetterName.CONCERN_RAISED,
        role=Correspondent.CONCERNS,
        key=_key(token),
        at=now,
        until=concern.raised_at + timedelta(days=_days(cohort)),
    )
    named = Contact(name=concern.told_to, email=concern.told_email)
    page = f"{address_of(sender.pages, token)}{CONCERN_PATH}"
    source = outbox.Source(cohort.key, about, cohort.key, now)
    to = concern_letter.addressed(letter, cohort, page, named, concern.raised_at if is_reminder else None)
    zone = cohort.programme.timezone if is_reminder else None
    queued = outbox.write_one(session, letter, source, to, sender, by_day_in=zone)
    messages.deliver(session, queued.id, now)
    return queued.id


def _days(cohort: CohortView) -> int:
    named = cohort.programme.concerns
    return named.days if named else 0


def _key(token: str) -> str:
    return f"{LetterName.CONCERN_RAISED}:{links.digest_of(token)}"
