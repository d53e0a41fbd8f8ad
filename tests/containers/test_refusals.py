"""Who has no key to the stack of `deploy/compose.yaml` is refused; who has one may do what it is for."""

import asyncio
import itertools
import subprocess
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from tests.containers.stack import Stack
from tests.deploy.files import services

pytestmark = [pytest.mark.containers, pytest.mark.timeout(1500)]

_HANGS_UP = "hangs up. It may want TLS (TEMPORAL_TLS), or a client certificate"
_NOT_LET_IN = "does not let us in"


def _profile(running: Stack, name: str, text: str) -> dict[str, str]:
    """Settings with another way to the Temporal server, which the commands' containers see."""
    (running.tandem.files / name).write_text(text)
    return {"TEMPORAL_CONFIG_FILE": f"/work/{name}"}


def _ours(running: Stack) -> str:
    return (running.secrets / "temporal-command").read_text()


def _without(text: str, key: str) -> str:
    """A profile without one of its values."""
    before, _, after = text.partition(f"{key} = ")
    quote = '"""' if after.startswith('"""') else '"'
    return before + after.split(quote, 2)[2]


def _value(text: str, key: str) -> str:
    quoted = text.partition(f"{key} = ")[2]
    return quoted.split('"""' if quoted.startswith('"""') else '"', 2)[1]


@pytest.fixture(scope="module")
def theirs(running: Stack, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What somebody has made with authorities and keys of their own."""
    folder = tmp_path_factory.mktemp("theirs") / "secrets"
    subprocess.run([running.secrets.parent / "keys.sh", folder], check=True)
    return (folder / "temporal-command").read_text()


def _no_tls(ours: str, theirs: str) -> str:
    return ""


def _no_certificate(ours: str, theirs: str) -> str:
    return _without(_without(ours, "client_cert_data"), "client_key_data")


def _foreign_certificate(ours: str, theirs: str) -> str:
    for key in ("client_cert_data", "client_key_data"):
        ours = ours.replace(_value(ours, key), _value(theirs, key))
    return ours


def _no_token(ours: str, theirs: str) -> str:
    return _without(ours, "api_key")


def _foreign_token(ours: str, theirs: str) -> str:
    return ours.replace(_value(ours, "api_key"), _value(theirs, "api_key"))


@pytest.mark.parametrize("command", [["reconcile"], ["worker"]])
@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [
        (_no_tls, _HANGS_UP),
        (_no_certificate, _HANGS_UP),
        (_foreign_certificate, _HANGS_UP),
        (_no_token, _NOT_LET_IN),
        (_foreign_token, _NOT_LET_IN),
    ],
)
def test_who_comes_to_temporal_without_a_key_is_refused(
    running: Stack, theirs: str, lacks: Callable[[str, str], str], sentence: str, command: list[str]
) -> None:
    settings = _profile(running, f"{lacks.__name__}.toml", lacks(_ours(running), theirs))
    with pytest.raises(subprocess.CalledProcessError) as refused:
        running.tandem.run(*command, **settings)
    assert refused.value.returncode == 3
    assert sentence in refused.value.stderr


@pytest.mark.parametrize("profile", ["worker", "command"])
async def test_a_worker_and_a_command_may_not_change_the_server(running: Stack, profile: str) -> None:
    client = await running.client(profile)
    with pytest.raises(RPCError) as refused:
        await client.workflow_service.register_namespace(RegisterNamespaceRequest(namespace="canary"))
    assert refused.value.status is RPCStatusCode.PERMISSION_DENIED


async def test_a_worker_may_not_look_into_another_namespace(running: Stack) -> None:
    own = await running.client("worker")
    other = Client(own.service_client, namespace="default")
    with pytest.raises(RPCError) as refused:
        await other.count_workflows()
    assert refused.value.status is RPCStatusCode.PERMISSION_DENIED
    assert (await own.count_workflows()).count >= 0


def test_the_web_ui_reads_and_ends_nothing(running: Stack) -> None:
    assert _asked(running, "GET") == (200, "tandem")
    assert _asked(running, "POST") == (403, "PERMISSION_DENIED")


def test_the_web_ui_answers_its_own_host_only(running: Stack) -> None:
    assert _asked(running, "GET", host="localhost:8080")[0] == 200
    assert _asked(running, "GET", host="elsewhere.example") == (421, "")


def _asked(running: Stack, method: str, host: str | None = None) -> tuple[int, str]:
    url = f"http://{running.address('web-ui', 8080)}/"
    request = urllib.request.Request(url, method=method, headers={"Host": host} if host else {})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        said = refused.read().decode()
        return refused.code, "" if "<html>" in said else said


def test_the_pages_are_spoken_to_by_tls_alone(running: Stack) -> None:
    where = running.address("pages-proxy", 8443)
    assert running.public_page("/health") == "ok\n"
    with pytest.raises(urllib.error.HTTPError, match="400"):
        urllib.request.urlopen(f"http://{where}/health", timeout=30)


def _do(url: str, statement: str) -> None:
    with psycopg.connect(url, connect_timeout=10) as connection:
        connection.execute(statement.encode())


@pytest.mark.parametrize("role", ["tandem_owner", "tandem", "tandem_reader", "postgres"])
def test_postgresql_is_not_spoken_to_without_tls(running: Stack, role: str) -> None:
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry.* no encryption"):
        _do(running.database_url(role, sslmode="disable"), "SELECT 1")


@pytest.mark.parametrize("role", ["postgres", "temporal"])
def test_nobody_comes_to_the_store_who_need_not(running: Stack, role: str) -> None:
    with pytest.raises(psycopg.OperationalError, match=r"no pg_hba\.conf entry"):
        _do(running.database_url(role), "SELECT 1")


def test_a_postgresql_that_is_somebody_else_s_is_not_told_the_password(
    running: Stack, tmp_path: Path, theirs: str
) -> None:
    authority = tmp_path / "ca.pem"
    authority.write_text(_value(theirs, "server_ca_cert_data").strip() + "\n")
    with pytest.raises(psycopg.OperationalError, match="certificate verify failed"):
        _do(running.database_url("tandem", sslrootcert=str(authority)), "SELECT 1")


@pytest.mark.parametrize(
    ("role", "statement"),
    [
        ("tandem_reader", "DELETE FROM people"),
        ("tandem_reader", "INSERT INTO actors DEFAULT VALUES"),
        ("tandem", "CREATE TABLE canary (id int)"),
        ("tandem", "DROP TABLE people"),
        ("tandem", "UPDATE audit SET action = 'canary'"),
        ("tandem", "DELETE FROM audit"),
        ("tandem", "TRUNCATE letters"),
        ("tandem", "COPY people TO PROGRAM 'cat'"),
    ],
)
def test_a_role_may_do_what_it_is_for_and_no_more(running: Stack, role: str, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        _do(running.database_url(role), statement)


def test_a_reader_reads(running: Stack) -> None:
    _do(running.database_url("tandem_reader"), "SELECT count(*) FROM people")


def test_a_command_that_may_only_read_says_so(running: Stack) -> None:
    url = (running.secrets / "database-url").read_text()
    old, new = (
        f"{role}:{(running.secrets / f'{role}-password').read_text().strip()}@"
        for role in ("tandem", "tandem_reader")
    )
    url = url.replace(old, new)
    (running.tandem.files / "reader-url").write_text(url)
    with pytest.raises(subprocess.CalledProcessError) as refused:
        running.tandem.run("today", TANDEM_DATABASE_URL_FILE="/work/reader-url")
    assert "does not allow it: permission denied for table" in refused.value.stderr


@pytest.mark.parametrize("name", sorted(services().keys() - {"tandem"}))
def test_no_container_has_a_privilege_or_a_root_to_write_to(running: Stack, name: str) -> None:
    host = running.container(name).attrs["HostConfig"]
    assert host["ReadonlyRootfs"] is True
    assert host["CapDrop"] == ["ALL"]
    assert not host["CapAdd"]
    assert host["SecurityOpt"] == ["no-new-privileges:true"]
    assert host["Privileged"] is False


def test_who_need_not_reach_one_another_cannot(running: Stack) -> None:
    look = "import socket; socket.create_connection(('{}', {}), timeout=3)"
    reached = [("postgres", 5432), ("temporal", 7233), ("mail", 1025)]
    hidden = [("temporal-keys", 8000), ("web-ui", 8080), ("pages-proxy", 8443)]
    for (host, port), expected in [*zip(reached, itertools.repeat(0)), *zip(hidden, itertools.repeat(1))]:
        code, said = running.inside("/opt/tandem/bin/python", "-c", look.format(host, port))
        assert code == expected, f"{host}: {said}"


async def test_every_key_still_opens_what_it_is_for(running: Stack) -> None:
    for profile in ("worker", "command", "operator"):
        assert await (await running.client(profile)).count_workflows()
    await asyncio.to_thread(_do, running.database_url("tandem"), "SELECT count(*) FROM letters")
