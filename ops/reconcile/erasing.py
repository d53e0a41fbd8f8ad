"""Whoever is to be erased: carried on with every minute, until nothing is left of them."""

from datetime import UTC, datetime

import structlog
from sqlalchemy.orm import Session

from domain.entity.entity import Attributable
from ops.reconcile.context import ReconcileContext
from services.erasure.ending import end_with_care
from services.erasure.finishing import Erasing
from services.erasure.personal_files import PersonalFiles
from services.relay import Relay
from storage.erasing import erasures

log = structlog.get_logger()


async def carry_on_erasing(context: ReconcileContext, outside: PersonalFiles) -> None:
    """With everybody of whom something is left; one with whom it does not go on keeps nobody else waiting."""
    for person in await context.in_store(erasures.unfinished):
        try:
            await _carry_on(context, outside, person)
        except Exception as problem:  # noqa: BLE001
            log.warning("erasure_waits", person=person, kind=type(problem).__name__)


async def _carry_on(context: ReconcileContext, outside: PersonalFiles, person: str) -> None:
    """What has begun since it was asked for, as from a file that came again, is ended like the rest."""
    targets = await context.in_store(lambda session: _end(session, person))
    await Relay(context.client, context.database).tell_all(targets)
    progress = await Erasing(context.client, context.database, outside, _now).carry_on(person)
    if progress.erased:
        log.info("erased", person=person, things=sum(place.many for place in progress.erased))


def _end(session: Session, person: str) -> list[str]:
    return end_with_care(session, person, _by_itself, _now())


def _by_itself(_: Session, event: Attributable) -> Attributable:
    return event


def _now() -> datetime:
    return datetime.now(UTC)
