"""The way to the Temporal server, as Temporal's own variables and its profile file say."""

import os
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

import pytest
import trustme

from domain.errors import BadInput, Unreachable
from ops.local.up import surroundings
from settings import Settings
from temporal.connection import connect, is_ready
from temporal.server_setup import register_search_attributes
from tests.cli.conftest import Tandem
from tests.temporal.guarded import Guard, guard
from tests.world import World

pytestmark = pytest.mark.server

_TLS = "TEMPORAL_TLS_"


class _Files(NamedTuple):
    ca: Path
    certificate: Path
    key: Path


def _files(guarded: Guard, folder: Path, of: trustme.CA | None = None, days: int = 1) -> _Files:
    return _Files(guarded.ca(folder), *guarded.certificate(folder, of=of, days=days))


def _by_path(guarded: Guard, files: _Files) -> dict[str, str]:
    return {
        "TEMPORAL_ADDRESS": guarded.address,
        f"{_TLS}SERVER_CA_CERT_PATH": str(files.ca),
        f"{_TLS}CLIENT_CERT_PATH": str(files.certificate),
        f"{_TLS}CLIENT_KEY_PATH": str(files.key),
    }


def _by_data(guarded: Guard, files: _Files) -> dict[str, str]:
    return {
        "TEMPORAL_ADDRESS": guarded.address,
        f"{_TLS}SERVER_CA_CERT_DATA": files.ca.read_text(),
        f"{_TLS}CLIENT_CERT_DATA": files.certificate.read_text(),
        f"{_TLS}CLIENT_KEY_DATA": files.key.read_text(),
    }


def _by_profile(guarded: Guard, files: _Files) -> dict[str, str]:
    file = files.ca.parent / "temporal.toml"
    file.write_text(f'''
[profile.production]
address = "{guarded.address}"
[profile.production.tls]
server_ca_cert_path = "{files.ca}"
client_cert_path = "{files.certificate}"
client_key_path = "{files.key}"
''')
    return {"TEMPORAL_CONFIG_FILE": str(file), "TEMPORAL_PROFILE": "production"}


def _set(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize("way", [_by_path, _by_data, _by_profile])
async def test_a_guarded_server_is_reached_with_a_certificate_of_our_own(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    way: Callable[[Guard, _Files], dict[str, str]],
) -> None:
    async with guard(world.settings.temporal_port) as guarded:
        _set(monkeypatch, way(guarded, _files(guarded, tmp_path)))

        assert await is_ready(await connect(Settings()))


async def test_a_key_is_shown_to_the_server(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with guard(world.settings.temporal_port, asks=False) as guarded:
        _set(monkeypatch, {"TEMPORAL_ADDRESS": guarded.address, "TEMPORAL_API_KEY": "a key"})
        _set(monkeypatch, {f"{_TLS}SERVER_CA_CERT_PATH": str(guarded.ca(tmp_path))})

        assert await is_ready(await connect(Settings()))

        await guarded.sees("Bearer a key")


async def test_a_key_never_goes_over_a_plain_line(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"TEMPORAL_ADDRESS": world.settings.embedded_address, "TEMPORAL_API_KEY": "a key"})

    with pytest.raises(
        Unreachable, match="does not speak TLS, but a certificate, an API key or TEMPORAL_TLS"
    ):
        await connect(Settings())


def _without_certificate(guarded: Guard, folder: Path) -> dict[str, str]:
    return {"TEMPORAL_ADDRESS": guarded.address, f"{_TLS}SERVER_CA_CERT_PATH": str(guarded.ca(folder))}


def _of_a_stranger(guarded: Guard, folder: Path) -> dict[str, str]:
    return _by_path(guarded, _files(guarded, folder, of=trustme.CA()))


def _expired(guarded: Guard, folder: Path) -> dict[str, str]:
    return _by_path(guarded, _files(guarded, folder, days=-1))


def _plain(guarded: Guard, folder: Path) -> dict[str, str]:
    return {"TEMPORAL_ADDRESS": guarded.address}


def _of_another_name(guarded: Guard, folder: Path) -> dict[str, str]:
    return {**_by_path(guarded, _files(guarded, folder)), f"{_TLS}SERVER_NAME": "other.example"}


def _trusting_others(guarded: Guard, folder: Path) -> dict[str, str]:
    found = _by_path(guarded, _files(guarded, folder))
    trustme.CA().cert_pem.write_to_path(folder / "other.pem")
    return {**found, f"{_TLS}SERVER_CA_CERT_PATH": str(folder / "other.pem")}


def _no_key(guarded: Guard, folder: Path) -> dict[str, str]:
    files = _files(guarded, folder)
    files.key.write_text("no key")
    return _by_path(guarded, files)


@pytest.mark.parametrize(
    ("way", "why"),
    [
        (_without_certificate, "hangs up. It may want TLS (TEMPORAL_TLS), or a client certificate"),
        (_of_a_stranger, "hangs up. It may want TLS (TEMPORAL_TLS), or a client certificate"),
        (_expired, "one that has not expired"),
        (_plain, "hangs up. It may want TLS (TEMPORAL_TLS)"),
        (_of_another_name, "shows a certificate for another name (TEMPORAL_TLS_SERVER_NAME)"),
        (_trusting_others, "shows a certificate that nobody we trust vouches for"),
        (_no_key, "our certificate or its key is not PEM"),
    ],
)
async def test_a_command_that_is_not_let_in_says_where_and_why_and_exits_with_3(
    world: World,
    tandem: Tandem,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    way: Callable[[Guard, Path], dict[str, str]],
    why: str,
) -> None:
    pairing = await world.begin()
    async with guard(world.settings.temporal_port) as guarded:
        _set(monkeypatch, way(guarded, tmp_path))
        done = await tandem("pairing", "accept", pairing, "both")

    assert done.code == 3, done.err
    assert done.err.startswith(f"The Temporal server at {guarded.address} ")
    assert why in done.err
    assert done.err.count("\n") == 1


async def test_a_namespace_that_the_server_does_not_have_is_named(
    world: World, tandem: Tandem, monkeypatch: pytest.MonkeyPatch
) -> None:
    pairing = await world.begin()
    monkeypatch.setenv("TEMPORAL_NAMESPACE", "no-such")
    sentence = "The Temporal server answers: Namespace no-such is not found. (TEMPORAL_NAMESPACE)"

    done = await tandem("pairing", "accept", pairing, "both")
    with pytest.raises(Unreachable) as told:
        await register_search_attributes(await connect(Settings()))

    assert (done.code, done.err) == (3, f"{sentence}\n")
    assert str(told.value) == sentence


async def test_a_server_whose_certificate_has_expired_is_not_spoken_to(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async with guard(world.settings.temporal_port, days=-1) as guarded:
        _set(monkeypatch, _by_path(guarded, _files(guarded, tmp_path)))

        with pytest.raises(Unreachable, match="shows a certificate that has expired"):
            await connect(Settings())


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"TEMPORAL_CONFIG_FILE": "/no/such.toml"}, "TEMPORAL_CONFIG_FILE: there is no /no/such.toml"),
        ({"TEMPORAL_CONFIG_FILE": os.devnull, "TEMPORAL_PROFILE": "none"}, "Profile 'none' not found"),
        ({f"{_TLS}CLIENT_CERT_PATH": "/no.pem"}, "/no.pem"),
        ({f"{_TLS}CLIENT_CERT_DATA": "certificate"}, "Must have both client cert and private key"),
    ],
)
async def test_variables_that_cannot_be_meant_are_refused(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], sentence: str
) -> None:
    _set(monkeypatch, variables)

    with pytest.raises(BadInput, match=sentence):
        await connect(Settings())


@pytest.mark.parametrize("line", ["api_key = canary", 'api_key = "canary', 'api_key = ["canary"]'])
async def test_a_profile_file_that_cannot_be_read_is_not_repeated(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, line: str
) -> None:
    file = tmp_path / "temporal.toml"
    file.write_text(f"[profile.default]\n{line}\n")
    _set(monkeypatch, {"TEMPORAL_CONFIG_FILE": str(file)})

    with pytest.raises(BadInput, match="TOML parse error at line 2") as refusal:
        await connect(world.settings)
    assert "canary" not in str(refusal.value)


async def test_a_variable_that_is_set_to_nothing_is_not_set(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    _set(monkeypatch, {"TEMPORAL_ADDRESS": world.settings.embedded_address, "TEMPORAL_API_KEY": ""})
    _set(monkeypatch, {"TEMPORAL_NAMESPACE": "", "TEMPORAL_TLS": "", "TEMPORAL_CONFIG_FILE": ""})

    assert await is_ready(await connect(Settings()))


async def test_the_worker_of_tandem_up_keeps_to_the_embedded_server(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Whatever is set for the institution's own."""
    file = tmp_path / "temporal.toml"
    file.write_text('[profile.default]\naddress = "temporal.example:7233"\napi_key = "a key"\n')
    _set(monkeypatch, {"TEMPORAL_ADDRESS": "temporal.example:7233", "TEMPORAL_API_KEY": "a key"})
    _set(monkeypatch, {"TEMPORAL_NAMESPACE": "tandem", "TEMPORAL_CONFIG_FILE": str(file)})

    told = surroundings(world.settings)
    for other in os.environ.keys() - told.keys():
        monkeypatch.delenv(other)
    _set(monkeypatch, told)

    assert await is_ready(await connect(Settings()))


async def test_the_server_is_told_which_version_we_are(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, {"TEMPORAL_ADDRESS": world.settings.embedded_address})

    client = await connect(Settings())

    assert client.identity.startswith(f"tandem {version('tandem')} {os.getpid()}@")
