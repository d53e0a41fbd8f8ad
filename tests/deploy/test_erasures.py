"""Wherever Tandem runs, the list of erasures is kept outside the store, and its key apart from it."""

from configparser import ConfigParser

import pytest

from tests.deploy.files import DEPLOY, KUBERNETES, compose, of_kind, services, worker

pytestmark = pytest.mark.unit

_FOLDER = "/var/lib/tandem-erasures"


@pytest.mark.parametrize("name", ["worker", "tandem"])
def test_compose_keeps_it_on_a_volume_that_worker_and_commands_share(name: str) -> None:
    service = services()[name]
    assert service["environment"]["TANDEM_ERASURES_FILE"] == f"{_FOLDER}/erasures.jsonl"
    assert service["environment"]["TANDEM_ERASURES_KEY_FILE"] == "/run/secrets/erasures-key"
    assert f"erasures:{_FOLDER}" in service["volumes"]
    assert "erasures-key" in service["secrets"]
    assert "erasures" in compose()["volumes"]


def test_the_image_has_the_folder_for_a_group() -> None:
    assert f"--group tandem --mode 2770 {_FOLDER}\n" in (DEPLOY / "Dockerfile").read_text()
    assert services()["tandem"]["group_add"] == ["10001"]


def test_kubernetes_keeps_it_on_a_volume_that_all_workers_share() -> None:
    settings = (KUBERNETES / "base/settings.env").read_text().splitlines()
    (claim,) = of_kind("PersistentVolumeClaim")
    pod = worker()["spec"]["template"]["spec"]
    (volume,) = [one for one in pod["volumes"] if "persistentVolumeClaim" in one]
    (mount,) = [one for one in pod["containers"][0]["volumeMounts"] if one["name"] == volume["name"]]

    assert f"TANDEM_ERASURES_FILE={_FOLDER}/erasures.jsonl" in settings
    assert "TANDEM_ERASURES_KEY_FILE=/run/secrets/tandem/erasures-key" in settings
    assert mount["mountPath"] == _FOLDER
    assert volume["persistentVolumeClaim"]["claimName"] == claim["metadata"]["name"]
    assert claim["spec"]["accessModes"] == ["ReadWriteMany"]


def test_systemd_keeps_it_where_a_group_may_write() -> None:
    text = (DEPLOY / "tandem-worker.service").read_text()
    unit = ConfigParser(strict=False, interpolation=None)
    unit.read_string(text)

    assert "\nEnvironment=TANDEM_ERASURES_FILE=%S/tandem-erasures/erasures.jsonl\n" in text
    assert "\nEnvironment=TANDEM_ERASURES_KEY_FILE=%d/erasures-key\n" in text
    assert "\nLoadCredential=erasures-key:/etc/tandem/secrets/erasures-key\n" in text
    assert (unit["Service"]["StateDirectory"], unit["Service"]["StateDirectoryMode"]) == (
        "tandem-erasures",
        "2770",
    )
