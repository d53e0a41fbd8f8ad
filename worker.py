"""The worker: the inventory of everything that processes cohorts, joined from the settings.

It runs for months. SIGTERM or Ctrl-C lets it finish what it has begun and hand over the rest.
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta

import structlog
from temporalio.client import Client
from temporalio.worker import Worker

from activities.broadcast import Broadcast
from activities.delivery import Delivery
from activities.digest import Digests
from activities.matching import Matching
from activities.records import Records
from cli.spelling import spelled
from mail.circuit_breaker import CircuitBreaker
from mail.claiming import Claims
from mail.delivery import Postman
from mail.hours import Hours
from ops.metrics.exporter import measuring
from ops.metrics.heartbeat import heartbeat
from ops.metrics.measurements import measurements
from ops.metrics.runtime import telemetry
from ops.personal_files import personal_files
from ops.reconcile.periodic import Periodic, periodic_activities
from ops.transport import transport
from settings import Settings
from storage.database import Database
from temporal.connection import claim_namespace, connect
from temporal.plugin import WORKFLOWS
from temporal.run import GRACE, at_work, deployment, prepare_process
from temporal.server_setup import check_standalone_activities, register_search_attributes
from temporal.tracing.plugins import send_the_rest
from workflows.names import MAIL_QUEUE, PAIRINGS_QUEUE

_STICKY = timedelta(seconds=1.5)
"""How long a workflow waits for the worker that knows it before any other may take over."""
_HOW_FAR = timedelta(seconds=1)
"""News for many says so often how far it is: a worker that is killed has so much of it told twice."""
_WORKFLOW_TASKS = 4
"""Workflows in hand at a time. Their code shares one interpreter: with more at once each takes longer, until
the server believes the worker gone (`WORKFLOW_TASK_TIMEOUT`) and asks for all of it again."""

log = structlog.get_logger()


@asynccontextmanager
async def working(client: Client, database: Database, settings: Settings) -> AsyncIterator[None]:
    """A worker at work, for as long as the context lasts."""
    mail_server = transport(settings)
    claims = Claims(database, Hours.of(settings.mail_hours, settings.mail_days))
    postman = Postman(claims, mail_server, CircuitBreaker(database))
    delivery = Delivery(postman, database, client, settings.mail_connections)
    entities = Worker(
        client,
        task_queue=PAIRINGS_QUEUE,
        workflows=WORKFLOWS,
        activities=[
            *Records(database, client, settings.mail_from, spelled, settings.pages_url).activities,
            *Broadcast(database, client).activities,
            Matching(database, client, personal_files(settings)).match,
            Digests(database, client, settings.mail_from, spelled).digest,
            *Periodic(
                client, database, personal_files(settings), settings.mail_from, settings.pages_url
            ).activities,
        ],
        max_concurrent_workflow_tasks=_WORKFLOW_TASKS,
        sticky_queue_schedule_to_start_timeout=_STICKY,
        max_heartbeat_throttle_interval=_HOW_FAR,
        graceful_shutdown_timeout=GRACE,
        deployment_config=deployment(settings),
    )
    # Deliveries are of no deployment. Each is whole in itself and nothing of it is replayed, so any build
    # can do any; and the server does not spread standalone activities by percent: all go to one build.
    mail = Worker(
        client,
        task_queue=MAIL_QUEUE,
        activities=[delivery.deliver],
        max_concurrent_activities=settings.mail_connections,
        max_task_queue_activities_per_second=settings.mail_per_minute / 60,
        graceful_shutdown_timeout=GRACE,
    )
    with closing(mail_server):
        async with (
            at_work(lambda: delivery.is_delivering, entities, mail),
            heartbeat(settings.sign_of_life, lambda: entities.is_running and mail.is_running),
        ):
            yield


async def run_worker(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT. Raises Unreachable if the server or the store does not answer, Refused
    if the server lacks what Tandem needs, or its namespace is another store's, NotFound if the store's
    tables are not there yet or are of an earlier version."""
    stop = prepare_process()
    database = Database(settings.store_url)
    database.check_version()  # say now, not at the first record, that the store is away or old
    runtime = telemetry(settings)
    client = await connect(settings, runtime)
    await claim_namespace(client, database.identity())
    await register_search_attributes(client)
    await check_standalone_activities(client)
    # As the SDK does: two Tandems that are watched by one Prometheus are told apart by it.
    meter = runtime.metric_meter.with_additional_attributes({"namespace": client.namespace})
    async with (
        working(client, database, settings),
        periodic_activities(client),
        measuring(meter, measurements(settings, database)),
    ):
        log.info("working", pid=os.getpid())
        await stop.wait()
        log.info("stopping", pid=os.getpid())
    await asyncio.to_thread(send_the_rest, settings)
    database.close()
