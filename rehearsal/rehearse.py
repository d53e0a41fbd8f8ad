"""A rehearsal: a programme lived through by invented people, before real ones depend on it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from domain.programme.programme import Programme
from rehearsal.place import throwaway
from rehearsal.record import Record, record_of
from rehearsal.run import CohortRun
from rehearsal.scripts import Script
from rehearsal.story import stage, watched
from storage.database import Database


@dataclass(frozen=True)
class Rehearsed:
    record: Record
    seconds: float


async def rehearse(programme: Programme, script: Script, watch: Callable[[Database], None]) -> Rehearsed:
    """Live through the whole programme in skipped time, in a place of its own that is gone afterwards.

    Raises Refused if nobody could be paired, Unreachable if the server does not come up.
    """
    with throwaway() as settings:
        async with stage(settings) as (client, database):
            began = time.monotonic()
            async with watched(watch, database):
                await CohortRun(client, database, programme, script, forgiving=True).whole()
            return Rehearsed(record_of(database, programme), time.monotonic() - began)
