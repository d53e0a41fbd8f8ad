"""Who is in the store, and since when: whoever was erased may be back from a backup, or has applied anew."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from storage.tables.entities import ApplicationRow
from storage.tables.people import PersonRow


def people_with_their_latest(session: Session) -> list[tuple[str, str, datetime | None]]:
    """Id, address, and when their latest application was sent, or else came in, if there is one."""
    applied = func.coalesce(ApplicationRow.sent_at, ApplicationRow.received_at)
    latest = (
        select(ApplicationRow.person, func.max(applied).label("at"))
        .group_by(ApplicationRow.person)
        .subquery()
    )
    query = select(PersonRow.id, PersonRow.email, latest.c.at)
    found = session.execute(query.outerjoin(latest, latest.c.person == PersonRow.id))
    return [(person, email, at) for person, email, at in found]
