"""What can be known of the Compose file without the images it names."""

import re
from typing import Any

import pytest
import yaml

from ops.local.server import DYNAMIC
from tests.deploy.files import DEPLOY, compose, services

pytestmark = pytest.mark.unit

OURS = ("upgrade", "worker", "tandem")


def test_every_image_is_pinned() -> None:
    for name, service in services().items():
        assert re.search(r":v?\d+\.\d+", service["image"]), f"{name}: {service['image']}"


def test_nothing_is_reached_from_another_machine() -> None:
    for name, service in services().items():
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:"), f"{name}: {port}"


def test_every_secret_that_is_used_is_a_file_and_every_file_is_used() -> None:
    used = {secret for service in services().values() for secret in service.get("secrets", [])}
    assert used == set(compose()["secrets"])
    assert all(list(secret) == ["file"] for secret in compose()["secrets"].values())


def test_no_password_is_written_down() -> None:
    for service in services().values():
        for key, value in service.get("environment", {}).items():
            assert not re.search("PASSWORD|SECRET|PWD", key) or key.endswith("_FILE"), f"{key}={value}"


@pytest.mark.parametrize("name", OURS)
def test_what_is_ours_is_locked_down(name: str) -> None:
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]


def test_what_a_service_waits_for_can_come_true() -> None:
    for name, service in services().items():
        for other, wait in service.get("depends_on", {}).items():
            assert _can_be(services()[other], wait["condition"]), f"{name} waits for {other}"


def _can_be(service: dict[str, Any], condition: str) -> bool:
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
