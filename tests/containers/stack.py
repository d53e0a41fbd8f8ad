"""The stack of `deploy/compose.yaml`, started as deploy/README.md says, in a copy of that folder."""

import json
import shutil
import ssl
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from typing import Any
from urllib.parse import urlencode

import docker
from docker.models.containers import Container
from temporalio.client import Client
from temporalio.envconfig import ClientConfig
from testcontainers.compose import DockerCompose

from storage.database import Database
from temporal.plugin import tandem_plugin
from tests.containers.images import Images
from tests.containers.override import override
from tests.deploy.files import DEPLOY

_WAITED_FOR = ("worker", "web-ui", "mail", "pages-proxy")
# Whatever the hour, and as quick as can be.
_SETTINGS = {
    "TANDEM_MAIL_HOURS": "",
    "TANDEM_MAIL_DAYS": "all",
    "TANDEM_MAIL_PER_MINUTE": "60000",
    "TANDEM_MAIL_CONNECTIONS": "10",
    "COMPOSE_PROFILES": "pages",
    "TANDEM_PAGES_URL": "https://pages.example",
}


@dataclass(frozen=True)
class Commands:
    """`tandem`, as a coordinator runs it: each command in a container of its own."""

    compose: DockerCompose
    files: Path

    def run(self, *arguments: str, user: str = "", **settings: str) -> str:
        """What this command says, with these settings besides, and as this user if it is another than usual;
        raises CalledProcessError if it fails."""
        told = [part for name, value in settings.items() for part in ("--env", f"{name}={value}")]
        told += ["--user", user] if user else []
        return _say(self.compose, "run", "--rm", "--no-TTY", *told, "tandem", *arguments)

    def read(self, *arguments: str) -> Any:
        """What this command says with `--json`."""
        return json.loads(self.run(*arguments, "--json"))


@dataclass(frozen=True)
class Stack:
    engine: docker.DockerClient
    compose: DockerCompose
    tandem: Commands
    database: Database
    image: str
    secrets: Path

    @cached_property
    def worker(self) -> Container:
        return self.container("worker")

    def container(self, service: str) -> Container:
        """The container of this service, also of one that is over."""
        return self.engine.containers.get(self.compose.get_container(service, include_all=True).ID)

    def address(self, service: str, port: int) -> str:
        return f"127.0.0.1:{self.compose.get_service_port(service, port)}"

    async def client(self, profile: str = "operator") -> Client:
        """As one of those who have a key."""
        config = ClientConfig.load_client_connect_config(
            config_file=str(self.secrets / f"temporal-{profile}"),
            override_env_vars={
                "TEMPORAL_ADDRESS": f"{_inside(self.compose, self.engine, 'temporal')}:7233",
                "TEMPORAL_NAMESPACE": "tandem",
                "TEMPORAL_TLS_SERVER_NAME": "temporal",
            },
        )
        return await Client.connect(**config, plugins=[tandem_plugin()])

    def database_url(self, role: str, **options: str) -> str:
        """Of the store, as this role of PostgreSQL, with these options instead of the usual."""
        return _database_url(self.compose, self.engine, self.secrets, role, **options)

    def letters(self) -> list[str]:
        """The Message-ID of each letter that the mail server was given."""
        listed = json.loads(self.page("mail", 8025, "/api/v1/messages?limit=100000"))
        return [f"<{letter['MessageID']}>" for letter in listed["messages"]]

    def health(self) -> str:
        self.worker.reload()
        return str(self.worker.attrs["State"]["Health"]["Status"])

    def inside(self, *command: str) -> tuple[int, str]:
        """The exit code of a command in the worker's container, and what it said."""
        code, said = self.worker.exec_run(list(command))
        return code, said.decode()

    def page(self, service: str, port: int, path: str = "/") -> str:
        with urllib.request.urlopen(f"http://{self.address(service, port)}{path}", timeout=10) as answer:
            return bytes(answer.read()).decode()

    def public_page(self, path: str) -> str:
        """What participants read there, by the address that letters name."""
        trusted = ssl.create_default_context(cafile=str(self.secrets / "ca.pem"))
        url = f"https://{self.address('pages-proxy', 8443)}{path}"
        request = urllib.request.Request(url, headers={"Host": "pages.example"})
        with urllib.request.urlopen(request, timeout=30, context=trusted) as answer:
            return bytes(answer.read()).decode()


@contextmanager
def stack(engine: docker.DockerClient, images: Images, folder: Path) -> Iterator[Stack]:
    """All of it at work, for as long as the context lasts. `folder`: where secrets and files are."""
    # Under a name of its own: one that is called `tandem` may be somebody's real one.
    deploy = _prepare(folder, images, project=f"tandem-{token_hex(4)}")
    compose = DockerCompose(deploy, compose_file_name=["compose.yaml", "override.yaml"])
    secrets = deploy / "secrets"
    try:
        _up(compose)
        database = Database(_database_url(compose, engine, secrets, "tandem"))
        commands = Commands(compose, folder / "files")
        found = Stack(engine, compose, commands, database, images.tandem, secrets)
        yield found
        database.close()
    finally:
        compose.stop()


def _up(compose: DockerCompose) -> None:
    try:
        _say(compose, "up", "--detach", "--wait", *_WAITED_FOR)
    except subprocess.CalledProcessError as problem:
        logs = "".join(compose.get_logs())
        raise AssertionError(f"the stack does not come up:\n{problem.stderr}\n{logs[-5000:]}") from None


def _say(compose: DockerCompose, *arguments: str) -> str:
    command = [*compose.compose_command_property, *arguments]
    return subprocess.run(command, cwd=compose.context, check=True, capture_output=True, text=True).stdout


def _prepare(folder: Path, images: Images, project: str) -> Path:
    """A copy of `deploy/` with its secrets, made as its page says, and its settings."""
    deploy, files = folder / "deploy", folder / "files"
    shutil.copytree(DEPLOY, deploy, ignore=shutil.ignore_patterns("secrets", ".env"))
    files.mkdir()
    subprocess.run([deploy / "keys.sh"], check=True)
    settings = {**_SETTINGS, "TANDEM_IMAGE": images.tandem, "TANDEM_FILES": str(files)}
    told = "".join(f"{name}={value}\n" for name, value in settings.items())
    (deploy / ".env").write_text((DEPLOY / ".env.example").read_text() + told)
    (deploy / "override.yaml").write_text(override(project, images.services))
    return deploy


def _inside(compose: DockerCompose, engine: docker.DockerClient, service: str) -> str:
    """Where this machine reaches a container that shows it no port."""
    container = engine.containers.get(compose.get_container(service).ID)
    networks = container.attrs["NetworkSettings"]["Networks"]
    return str(next(iter(networks.values()))["IPAddress"])


def _database_url(
    compose: DockerCompose, engine: docker.DockerClient, secrets: Path, role: str, **options: str
) -> str:
    told = {
        "hostaddr": _inside(compose, engine, "postgres"),
        "sslmode": "verify-full",
        "sslrootcert": str(secrets / "ca.pem"),
        **options,
    }
    password = (secrets / f"{role}-password").read_text().strip()
    return f"postgresql://{role}:{password}@postgres/tandem?{urlencode(told)}"
