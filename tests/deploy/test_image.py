"""What the image is made of."""

import re
import tomllib
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from hatchling.builders.wheel import WheelBuilder

from settings import Settings
from tests.deploy.files import DEPLOY, TOP, environment_files
from tests.deploy.in_image import requirements_in_image

pytestmark = pytest.mark.unit

_SETTING = re.compile(r"\bTANDEM_[A-Z_]+\b")
_NOT_SETTINGS = {"TANDEM_IMAGE", "TANDEM_FILES", "TANDEM_USER", "TANDEM_REVISION", "TANDEM_PAGES_LISTEN"}
"""What only the Compose file reads, and what the image is told when it is built."""


def _project() -> dict[str, Any]:
    return tomllib.loads((TOP / "pyproject.toml").read_text())


def test_every_room_goes_into_the_image_and_into_the_wheel() -> None:
    wheel = _project()["tool"]["hatch"]["build"]["targets"]["wheel"]["include"]
    rooms = {path.parent.name for path in TOP.glob("*/__init__.py")} - {"tests"}
    allowed = {line[1:] for line in (TOP / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert rooms <= set(wheel)
    assert {file.name for file in TOP.glob("*.py")} <= set(wheel)
    assert rooms <= allowed


def test_every_file_of_a_room_is_in_the_wheel(tmp_path: Path) -> None:
    (wheel,) = WheelBuilder(str(TOP)).build(directory=str(tmp_path))
    packed = set(ZipFile(wheel).namelist())
    rooms = [path.parent for path in TOP.glob("*/__init__.py") if path.parent.name != "tests"]
    files = {str(file.relative_to(TOP)) for room in rooms for file in room.rglob("*") if file.is_file()}
    assert {file for file in files if "__pycache__" not in file} <= packed
    assert not [name for name in packed if name.startswith(("tests/", "deploy/"))]


def test_nothing_else_goes_to_the_engine() -> None:
    assert (TOP / ".dockerignore").read_text().splitlines()[1] == "*"


def test_the_version_is_said_alike_everywhere() -> None:
    version = _project()["project"]["version"]
    assert f"ARG VERSION={version}\n" in (DEPLOY / "Dockerfile").read_text()
    assert f":-tandem:{version}}}" in (DEPLOY / "compose.yaml").read_text()
    for file in sorted((DEPLOY / "kubernetes").rglob("kustomization.yaml")):
        for tag in re.findall(r"newTag: (\S+)", file.read_text()):
            assert tag == version, file


def test_every_setting_that_is_named_in_deploy_exists() -> None:
    settings = {f"TANDEM_{name.upper()}" for name in Settings.model_fields}
    files = [DEPLOY / "compose.yaml", DEPLOY / "Dockerfile", DEPLOY / ".env.example", *environment_files()]
    for file in files:
        assert set(_SETTING.findall(file.read_text())) - _NOT_SETTINGS <= settings, file


def test_what_is_built_with_is_locked_and_what_the_developers_have() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^(\S+==\S+)", (TOP / name).read_text(), re.MULTILINE))

    building = pins("deploy/requirements-build.txt")
    assert any(pin.startswith("hatchling==") for pin in building)
    assert building <= pins("requirements-dev.txt")


def test_what_is_listed_of_the_image_is_for_its_system_and_its_python() -> None:
    lock = (TOP / "requirements.txt").read_text()
    listed = [re.split("[= ]", one)[0] for one in requirements_in_image(lock)]
    every = re.findall(r"^([^\s=]+)==", lock, re.MULTILINE)
    assert sorted(listed) == sorted(set(every) - {"colorama"})


def test_no_file_names_an_index_of_packages() -> None:
    for name in ("requirements.txt", "requirements-dev.txt", "deploy/requirements-build.txt"):
        assert "--index-url" not in (TOP / name).read_text()
