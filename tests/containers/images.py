"""The images of the stack: Tandem's own from the real Dockerfile, and those that the Compose file names.

Official ones where they can be had; else stand-ins from `stand_ins/`, on a Debian made here. The Temporal
server is always that of the `temporal` command: a whole cohort wants its time skipped.
"""

import os
import shutil
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import docker
import docker.errors

from ops.local.server import temporal_binary
from tests.deploy.files import services

_TOP = Path(__file__).parents[2]
_STAND_INS = Path(__file__).parent / "stand_ins"
_PYTHON = "python:3.13-slim-trixie"
_OURS = "tandem-containers"
_DEBIAN = "trixie"
REVISION = "abc1234" + 33 * "0"
"""The commit that the image is told it was built from."""
_INDEX = ("PIP_INDEX_URL",)
"""Where pip finds packages, if this machine is told to look elsewhere than usual."""


@dataclass(frozen=True)
class Images:
    tandem: str
    services: dict[str, str]
    """What stands in for the image of each other service."""


@contextmanager
def images(engine: docker.DockerClient) -> Iterator[Images]:
    """All of them, for as long as the context lasts; what was built for it is removed again."""
    try:
        with TemporaryDirectory(prefix="tandem-images-") as folder:
            python = _pulled(engine, _PYTHON) or _debian(engine, Path(folder))
            yield _all(engine, python, Path(folder))
    finally:
        for image in engine.images.list(filters={"reference": f"{_OURS}/*"}):
            for name in image.tags:
                if name.startswith(f"{_OURS}/"):  # an image may have a name that somebody else gave it
                    engine.images.remove(name)


def _all(engine: docker.DockerClient, python: str, folder: Path) -> Images:
    official = {
        name: _pulled(engine, services()[name]["image"])
        for name in ("postgres", "mail", "temporal-ui", "web-ui")
    }
    tandem = _tandem(engine, python)
    temporal = _stand_in(engine, "temporal", tandem, folder, [Path(temporal_binary())])
    nginx = official["web-ui"] or _stand_in(engine, "nginx", python, folder)
    return Images(
        tandem,
        {
            "postgres": official["postgres"] or _stand_in(engine, "postgres", python, folder),
            **dict.fromkeys(("temporal-schema", "temporal", "temporal-namespace"), temporal),
            **dict.fromkeys(("temporal-keys", "web-ui", "pages-proxy"), nginx),
            "temporal-ui": official["temporal-ui"] or _stand_in(engine, "ui", tandem, folder),
            "mail": official["mail"] or _stand_in(engine, "mail", tandem, folder),
        },
    )


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
    arguments = {"PYTHON_IMAGE": python, "REVISION": REVISION}
    arguments |= {name: os.environ[name] for name in _INDEX if name in os.environ}
    file = _TOP / "deploy/Dockerfile"
    # The first stage by itself, so that it has a name to be removed by.
    _build(engine, "build", _TOP, file, arguments, target="build")
    return _build(engine, "tandem", _TOP, file, arguments)


def _stand_in(
    engine: docker.DockerClient, name: str, base: str, folder: Path, besides: Sequence[Path] = ()
) -> str:
    """What is in its folder and what it needs besides, on top of another image."""
    context = folder / name
    shutil.copytree(_STAND_INS / name, context)
    for part in besides:
        (shutil.copytree if part.is_dir() else shutil.copy)(part, context / part.name)
    return _build(engine, name, context, context / "Dockerfile", {"BASE": base})


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
