"""Telling the applications of two partners that their pairing has begun, or is over."""

import asyncio

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.application.events import ApplicationSignal
from domain.cohort.events import Drafted
from domain.entity.entity import EntityKind
from domain.pairing.due import PairingEntry
from storage import ledger
from storage.database import Database


async def notify_applications(client: Client, database: Database, entry: PairingEntry) -> None:
    """Telling twice tells once; a partner without an application has nobody to be told."""
    for application, news in await asyncio.to_thread(_news, database, entry):
        await signal(client, EntityKind.APPLICATION.workflow_id(application), news)


async def signal(client: Client, workflow_id: str, news: ApplicationSignal | Drafted) -> None:
    """Tell this life something; one that is over hears nothing."""
    try:
        await client.get_workflow_handle(workflow_id).signal(news.kind, news)
    except RPCError as problem:
        if problem.status is not RPCStatusCode.NOT_FOUND:
            raise


def _news(database: Database, entry: PairingEntry) -> list[tuple[str, ApplicationSignal]]:
    with database.begin() as session:
        return list(ledger.news_for_applications(session, entry))
