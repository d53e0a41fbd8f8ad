"""Who opens a page by a link, and how what it is about stands."""

from datetime import datetime, timedelta
from hmac import compare_digest
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.application.application import Application
from domain.entity.entity import EntityKind
from domain.enums import Correspondent, Role
from domain.errors import NotFound
from domain.letter.questions import QuestionName
from domain.pairing.pairing import Pairing
from domain.people import person_actor
from domain.programme.contacts import Contact
from domain.programme.programme import Programme
from domain.raised_concern import ConcernProgress
from services.context import Context
from storage import applications, goals, links, people, queries, raised_concerns
from storage.entities import load_entity
from storage.erasing import going_on
from storage.goals import Goal
from storage.links import PageLink
from storage.views import ApplicationView, CohortView, PairingView, PersonView
from storage.written import WrittenRecord, shown_to

_AFTERWARDS = timedelta(days=30)
"""So long a page stays when nothing more will happen."""


class Reader(NamedTuple):
    """Somebody who has opened their page."""

    link: PageLink
    cohort: CohortView
    subject: PairingView | ApplicationView
    """What the page is about, as the store knows it."""
    entity: Pairing | Application | None
    """The same, whole; None as long as nothing has been recorded."""
    now: datetime
    written: WrittenRecord | None = None
    """What this partner has written, as far as their page may show it now; None for who is none."""
    partners_goals: tuple[Goal, ...] = ()
    """Those that their partner shares with them."""
    concerns: tuple[ConcernProgress, ...] = ()
    """How those stand that they have raised in this cohort."""

    @property
    def role(self) -> Role | Correspondent:
        return self.link.role

    @property
    def programme(self) -> Programme:
        return self.cohort.programme

    @property
    def person(self) -> PersonView | None:
        """None for a line manager, of whom only the address is known."""
        if isinstance(self.subject, PairingView):
            return self.subject.person(Role(self.role))
        told = self.subject.application
        named = PersonView(id=self.subject.person, name=told.name, email=told.email, timezone=told.timezone)
        return named if self.link.person else None

    @property
    def actor(self) -> str:
        """The name under which what they do is written down: no name of a person."""
        return person_actor(self.link.person) if self.link.person else f"line manager of {self.subject.id}"


class Contacted(NamedTuple):
    """Whom to write to about a programme."""

    programme: str
    contact: Contact


def find_reader(context: Context, token: str) -> Reader | None:
    """None if the link was mistyped, revoked or never made, if its address is its reader's no more, or if
    all has long been over: nobody is told which."""
    now = context.clock()
    with context.store() as session:
        link = links.find(session, token)
        return _reader(session, link, now) if link and _opens(link, now) else None


def contacts(context: Context) -> list[Contacted]:
    """Each programme of this store with whom to write to about it."""
    with context.store() as session:
        programmes = [cohort.programme for cohort in queries.cohorts(session)]
    return list(dict.fromkeys(Contacted(one.title, one.contact) for one in programmes))


def new_links(context: Context, email: str) -> list[tuple[str, str]]:
    """For each pairing and application of theirs that goes on, its id and the token of a new link to its
    page. Raises NotFound if nobody is known by this address, or nothing of theirs goes on."""
    now = context.clock()
    with context.store() as session:
        person = people.known_by(session, email)
        made = [
            (key, _made(session, person, kind, key, role, now)) for kind, key, role in _lives(session, person)
        ]
    if not made:
        raise NotFound(f"Nothing goes on in which {person.email} takes part.")
    return made


def _lives(session: Session, person: PersonView) -> list[tuple[EntityKind, str, Role | Correspondent]]:
    pairings = going_on.open_pairings(session, person.id)
    applied = going_on.open_applications(session, person.id)
    return [
        *[(EntityKind.PAIRING, key, role) for key, role in pairings],
        *[(EntityKind.APPLICATION, key, Correspondent.APPLICANT) for key in applied],
    ]


def _made(
    session: Session,
    person: PersonView,
    kind: EntityKind,
    key: str,
    role: Role | Correspondent,
    now: datetime,
) -> str:
    return links.make(
        session,
        person=person.id,
        workflow_id=kind.workflow_id(key),
        role=role,
        purpose=QuestionName.HOME,
        email=person.email,
        now=now,
    )


def _reader(session: Session, link: PageLink, now: datetime) -> Reader | None:
    kind, _, key = link.workflow_id.partition("-")
    try:
        return _read(session, link, EntityKind(kind), key, now)
    except NotFound:  # it was erased
        return None


def _read(session: Session, link: PageLink, kind: EntityKind, key: str, now: datetime) -> Reader:
    find = queries.pairing if kind is EntityKind.PAIRING else applications.application
    view: PairingView | ApplicationView = find(session, key)
    entity = load_entity(session, kind, key)
    assert entity is None or isinstance(entity, (Pairing, Application))
    reader = Reader(link, queries.cohort(session, view.cohort), view, entity, now)
    if link.person:
        reader = reader._replace(concerns=raised_concerns.progress_of(session, view.cohort, link.person))
    if not isinstance(entity, Pairing):
        return reader
    role = Role(reader.role)
    reader = reader._replace(written=shown_to(session, entity, role, now))
    if entity.accepted_at is None:
        return reader
    shared = (goal for goal in goals.goals(session, key, role.partner) if goal.is_shared)
    return reader._replace(partners_goals=tuple(shared))


def _opens(link: PageLink, now: datetime) -> bool:
    """A letter may come long after the end, such as half a year on: its link lives as long from then."""
    is_theirs = compare_digest(link.address, link.reaches)
    return is_theirs and (link.over_since is None or now <= max(link.over_since, link.made_at) + _AFTERWARDS)
