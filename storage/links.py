"""Links that open somebody's page: made with the letter that names them, and found by their token.

The store knows a token by its digest alone. It holds 128 bits of chance, so a plain SHA-256 of it cannot be
guessed back.
"""

from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from secrets import token_urlsafe
from typing import NamedTuple

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from domain.enums import Correspondent, Role
from storage.tables.letters import LinkRow

_BYTES = 16
_FORM = "form"
_NOBODYS = "0" * 64
"""The digest of no token: what is compared where there is no such link, so that it takes as long."""


class PageLink(NamedTuple):
    person: str | None
    """Whose it is; None: a line manager's."""
    workflow_id: str
    """What it is about; of a form, `form_id`."""
    role: Role | Correspondent
    address: str
    """A digest of the address that it went to (`address_digest`)."""
    made_at: datetime


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
    """The link of this token, unless it was revoked."""
    digest = digest_of(token)
    row = session.get(LinkRow, digest)
    is_right = compare_digest(row.digest if row else _NOBODYS, digest)
    if row is None or not is_right or row.revoked_at is not None:
        return None
    return PageLink(row.person, row.workflow_id, _role(row.role), row.address, row.made_at)


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
