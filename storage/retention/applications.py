"""What applicants told: their background first, the rest later."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy.orm import Session

from domain.application.form_answers import without_background
from domain.retention import RetentionClass
from storage.retention.clocks import Clocks, RunningClock
from storage.retention.means import Means
from storage.retention.over import OverApplication, applications_over
from storage.tables.entities import ApplicationRow


def backgrounds(session: Session, clocks: Clocks) -> Iterable[RunningClock]:
    return _due(session, clocks, RetentionClass.BACKGROUNDS, lambda one: _has_background(one.row))


def unsuccessful(session: Session, clocks: Clocks) -> Iterable[RunningClock]:
    what = RetentionClass.UNSUCCESSFUL_APPLICATIONS
    return _due(session, clocks, what, lambda one: not one.had_partner and _has_told(one.row))


def partners(session: Session, clocks: Clocks) -> Iterable[RunningClock]:
    what = RetentionClass.PARTNERS_APPLICATIONS
    return _due(session, clocks, what, lambda one: one.had_partner and _has_told(one.row))


def remove_backgrounds(session: Session, ids: Sequence[str], _: Means) -> Sequence[str]:
    for one in ids:
        row = session.get_one(ApplicationRow, one)
        row.answers, row.imported = without_background(row.answers), _said_without(row.imported)
    return ids


def remove_answers(session: Session, ids: Sequence[str], _: Means) -> Sequence[str]:
    for one in ids:
        row = session.get_one(ApplicationRow, one)
        row.answers, row.imported = {}, None
    return ids


def _due(
    session: Session, clocks: Clocks, what: RetentionClass, is_there: Callable[[OverApplication], bool]
) -> Iterator[RunningClock]:
    for one in applications_over(session):
        if is_there(one):
            cohort = one.row.cohort
            yield RunningClock(one.row.id, one.since + clocks.of(cohort, what), cohort)


def _has_told(row: ApplicationRow) -> bool:
    return bool(row.answers or row.imported)


def _has_background(row: ApplicationRow) -> bool:
    said = (row.answers, row.imported["answers"] if row.imported else {})
    return any(without_background(answers) != answers for answers in said)


def _said_without(imported: dict[str, Any] | None) -> dict[str, Any] | None:
    return imported and {**imported, "answers": without_background(imported["answers"])}
