"""What can be known of the Compose file without the images it names."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from ops.local.server import DYNAMIC
from tests.deploy.files import DEPLOY, compose, services

pytestmark = pytest.mark.unit

OURS = {"upgrade", "worker", "tandem", "pages"}
_REACH_ONE_ANOTHER = {
    *("postgres temporal-schema", "postgres temporal", "temporal-schema temporal", "temporal-keys temporal"),
    *("temporal temporal-namespace", "temporal temporal-ui", "temporal worker", "temporal tandem"),
    *("temporal-namespace temporal-ui", "temporal-namespace worker", "temporal-namespace tandem"),
    *("temporal-ui worker", "temporal-ui tandem", "worker tandem", "temporal-ui web-ui", "mail worker"),
    *("postgres upgrade", "postgres worker", "postgres tandem", "upgrade worker", "upgrade tandem"),
    *("postgres pages", "temporal pages", "temporal-namespace pages", "temporal-ui pages", "upgrade pages"),
    *("worker pages", "pages tandem", "pages pages-proxy"),
}
"""Who shares a network; who does not cannot be reached, whatever becomes of it."""


def test_every_image_is_pinned() -> None:
    for name, service in services().items():
        assert re.search(r":v?\d+\.\d+", service["image"]), f"{name}: {service['image']}"


def test_every_image_of_others_can_be_pinned_by_its_digest() -> None:
    (listed,) = re.findall(r"for service in (.*); do", (DEPLOY / "pin.sh").read_text())
    assert set(listed.split()) == services().keys() - OURS


def test_who_need_not_reach_one_another_shares_no_network() -> None:
    networks = {name: set(service["networks"]) for name, service in services().items()}
    names = list(networks)
    together = {
        f"{one} {other}"
        for n, one in enumerate(names)
        for other in names[n + 1 :]
        if networks[one] & networks[other]
    }
    assert together == _REACH_ONE_ANOTHER
    assert set().union(*networks.values()) == compose()["networks"].keys()


def test_only_what_shows_a_port_or_speaks_to_a_relay_is_on_a_network_that_leads_outside() -> None:
    leads_outside = {name for name, network in compose()["networks"].items() if not network}
    outside = {name for name, service in services().items() if leads_outside & set(service["networks"])}
    assert outside == {name for name, service in services().items() if "ports" in service}
    assert outside == {name for name, service in services().items() if "dns_opt" not in service}


def test_nothing_is_reached_from_another_machine() -> None:
    for name, service in services().items():
        for port in service.get("ports", []):
            # The pages go to everybody when somebody has said so.
            assert port.removeprefix("${TANDEM_PAGES_LISTEN:-").startswith("127.0.0.1:"), f"{name}: {port}"


def test_every_secret_that_is_used_is_a_file_and_every_file_is_used() -> None:
    used = {secret for name in services() for secret in _secrets(name)}
    assert used == set(compose()["secrets"])
    assert all(list(secret) == ["file"] for secret in compose()["secrets"].values())


def _secrets(name: str) -> set[str]:
    """Which of them this service gets."""
    found = services()[name].get("secrets", [])
    return {secret if isinstance(secret, str) else secret["source"] for secret in found}


def test_each_gets_its_own_secrets_and_nobody_those_that_sign() -> None:
    files = {secret["file"] for secret in compose()["secrets"].values()}
    assert not [file for file in files if re.search(r"(ca|tokens)\.key$", file)]
    assert [name for name in services() if "owner-database-url" in _secrets(name)] == ["upgrade"]
    assert [name for name in services() if "temporal-operator" in _secrets(name)] == ["temporal-namespace"]
    assert _secrets("worker") - _secrets("tandem") == {"temporal-worker"}
    assert _secrets("pages") == {"ca", "database-url", "temporal-pages"}
    assert _secrets("temporal-keys") == {"jwks"}


def test_every_secret_is_made_by_the_script_once_and_what_is_there_stays(tmp_path: Path) -> None:
    made = _made(tmp_path / "secrets")
    assert {Path(secret["file"]).name for secret in compose()["secrets"].values()} <= made.keys()
    assert made == _made(tmp_path / "secrets")
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    for name in made:
        mode = (tmp_path / "secrets" / name).stat().st_mode & 0o777
        assert mode == (0o600 if name in ("ca.key", "internode-ca.key", "tokens.key") else 0o644), name


@pytest.mark.slow
def test_certificates_and_tokens_are_renewed_and_nothing_else(tmp_path: Path) -> None:
    before, after = (_made(tmp_path / "secrets", *how) for how in ([], ["--renew"]))
    changed = {name for name in before if before[name] != after[name]}
    assert before.keys() == after.keys()
    assert changed == {
        *(
            f"{name}.{part}"
            for name in ("postgres", "temporal", "web-ui", "internode")
            for part in ("pem", "key")
        ),
        *(f"temporal-{who}" for who in ("worker", "command", "pages", "operator")),
        "web-ui-token",
    }


def _made(folder: Path, *how: str) -> dict[str, bytes]:
    """What the script has made there by now."""
    subprocess.run([DEPLOY / "keys.sh", *how, folder], check=True, umask=0o077)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def test_no_password_is_written_down() -> None:
    for service in services().values():
        for key, value in service.get("environment", {}).items():
            assert not re.search("PASSWORD|SECRET|PWD", key) or key.endswith("_FILE"), f"{key}={value}"


@pytest.mark.parametrize("name", services())
def test_every_container_is_locked_down(name: str) -> None:
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_what_a_service_waits_for_can_come_true() -> None:
    for name, service in services().items():
        for other, wait in service.get("depends_on", {}).items():
            assert _can_be(services()[other], wait["condition"]), f"{name} waits for {other}"


def _can_be(service: dict[str, Any], condition: str) -> bool:
    if condition == "service_started":
        return service.get("restart") == "unless-stopped"
    if condition == "service_healthy":
        return "test" in service.get("healthcheck", {})
    return condition == "service_completed_successfully" and service.get("restart", "").startswith(
        "on-failure"
    )


def test_every_file_that_is_mounted_is_there() -> None:
    for service in services().values():
        for volume in service.get("volumes", []):
            if volume.startswith("./"):
                assert (DEPLOY / volume.split(":")[0]).exists(), volume


def test_the_mail_catcher_drops_no_letter() -> None:
    assert services()["mail"]["environment"]["MP_MAX_MESSAGES"] == "0"


def test_whoever_speaks_to_temporal_gets_the_keys_of_the_codec() -> None:
    found = yaml.safe_load((DEPLOY / "codec.yaml").read_text())["services"]
    assert found.keys() == {name for name in OURS if "temporal" in services()[name]["networks"]}
    for service in found.values():
        assert service["environment"] == {"TANDEM_CODEC_KEYS_FILE": "/run/secrets/codec-keys"}
        assert service["secrets"] == ["codec-keys"]


def test_no_log_grows_without_end() -> None:
    for name, service in services().items():
        assert service["logging"]["options"].keys() == {"max-size", "max-file"}, name


def test_the_number_of_shards_is_not_the_default_that_can_never_be_changed() -> None:
    assert int(services()["temporal"]["environment"]["NUM_HISTORY_SHARDS"]) >= 128


def test_the_server_and_what_makes_its_schema_are_of_one_version() -> None:
    tags = {services()[name]["image"].split(":")[1] for name in ("temporal", "temporal-schema")}
    assert len(tags) == 1


def test_letters_take_turns_as_on_the_embedded_server() -> None:
    told = yaml.safe_load((DEPLOY / "temporal" / "dynamic.yaml").read_text())
    switches = {key: value for key, value in DYNAMIC.items() if key.startswith("matching.")}

    assert len(switches) == 4
    assert {key: str(told[key][0]["value"]).lower() for key in switches} == switches
