"""The stack as containers: a network, PostgreSQL, a Temporal server, a mail catcher and a worker."""

import json
import mailbox
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docker
from docker.models.containers import Container
from sqlalchemy.exc import OperationalError
from temporalio.client import Client
from testcontainers.core.container import DockerContainer
from testcontainers.core.network import Network

from storage.database import Database
from tests.containers.images import Images
from tests.containers.waiting import until
from workflows.plugin import tandem_plugin

_NAMESPACE = "tandem"
_DEPLOY = Path(__file__).parents[2] / "deploy"
_SECRETS = {
    "postgres-password": "canary-password-postgres",
    "temporal-password": "canary-password-temporal",
    "tandem-password": "canary-password-tandem",
    "database-url": "postgresql://tandem:canary-password-tandem@postgres:5432/tandem",
}
_METRICS = 9464
_PLACES = {"/var/lib/tandem": "uid=10001,mode=0700", "/tmp": "mode=1777"}
"""The only places to which may be written, and they are in memory."""
_LOCKED: dict[str, Any] = {
    "read_only": True,
    "cap_drop": ["ALL"],
    "security_opt": ["no-new-privileges"],
    "init": True,
}
_SETTINGS = {
    "TEMPORAL_ADDRESS": "temporal:7233",
    "TEMPORAL_NAMESPACE": _NAMESPACE,
    "TANDEM_DATABASE_URL_FILE": "/run/secrets/database-url",
    "TANDEM_SMTP_HOST": "mail",
    "TANDEM_SMTP_PORT": "2525",
    "TANDEM_MAIL_FROM": "mentoring@university.example",
    "TANDEM_MAIL_HOURS": "",
    "TANDEM_MAIL_DAYS": "all",
    "TANDEM_MAIL_PER_MINUTE": "60000",
    "TANDEM_MAIL_CONNECTIONS": "10",
    "TANDEM_METRICS": f"0.0.0.0:{_METRICS}",
}
# Time may be skipped, so that a cohort can live to its end; and no task waits for its turn.
_SERVER_FLAGS = {
    "frontend.WorkflowTimeSkippingEnabled": "true",
    "history.transferProcessorMaxPollRPS": "2000",
    "history.timerProcessorMaxPollRPS": "2000",
    "history.visibilityProcessorMaxPollRPS": "2000",
    "history.timerProcessorMaxTimeShift": '"10ms"',
}


@dataclass(frozen=True)
class Commands:
    """`tandem`, as a coordinator runs it: each command in a container of its own."""

    engine: docker.DockerClient
    image: str
    network: Network
    folder: Path

    def run(self, *arguments: str) -> str:
        """What this command says; raises ContainerError if it fails."""
        said = self.engine.containers.run(
            self.image,
            list(arguments),
            remove=True,
            network=self.network.name,
            environment=_SETTINGS,
            volumes={host: {"bind": inside, "mode": mode} for host, inside, mode in _mounts(self.folder)},
            tmpfs=_PLACES,
            **_LOCKED,
        )
        return bytes(said).decode()

    def read(self, *arguments: str) -> Any:
        """What this command says with `--json`."""
        return json.loads(self.run(*arguments, "--json"))


@dataclass(frozen=True)
class Stack:
    tandem: Commands
    database: Database
    worker: Container
    temporal_address: str
    metrics_address: str

    async def client(self) -> Client:
        return await Client.connect(self.temporal_address, namespace=_NAMESPACE, plugins=[tandem_plugin()])

    def letters(self) -> list[str]:
        """The Message-ID of each letter that the mail server was given."""
        return [str(letter["Message-ID"]) for letter in mailbox.Maildir(self.tandem.folder / "mail/letters")]

    def health(self) -> str:
        self.worker.reload()
        return str(self.worker.attrs["State"]["Health"]["Status"])

    def inside(self, *command: str) -> tuple[int, str]:
        """The exit code of a command in the worker's container, and what it said."""
        code, said = self.worker.exec_run(list(command))
        return code, said.decode()

    def measurements(self) -> str:
        with urllib.request.urlopen(f"http://{self.metrics_address}/metrics", timeout=5) as answer:
            return bytes(answer.read()).decode()


@contextmanager
def stack(engine: docker.DockerClient, images: Images, folder: Path) -> Iterator[Stack]:
    """All of it at work, for as long as the context lasts. `folder`: where secrets, files and letters are."""
    _prepare(folder)
    with ExitStack() as parts:
        network = parts.enter_context(Network())

        def started(name: str, container: DockerContainer) -> DockerContainer:
            return parts.enter_context(container.with_network(network).with_network_aliases(name))

        postgres = started("postgres", _postgres(images, folder))
        temporal = started("temporal", _temporal(images))
        started("mail", _catcher(images, folder))
        url = _SECRETS["database-url"].replace("postgres:5432", _address(postgres, 5432))
        database = Database(url)
        parts.callback(database.close)
        until(lambda: _answers(database))
        tandem = Commands(engine, images.tandem, network, folder)
        tandem.run("db", "upgrade")
        worker = started("worker", _worker(images, folder))
        found = Stack(
            tandem,
            database,
            worker.get_wrapped_container(),
            temporal_address=_address(temporal, 7233),
            metrics_address=_address(worker, _METRICS),
        )
        until(lambda: found.health() == "healthy", seconds=60)
        yield found


def _prepare(folder: Path) -> None:
    """Secrets that everybody in the containers may read, and a place for letters that all may write to."""
    for name, mode in (("secrets", 0o755), ("files", 0o755), ("mail", 0o777)):
        (folder / name).mkdir()
        (folder / name).chmod(mode)
    for name, secret in _SECRETS.items():
        file = folder / "secrets" / name
        file.write_text(f"{secret}\n")
        file.chmod(0o644)


def _mounts(folder: Path) -> list[tuple[str, str, str]]:
    secret = "database-url"
    return [
        (str(folder / "secrets" / secret), f"/run/secrets/{secret}", "ro"),
        (str(folder / "files"), "/work", "ro"),
    ]


def _postgres(images: Images, folder: Path) -> DockerContainer:
    """With the roles and databases of the real stack."""
    mounts = [
        (str(folder / "secrets"), "/run/secrets", "ro"),
        (str(_DEPLOY / "postgres/roles.sh"), "/docker-entrypoint-initdb.d/roles.sh", "ro"),
    ]
    about = {"POSTGRES_PASSWORD_FILE": "/run/secrets/postgres-password"}
    return DockerContainer(images.postgres, env=about, ports=[5432], volumes=mounts)


def _temporal(images: Images) -> DockerContainer:
    flags = [f"{key}={value}" for key, value in _SERVER_FLAGS.items()]
    command = ["server", "start-dev", "--ip", "0.0.0.0", "--namespace", _NAMESPACE, "--log-level", "warn"]
    command += ["--db-filename", "/tmp/temporal.db", "--sqlite-pragma", "journal_mode=WAL"]
    command += [part for flag in flags for part in ("--dynamic-config-value", flag)]
    return DockerContainer(images.temporal, ports=[7233, 8233]).with_command(command)


def _catcher(images: Images, folder: Path) -> DockerContainer:
    """A mail server that keeps every copy of every letter."""
    command = ["-m", "aiosmtpd", "--nosetuid", "--smtputf8", "--listen", "0.0.0.0:2525"]
    command += ["--class", "aiosmtpd.handlers.Mailbox", "/mail/letters"]
    catcher = DockerContainer(images.tandem, volumes=[(str(folder / "mail"), "/mail", "rw")])
    return catcher.with_command(command).with_kwargs(entrypoint=["/opt/tandem/bin/python"])


def _worker(images: Images, folder: Path) -> DockerContainer:
    worker = DockerContainer(images.tandem, env=dict(_SETTINGS), ports=[_METRICS], volumes=_mounts(folder))
    worker.tmpfs.update(_PLACES)
    # Looked at every two seconds rather than every half minute; what is looked at is the image's.
    every = {"interval": 2_000_000_000, "timeout": 5_000_000_000, "start_period": 60_000_000_000}
    return worker.with_kwargs(healthcheck=every, **_LOCKED)


def _address(container: DockerContainer, port: int) -> str:
    return f"{container.get_container_host_ip()}:{container.get_exposed_port(port)}"


def _answers(database: Database) -> bool:
    try:
        with database.engine.connect():
            return True
    except OperationalError:
        return False
