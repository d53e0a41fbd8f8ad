"""How long a worker may take to stop is said alike, wherever it runs."""

from configparser import ConfigParser

import pytest

from tests.deploy.files import DEPLOY, TOP, services, worker

pytestmark = pytest.mark.unit


def test_a_worker_that_is_asked_to_stop_has_a_minute_everywhere() -> None:
    unit = ConfigParser(strict=False, interpolation=None)
    unit.read(DEPLOY / "tandem-worker.service")

    assert worker()["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] == 60
    assert services()["worker"]["stop_grace_period"] == "1m"
    assert unit["Service"]["TimeoutStopSec"] == "60"
    assert "Give it a minute" in (TOP / "docs/operations/deploying.md").read_text()
