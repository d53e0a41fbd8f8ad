"""What the tests change in the Compose file, and nothing else of it: the stack's name, images that stand in,
ports that are free on this machine, and how often the worker is looked at."""

import json

from tests.deploy.files import services


def override(project: str, images: dict[str, str]) -> str:
    """A second Compose file."""
    lines = [f"name: {project}", "services:"]
    for name, service in services().items():
        lines.append(f"  {name}:")
        if name in images:
            lines.append(f"    image: {images[name]}")
        ports = [int(port.split(":")[-1]) for port in service.get("ports", [])]
        lines.append(f"    ports: !override {json.dumps([f'127.0.0.1::{port}' for port in ports])}")
        if name == "worker":
            # What is asked stays, as does the answer; thirty seconds each time would be long.
            lines.append("    healthcheck: {interval: 2s}")
    return "\n".join(lines) + "\n"
