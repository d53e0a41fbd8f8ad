"""The worker: the inventory of everything that processes cohorts, joined from the settings.

It runs for months. SIGTERM or Ctrl-C lets it finish what it has begun and hand over the rest.
"""

import asyncio
import os
import signal
import ssl
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager, closing
from datetime import timedelta

import structlog
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import Worker, WorkerDeploymentConfig, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from activities.broadcast import Broadcast
from activities.delivery import Delivery
from activities.digest import Digests
from activities.matching import Matching
from activities.records import Records
from domain.errors import BadInput
from mail.circuit_breaker import CircuitBreaker
from mail.delivery import Postman
from mail.hours import Hours
from mail.outbox import Outbox
from mail.results import Transport
from mail.smtp import Encryption, Smtp
from mail.smtp_auth import Password, SignIn, XOAuth2
from mail.tokens import Tokens
from mail.trial import OnlyTo, Redirected
from ops.metrics.exporter import Measurement, measuring
from ops.metrics.heartbeat import heartbeat
from ops.metrics.measurements import of_drift, of_store
from ops.metrics.runtime import telemetry
from ops.reconcile.kinds import DriftKind
from ops.reconcile.periodic import Periodic, periodic_activities
from settings import Settings, secret
from storage.database import Database
from temporal.connection import check_standalone_activities, connect, register_search_attributes
from temporal.namespace import claim_namespace
from temporal.plugin import WORKFLOWS
from temporal.tracing.plugins import send_the_rest
from temporal.version import this_version
from workflows.names import MAIL_QUEUE, PAIRINGS_QUEUE

_GRACE = timedelta(seconds=2)
_PATIENCE = _GRACE + timedelta(seconds=3)
"""What has not come to its end by then waits for somebody who does not answer: the server, or the store."""
_A_MOMENT = 0.2
_STICKY = timedelta(seconds=1.5)
"""How long a workflow waits for the worker that knows it before any other may take over."""
_HOW_FAR = timedelta(seconds=1)
"""News for many says so often how far it is: a worker that is killed has so much of it told twice."""
_WORKFLOW_TASKS = 4
"""Lives in hand at a time. Their code shares one interpreter: with more at once each takes longer, until
the server believes the worker gone (`A_TASK`) and asks for all of it again."""

log = structlog.get_logger()


@asynccontextmanager
async def working(
    client: Client, database: Database, settings: Settings, runner: WorkflowRunner | None = None
) -> AsyncIterator[None]:
    """A worker at work, for as long as the context lasts; workflows run in the sandbox, or as `runner`
    says."""
    hours = Hours.of(settings.mail_hours, settings.mail_days)
    mail_server = transport(settings)
    postman = Postman(Outbox(database, hours), mail_server, CircuitBreaker(database))
    post = Delivery(postman, database, client, settings.mail_connections)
    records = Records(database, client, settings.mail_from)
    everybody = Broadcast(database, client)
    mornings = Digests(database, client, settings.mail_from)
    periodic = Periodic(client, database)
    lives = Worker(
        client,
        task_queue=PAIRINGS_QUEUE,
        workflows=WORKFLOWS,
        activities=[
            *records.activities,
            *everybody.activities,
            Matching(database, client).match,
            mornings.digest,
            *periodic.activities,
        ],
        workflow_runner=runner or SandboxedWorkflowRunner(),
        max_concurrent_workflow_tasks=_WORKFLOW_TASKS,
        sticky_queue_schedule_to_start_timeout=_STICKY,
        max_heartbeat_throttle_interval=_HOW_FAR,
        graceful_shutdown_timeout=_GRACE,
        deployment_config=deployment(settings),
    )
    # Deliveries are of no deployment. Each is whole in itself and nothing of it is replayed, so any build
    # can do any; and the server does not spread standalone activities by percent: all go to one build.
    mail = Worker(
        client,
        task_queue=MAIL_QUEUE,
        activities=[post.deliver],
        max_concurrent_activities=settings.mail_connections,
        max_task_queue_activities_per_second=settings.mail_per_minute / 60,
        graceful_shutdown_timeout=_GRACE,
    )
    with closing(mail_server):
        async with (
            _at_work(post, lives, mail),
            heartbeat(settings.sign_of_life, lambda: lives.is_running and mail.is_running),
        ):
            yield


def deployment(settings: Settings) -> WorkerDeploymentConfig | None:
    """What the server knows this build as, if the settings name a deployment. A life goes on at its next
    task with whatever build the server has made current."""
    if not settings.worker_deployment:
        return None
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(settings.worker_deployment, this_version()),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
    )


@asynccontextmanager
async def _at_work(post: Delivery, *workers: Worker) -> AsyncIterator[None]:
    """The workers at work. At the end none takes new work while another still finishes what it has begun.

    Raises what made one of them fail.
    """
    try:
        async with asyncio.TaskGroup() as group:
            runs = {group.create_task(worker.run()) for worker in workers}
            try:
                yield
            finally:
                stops = [asyncio.create_task(worker.shutdown()) for worker in workers]
                await _to_their_end(runs, post)
                for task in (*runs, *stops):
                    task.cancel()
    except BaseExceptionGroup as failed:
        first = failed.exceptions[0]
        raise first from first.__cause__


async def _to_their_end(runs: set[asyncio.Task[None]], post: Delivery) -> None:
    """While the server is away a worker would go on asking it for ever; there is nothing left to do then,
    once no letter is on its way to a mail server."""
    _, left = await asyncio.wait(runs, timeout=_PATIENCE.total_seconds())
    while left and post.is_delivering:
        _, left = await asyncio.wait(left, timeout=_A_MOMENT)
    if left:  # the server may yet be told of the last one
        _, left = await asyncio.wait(left, timeout=_A_MOMENT)
    if left:
        log.warning("stops_without_an_answer")


class _NotWaitedFor(ThreadPoolExecutor):
    """The threads of all but records and deliveries. One that the store keeps waiting ends with the process
    (`cli.main` leaves it so): what it was about is done again by another worker, once."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=cancel_futures)


async def run_worker(settings: Settings) -> None:
    """Work until SIGTERM or SIGINT. Raises Unreachable if the server or the store does not answer, Refused
    if the server lacks what Tandem needs, or its namespace is another store's, NotFound if the store's
    tables are not there yet or are of an earlier version."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    asyncio.get_running_loop().set_default_executor(_NotWaitedFor())
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


def measurements(settings: Settings, database: Database) -> list[Measurement]:
    """What is measured as long as the worker works; nothing if nobody asks."""
    if not settings.metrics:
        return []
    return [
        of_store(database, Hours.of(settings.mail_hours, settings.mail_days)),
        of_drift(database, DriftKind),
    ]


def transport(settings: Settings) -> Transport:
    """The way to the mail server. Raises BadInput if a file it needs cannot be used."""
    smtp = Smtp(
        host=settings.smtp_host,
        port=settings.smtp_port,
        mail_from=settings.mail_from,
        timeout=settings.smtp_timeout,
        data_timeout=settings.smtp_data_timeout,
        encryption=_encryption(settings),
        sign_in=_sign_in(settings),
    )
    if settings.mail_redirect_to:
        return Redirected(smtp, settings.mail_redirect_to)
    if settings.mail_only_to:
        return OnlyTo(smtp, frozenset(settings.mail_only_to.lower().replace(" ", "").split(",")))
    return smtp


def _encryption(settings: Settings) -> Encryption | None:
    if settings.smtp_security == "none":
        return None
    try:
        context = ssl.create_default_context(cafile=settings.smtp_ca_file)
    except OSError as problem:
        file = settings.smtp_ca_file
        raise BadInput(f"TANDEM_SMTP_CA_FILE: {file} cannot be used: {problem}.") from None
    return Encryption(context, from_the_start=settings.smtp_security == "tls")


def _sign_in(settings: Settings) -> SignIn | None:
    if not settings.smtp_user:
        return None
    if not settings.oauth_token_url:
        password = secret("smtp_password", settings.smtp_password, settings.smtp_password_file)
        return Password(settings.smtp_user, password)
    key = secret("oauth_client_secret", settings.oauth_client_secret, settings.oauth_client_secret_file)
    tokens = Tokens(settings.oauth_token_url, settings.oauth_client_id, key, settings.oauth_scope)
    return XOAuth2(settings.smtp_user, tokens)
