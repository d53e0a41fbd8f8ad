"""Telling the applications of two partners that their pairing has begun, or is over."""

import asyncio
from collections.abc import Iterator

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.application.events import ApplicationSignal
from domain.cohort.events import Drafted
from domain.entity.entity import EntityKind
from domain.pairing.entry import PairingEntry
from domain.pairing.news import for_applications
from storage import applications, queries
from storage.database import Database


async def notify_applications(client: Client, database: Database, entry: PairingEntry) -> None:
    """Telling twice tells once; a partner without an application has nobody to be told."""
    for application, news in await asyncio.to_thread(lambda: list(_news(database, entry))):
        await signal(client, EntityKind.APPLICATION.workflow_id(application), news)


async def signal(client: Client, workflow_id: str, news: ApplicationSignal | Drafted) -> None:
    """Tell this life something; one that is over hears nothing."""
    try:
        await client.get_workflow_handle(workflow_id).signal(news.kind, news)
    except RPCError as problem:
        if problem.status is not RPCStatusCode.NOT_FOUND:
            raise


def _news(database: Database, entry: PairingEntry) -> Iterator[tuple[str, ApplicationSignal]]:
    news = for_applications(entry)
    if not news:
        return
    with database.begin() as session:
        pairing = queries.pairing(session, entry.id)
        people = [(pairing.person(role).id, role) for role in news]
        found = applications.of_people(session, pairing.cohort, people)
    for event, application in zip(news.values(), found, strict=True):
        if application is not None:
            yield application, event
