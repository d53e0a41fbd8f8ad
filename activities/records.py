"""Recording what happened to a pairing, together with the letters it calls for."""

import asyncio

from temporalio import activity
from temporalio.client import Client

from activities.discretion import discreet
from activities.dispatch import dispatch
from domain.entry import Entry
from mail import outbox
from storage import ledger, reading
from storage.database import Database
from workflows.names import RECORD


class Records:
    def __init__(self, database: Database, client: Client, mail_from: str) -> None:
        self._database = database
        self._client = client
        self._mail_from = mail_from

    @activity.defn(name=RECORD)
    async def record(self, entry: Entry) -> None:
        """Record this entry and its letters in one transaction, then send the letters on their way.

        Safe to repeat at any point: what is recorded stays as it is, and letters still waiting are
        handed over again.
        """
        with discreet():
            letters = await asyncio.to_thread(self._write_down, entry)
            await dispatch(self._client, letters)

    def _write_down(self, entry: Entry) -> list[str]:
        with self._database.begin() as session:
            if ledger.record(session, entry):
                pairing = reading.pairing(session, entry.pairing)
                cohort = reading.cohort(session, pairing.cohort)
                outbox.write(session, entry, cohort, pairing, self._mail_from)
                session.flush()
            return outbox.waiting(session, entry.pairing) if entry.letters else []
