"""The units for a machine without containers are locked down alike, whatever they run."""

import pytest

from tests.deploy.files import DEPLOY

pytestmark = pytest.mark.unit

_UNITS = sorted(DEPLOY.glob("*.service"))
_LOCKED = {
    *("CapabilityBoundingSet=", "MemoryDenyWriteExecute=yes", "NoNewPrivileges=yes", "PrivateDevices=yes"),
    *(
        "PrivateTmp=yes",
        "PrivateUsers=yes",
        "ProtectHome=yes",
        "ProtectProc=invisible",
        "ProtectSystem=strict",
    ),
    *("RestrictNamespaces=yes", "RestrictSUIDSGID=yes", "SystemCallFilter=@system-service"),
    *("RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX", "SystemCallFilter=~@privileged", "UMask=0077"),
    *("User=tandem", "Group=tandem"),
}


def test_there_is_one_for_each_that_runs_for_long() -> None:
    assert [unit.stem for unit in _UNITS] == ["tandem-pages", "tandem-worker"]


def test_each_is_locked_down_and_both_alike() -> None:
    lines = [unit.read_text().splitlines() for unit in _UNITS]
    for found in lines:
        assert set(found) >= _LOCKED
    pages, worker = ("\n".join(found).partition("CapabilityBoundingSet=")[2] for found in lines)
    assert pages == worker


def test_no_secret_stands_in_a_setting_of_theirs() -> None:
    for unit in _UNITS:
        for line in unit.read_text().splitlines():
            name, _, value = line.lstrip("#").partition("=")
            if name == "Environment" and any(word in value for word in ("URL", "KEY", "PASSWORD")):
                assert "=%" in value, line
