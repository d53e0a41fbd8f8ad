"""What is in `deploy/`, read for the tests."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

TOP = Path(__file__).parents[2]
DEPLOY = TOP / "deploy"
KUBERNETES = DEPLOY / "kubernetes"


@cache
def compose() -> dict[str, Any]:
    """The Compose file, its own merges done and nothing filled in."""
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    return found


def services() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = compose()["services"]
    return found


@cache
def manifests() -> list[tuple[Path, dict[str, Any]]]:
    """Every object for Kubernetes, with the file it is in."""
    files = sorted(KUBERNETES.rglob("*.yaml"))
    return [(file, found) for file in files for found in yaml.safe_load_all(file.read_text())]


def of_kind(kind: str) -> list[dict[str, Any]]:
    return [found for _, found in manifests() if found["kind"] == kind]


def named(kind: str, name: str) -> dict[str, Any]:
    """The object of this kind that is called so."""
    (found,) = [found for found in of_kind(kind) if found["metadata"]["name"] == name]
    return found


def worker() -> dict[str, Any]:
    """The Deployment of the workers."""
    return named("Deployment", "tandem-worker")


def environment_files() -> list[Path]:
    return sorted(KUBERNETES.rglob("*.env"))
