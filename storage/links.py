"""Links that open somebody's page: made with the letter that names them, and found by their token.

The store knows a token by its digest alone. It holds 128 bits of chance, so a plain SHA-256 of it cannot be
guessed back.
"""

from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select, update
from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.enums import Correspondent, Role
from storage.tables.entities import ApplicationRow, PairingRow
from storage.tables.letters import LinkRow
from storage.tables.people import PersonRow

_BYTES = 16
_FORM = "form"
_NOBODYS = "0" * 64
"""The digest of no token: what is compared where there is no such link, so that it takes as long."""
_PAIRING, _APPLICATION = (kind.workflow_id("") for kind in (EntityKind.PAIRING, EntityKind.APPLICATION))


class PageLink(NamedTuple):
    person: str | None
    """Whose it is; None: a line manager's."""
    workflow_id: str
    """What it is about; of a form, `form_id`."""
    role: Role | Correspondent
    address: str
    """A digest of the address that it went to (`address_digest`)."""
    made_at: datetime
    reaches: str
    """A digest of the address that its reader has now; of no address where it opens nobody's page."""
    over_since: datetime | None
    """Since when nothing more happens to what it is about; None as long as it goes on."""


def make(
    session: Session,
    *,
    person: str | None,
    workflow_id: str,
    role: Role | Correspondent,
    purpose: str,
    email: str,
    now: datetime,
) -> str:
    """The token of a new link, which nobody can find out a second time."""
    token = token_urlsafe(_BYTES)
    row = LinkRow(
        digest=digest_of(token),
        person=person,
        workflow_id=workflow_id,
        role=role.value,
        purpose=purpose,
        address=address_digest(email),
        made_at=now,
    )
    session.add(row)
    return token


def find(session: Session, token: str) -> PageLink | None:
    """The link of this token, unless it was revoked. One question with one row as its answer, whatever is
    wrong with the token: how long it takes tells nobody what."""
    digest = digest_of(token)
    row = session.execute(_found(digest)).one()
    is_right = compare_digest(row.digest or _NOBODYS, digest)
    reaches = address_digest(row.email or row.manager or "")
    if not is_right or row.revoked_at is not None:
        return None
    return PageLink(row.person, row.workflow_id, _role(row.role), row.address, row.made_at, reaches, row.over)


def _found(digest: str) -> Select[Any]:
    """The link, and how what it is about stands; a row of nothing where there is no such link."""
    told = select(literal(digest).label("digest")).subquery()
    over = func.coalesce(_over(PairingRow), _over(ApplicationRow))
    manager = ApplicationRow.answers["manager_email"].as_string()
    return (
        select(*LinkRow.__table__.c, PersonRow.email, manager.label("manager"), over.label("over"))
        .select_from(told)
        .outerjoin(LinkRow, LinkRow.digest == told.c.digest)
        .outerjoin(PersonRow, PersonRow.id == LinkRow.person)
        .outerjoin(PairingRow, _is_about(_PAIRING, PairingRow.id))
        .outerjoin(ApplicationRow, _is_about(_APPLICATION, ApplicationRow.id))
    )


def _is_about(prefix: str, key: Any) -> ColumnElement[bool]:
    id_of = func.substr(LinkRow.workflow_id, len(prefix) + 1)
    return and_(LinkRow.workflow_id.startswith(prefix), key == id_of)


def _over(row: type[PairingRow] | type[ApplicationRow]) -> ColumnElement[datetime | None]:
    """Since when it is."""
    is_over = and_(row.revision > 0, row.waits_for.is_(None), row.until.is_(None))
    return case((is_over, row.since), else_=None)


def renew(session: Session, token: str, email: str, now: datetime) -> str | None:
    """The token of a link like this one, to a new address; None if there never was such a link."""
    row = session.get(LinkRow, digest_of(token))
    if row is None:
        return None
    role = _role(row.role)
    return make(
        session,
        person=row.person,
        workflow_id=row.workflow_id,
        role=role,
        purpose=row.purpose,
        email=email,
        now=now,
    )


def revoke_all(session: Session, person: str, email: str, now: datetime) -> None:
    """None of this person's links opens anything any more, nor a form that went to this address of theirs."""
    form = and_(LinkRow.address == address_digest(email), LinkRow.role == Correspondent.APPLICANT.value)
    theirs = or_(LinkRow.person == person, form)
    session.execute(update(LinkRow).where(theirs, LinkRow.revoked_at.is_(None)).values(revoked_at=now))


def revoke_about(session: Session, workflow_id: str, now: datetime) -> None:
    """No link to this opens anything any more."""
    about = (LinkRow.workflow_id == workflow_id, LinkRow.revoked_at.is_(None))
    session.execute(update(LinkRow).where(*about).values(revoked_at=now))


def purposes_of(session: Session, person: str, workflows: list[str]) -> list[tuple[str, datetime]]:
    """What each link is for that this person has had, and each that a line manager has had about them, and
    when it was made."""
    about = (LinkRow.person.is_(None)) & LinkRow.workflow_id.in_(workflows)
    query = select(LinkRow.purpose, LinkRow.made_at).where(or_(LinkRow.person == person, about))
    return [(purpose, at) for purpose, at in session.execute(query.order_by(LinkRow.made_at))]


def form_id(cohort: str, role: Role) -> str:
    """What a link to a form is about, which is no workflow."""
    return f"{_FORM}-{role}-{cohort}"


def form_of(workflow_id: str) -> tuple[str, Role] | None:
    """The cohort and role of the form that a link is about; None if it is about something else."""
    kind, _, rest = workflow_id.partition("-")
    role, _, cohort = rest.partition("-")
    return (cohort, Role(role)) if kind == _FORM else None


def _role(value: str) -> Role | Correspondent:
    return Correspondent(value) if value in list(Correspondent) else Role(value)


def address_digest(email: str) -> str:
    return digest_of(email.strip().lower())


def digest_of(text: str) -> str:
    """As the store knows a token."""
    return sha256(text.encode()).hexdigest()
