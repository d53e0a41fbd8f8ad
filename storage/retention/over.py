"""What is over for good: the cohort has ended, and nothing of it waits for anything any more."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, aliased

from domain.enums import ApplicationStage, CohortStage, Role, Stage
from storage.tables.entities import ApplicationRow, CohortRow, PairingRow

_OVER = [stage for stage in ApplicationStage if not stage.is_open]


class OverApplication(NamedTuple):
    row: ApplicationRow
    since: datetime
    had_partner: bool


def applications_over(session: Session) -> list[OverApplication]:
    """Not those that are kept for whoever has been offered a place in the next cohort, and may take it up."""
    query = (
        select(ApplicationRow, CohortRow.since)
        .join(CohortRow, CohortRow.key == ApplicationRow.cohort)
        .where(CohortRow.stage == CohortStage.ENDED)
        .where(ApplicationRow.stage.in_(_OVER), ApplicationRow.waits_for.is_(None))
        .order_by(ApplicationRow.id)
    )
    offered, paired = _offered_next(session), _paired(session)
    return [
        OverApplication(row, max(row.since, ended), (row.cohort, row.person, row.role) in paired)
        for row, ended in session.execute(query)
        if (row.cohort, row.person) not in offered
    ]


def pairings_over(session: Session) -> Select[PairingRow, datetime]:
    """Each with the moment when its cohort was over. One that still asks what became of it is not over."""
    return (
        select(PairingRow, CohortRow.since)
        .join(CohortRow, CohortRow.key == PairingRow.cohort)
        .where(CohortRow.stage == CohortStage.ENDED)
        .where(PairingRow.stage.in_((Stage.COMPLETED, Stage.ENDED)), PairingRow.waits_for.is_(None))
    )


def _offered_next(session: Session) -> set[tuple[str, str]]:
    """Cohort and person."""
    following = aliased(CohortRow)
    query = (
        select(following.follows, ApplicationRow.person)
        .join(ApplicationRow, ApplicationRow.cohort == following.key)
        .where(ApplicationRow.stage == ApplicationStage.OFFERED, following.follows.is_not(None))
    )
    return {(before, person) for before, person in session.execute(query) if before}


def _paired(session: Session) -> set[tuple[str, str, str]]:
    """Cohort, person and role."""
    found = set[tuple[str, str, str]]()
    for cohort, mentor, mentee in session.execute(
        select(PairingRow.cohort, PairingRow.mentor, PairingRow.mentee)
    ):
        found |= {(cohort, mentor, Role.MENTOR.value), (cohort, mentee, Role.MENTEE.value)}
    return found
