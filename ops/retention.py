"""What is done night by night: removing what has been kept for long enough, reminding of concerns."""

from datetime import datetime, time, timedelta

import structlog
from temporalio.client import Client

from domain.errors import Unreachable
from services import raised_concerns, retention
from services.auditing import recorded
from services.context import Context
from services.erasure.personal_files import PersonalFiles
from storage.database import Database

_NIGHT = time(3)
"""UTC: when hardly anybody asks the store for anything."""

log = structlog.get_logger()


def until_night(now: datetime) -> timedelta:
    """How long it is until the next night. `now` is in UTC."""
    tonight = datetime.combine(now.date(), _NIGHT, now.tzinfo)
    return (tonight if tonight > now else tonight + timedelta(days=1)) - now


def remove_what_is_due(client: Client, database: Database, outside: PersonalFiles) -> None:
    """As the command does, and written down like it; nothing is written down where nothing is due. Raises
    what that raises."""

    async def connect() -> Client:
        return client

    context = Context(database, connect, retention.MINE)
    files = retention.old_files(context, outside.letters, context.clock())
    if not files and not retention.is_any_due(retention.show(context)):
        database.compact()
        return
    with recorded(context, retention.apply, []) as recorder:
        done = recorder.of(retention.apply(context, outside))
    log.info("retention_applied", **{what.value: many for what, many in done.removed.items()})
    if done.waits_for_key or not done.is_compact:
        log.warning("retention_waits", names=done.waits_for_key, compact=done.is_compact)


def remind_of_concerns(database: Database, mail_from: str, pages: str) -> None:
    """Nobody is told whether there was any: neither the log nor the audit. Raises Unreachable, NotFound."""

    async def away() -> Client:
        raise Unreachable("What is written here is told by the next who looks.")

    raised_concerns.remind(Context(database, away, retention.MINE, mail_from=mail_from, pages=pages))
