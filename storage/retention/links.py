"""Links to pages: they go with what they lead to."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.retention import RetentionClass
from storage.links import form_of
from storage.retention.clocks import Clocks, RunningClock
from storage.retention.means import Means
from storage.retention.over import applications_over, pairings_over
from storage.tables.letters import LinkRow


def links(session: Session, clocks: Clocks) -> Iterator[RunningClock]:
    """What is over and links still lead to, by its workflow id; links to forms, by their digests. A letter
    may come long after the end, such as half a year on: its link lives as long from then."""
    query = select(LinkRow.workflow_id, func.max(LinkRow.made_at)).group_by(LinkRow.workflow_id)
    latest = dict(iter(session.execute(query)))
    for workflow_id, over, cohort in _over(session):
        if made := latest.get(workflow_id):
            yield RunningClock(workflow_id, max(over, made) + clocks.of(cohort, RetentionClass.LINKS), cohort)
    yield from _to_forms(session, clocks)


def remove_links(session: Session, ids: Sequence[str], _: Means) -> Sequence[str]:
    for one in ids:
        session.execute(delete(LinkRow).where(or_(LinkRow.workflow_id == one, LinkRow.digest == one)))
    return ids


def _to_forms(session: Session, clocks: Clocks) -> Iterator[RunningClock]:
    """Whoever does not send the form is nobody whom anything else leads to."""
    query = select(LinkRow.digest, LinkRow.workflow_id, LinkRow.made_at).where(LinkRow.person.is_(None))
    for digest, about, made in session.execute(query):
        if form := form_of(about):
            yield RunningClock(digest, made + clocks.of(form[0], RetentionClass.LINKS), form[0])


def _over(session: Session) -> Iterator[tuple[str, datetime, str]]:
    for one in applications_over(session):
        yield EntityKind.APPLICATION.workflow_id(one.row.id), one.since, one.row.cohort
    for pairing, ended in session.execute(pairings_over(session)):
        yield EntityKind.PAIRING.workflow_id(pairing.id), max(pairing.since, ended), pairing.cohort
