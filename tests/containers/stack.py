"""The stack of `deploy/compose.yaml`, started as deploy/README.md says, in a copy of that folder."""

import json
import shutil
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from secrets import token_hex
from typing import Any

import docker
from docker.models.containers import Container
from temporalio.client import Client
from testcontainers.compose import DockerCompose

from storage.database import Database
from temporal.plugin import tandem_plugin
from tests.containers.images import Images
from tests.containers.override import override
from tests.deploy.files import DEPLOY

_SECRETS = {
    "postgres-password": "canary-password-postgres",
    "temporal-password": "canary-password-temporal",
    "tandem-password": "canary-password-tandem",
    "database-url": "postgresql://tandem:canary-password-tandem@postgres/tandem",
}
_WAITED_FOR = ("worker", "temporal-ui", "mail")
# Whatever the hour, and as quick as can be.
_SETTINGS = {
    "TANDEM_MAIL_HOURS": "",
    "TANDEM_MAIL_DAYS": "all",
    "TANDEM_MAIL_PER_MINUTE": "60000",
    "TANDEM_MAIL_CONNECTIONS": "10",
}


@dataclass(frozen=True)
class Commands:
    """`tandem`, as a coordinator runs it: each command in a container of its own."""

    compose: DockerCompose
    files: Path

    def run(self, *arguments: str) -> str:
        """What this command says; raises CalledProcessError if it fails."""
        return _say(self.compose, "run", "--rm", "--no-TTY", "tandem", *arguments)

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

    @cached_property
    def worker(self) -> Container:
        return self.container("worker")

    def container(self, service: str) -> Container:
        """The container of this service, also of one that is over."""
        return self.engine.containers.get(self.compose.get_container(service, include_all=True).ID)

    def address(self, service: str, port: int) -> str:
        return _address(self.compose, service, port)

    async def client(self) -> Client:
        return await Client.connect(
            self.address("temporal", 7233), namespace="tandem", plugins=[tandem_plugin()]
        )

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


@contextmanager
def stack(engine: docker.DockerClient, images: Images, folder: Path) -> Iterator[Stack]:
    """All of it at work, for as long as the context lasts. `folder`: where secrets and files are."""
    # Under a name of its own: one that is called `tandem` may be somebody's real one.
    deploy = _prepare(folder, images, project=f"tandem-{token_hex(4)}")
    compose = DockerCompose(deploy, compose_file_name=["compose.yaml", "override.yaml"])
    try:
        _up(compose)
        database = Database(
            _SECRETS["database-url"].replace("@postgres", f"@{_address(compose, 'postgres', 5432)}")
        )
        found = Stack(engine, compose, Commands(compose, folder / "files"), database, images.tandem)
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
    """A copy of `deploy/` with its secrets, which everybody in the containers may read, and its settings."""
    deploy, files = folder / "deploy", folder / "files"
    shutil.copytree(DEPLOY, deploy, ignore=shutil.ignore_patterns("secrets", ".env"))
    files.mkdir()
    secrets = deploy / "secrets"
    secrets.mkdir(mode=0o700)
    for name, secret in _SECRETS.items():
        (secrets / name).write_text(f"{secret}\n")
        (secrets / name).chmod(0o644)
    settings = {**_SETTINGS, "TANDEM_IMAGE": images.tandem, "TANDEM_FILES": str(files)}
    told = "".join(f"{name}={value}\n" for name, value in settings.items())
    (deploy / ".env").write_text((DEPLOY / ".env.example").read_text() + told)
    (deploy / "override.yaml").write_text(override(project, images.services))
    return deploy


def _address(compose: DockerCompose, service: str, port: int) -> str:
    return f"127.0.0.1:{compose.get_service_port(service, port)}"
