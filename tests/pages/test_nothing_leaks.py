"""The process of the pages, while each layer fails under it: no token, and nothing that anybody typed or is
called, stands in its log, in the audit, in its command line, or on a page for nobody in particular."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from domain.entity.entity import EntityKind
from domain.enums import Role
from domain.letter.letter import LetterName
from pages.form_body import LARGEST_BODY
from settings import Settings
from storage import queries
from storage.database import Database
from tests.conftest import settings_in
from tests.living import Life, utc
from tests.ops.local.up import environment
from tests.pages.visiting import in_store, link
from tests.sqlite_file import execute

pytestmark = pytest.mark.slow
_TYPED = "zqxcanary"
_FORM = "application/x-www-form-urlencoded"


@dataclass
class Site:
    """Pages in a process of their own, whose Temporal server is away, with one pairing in the store."""

    settings: Settings
    token: str
    email: str
    log: Path
    process: subprocess.Popen[bytes]

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = _FORM) -> tuple[int, str]:
        line = HTTPConnection("127.0.0.1", self.settings.pages_port, timeout=60)
        try:
            line.request(method, path, body, {"Content-Type": kind} if body is not None else {})
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()

    def tell(self, question: str, **fields: str) -> tuple[int, str]:
        return self.ask("POST", f"/to/{self.token}/{question}", urlencode(fields).encode())

    def wait(self) -> None:
        """Until it listens."""
        while socket.socket().connect_ex(("127.0.0.1", self.settings.pages_port)):
            assert self.process.poll() is None, self.log.read_text("utf-8")
            time.sleep(0.1)

    @contextmanager
    def changed(self, there: str, back: str) -> Iterator[None]:
        """The store as these statements leave it, for so long."""
        self._execute(there)
        yield
        self._execute(back)

    def _execute(self, statement: str) -> None:
        execute(self.settings.home / "tandem.db", statement)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    settings = settings_in(tmp_path / "home")
    database = Database(settings.store_url)
    database.upgrade()
    life = Life()
    life.until(utc(2027, 6, 15))
    pairing = in_store(database, life)
    about = EntityKind.PAIRING.workflow_id(pairing)
    token = link(database, about, LetterName.INTRODUCTION, Role.MENTOR).token
    with database.begin() as session:
        email = queries.pairing(session, pairing).mentor.email
    database.close()
    log = tmp_path / "pages.log"
    command = [sys.executable, "-m", "cli.main", "pages"]
    with log.open("wb") as told:
        env = environment(settings) | {"TANDEM_LOG": "json"}
        process = subprocess.Popen(command, env=env, stdout=told, stderr=told)
    made = Site(settings, token, email, log, process)
    try:
        made.wait()
        yield made
    finally:
        process.terminate()
        process.wait(20)


def test_whatever_fails_nobody_is_named_outside_their_own_page(site: Site) -> None:
    opened = site.ask("GET", f"/to/{site.token}")
    assert (opened[0], "Canary Mentor 0" in opened[1]) == (200, True)
    proven = {"letter-address": site.email, "opened": "yes"}
    new = f"{_TYPED}@uni.example"
    told = [site.tell("address", **{"letter-address": new})[0]]
    told.append(site.tell("address", **proven, email=new)[0])
    told.append(site.tell("address", **proven, email=new, _sure="yes")[0])
    general = list(_refused(site))
    general += _while_the_store_fails(site)

    assert told == [422, 200, 503]  # another's address; what is warned of; the Temporal server is away
    assert [status for status, _ in general] == [404, 404, 413, 415, 400, 403, 405, 503, 503, 503]
    for _, page in general:
        assert site.token not in page
        assert "canary" not in page.lower()
    assert site.token not in Path(f"/proc/{site.process.pid}/cmdline").read_text()
    site.process.terminate()
    site.process.wait(20)
    log = site.log.read_text("utf-8").lower()
    assert log.count('"event": "page"') > len(general)
    assert '"error": "valueerror"' in log  # a mistake of ours is told by its kind and place
    assert '"page_failed"' in log
    assert [one for one in (site.token.lower(), "canary", _TYPED) if one in log] == []
    assert site.token not in _kept(site)


def _refused(site: Site) -> Iterator[tuple[int, str]]:
    """What is no link, or no form of ours."""
    at, typed = f"/to/{site.token}/introduction", f"answer={_TYPED}".encode()
    yield site.ask("GET", f"/to/{site.token[:-1]}")
    yield site.ask("GET", f"/elsewhere/{site.token}?email={_TYPED}")
    yield site.ask("POST", at, typed * (LARGEST_BODY // len(typed) + 1))
    yield site.ask("POST", at, typed, "application/json")
    yield site.ask("POST", at, typed + b"%FF")
    line = HTTPConnection("127.0.0.1", site.settings.pages_port, timeout=60)
    line.request("POST", at, typed, {"Content-Type": _FORM, "Origin": f"https://{_TYPED}.example"})
    answer = line.getresponse()
    yield answer.status, answer.read().decode()
    yield site.ask("DELETE", f"/to/{site.token}")


def _while_the_store_fails(site: Site) -> list[tuple[int, str]]:
    home = f"/to/{site.token}"
    with site.changed("ALTER TABLE links RENAME TO elsewhere", "ALTER TABLE elsewhere RENAME TO links"):
        gone = site.ask("GET", home)
    broken = "UPDATE cohorts SET programme = json_set(programme, '$.{}', '{}')"
    with site.changed(broken.format("summary_of", _TYPED), "SELECT 1"):
        mistaken = site.ask("GET", home)
    with site.changed("UPDATE pairings SET stage = 'zqxcanary'", "SELECT 1"):
        wrong = site.ask("GET", home)
    return [gone, mistaken, wrong]


def _kept(site: Site) -> str:
    """All that the store keeps but the letters themselves."""
    file = site.settings.home / "tandem.db"
    tables = [name for (name,) in execute(file, "SELECT name FROM sqlite_master WHERE type = 'table'")]
    return str([execute(file, f"SELECT * FROM {name}") for name in tables if name != "letters"])
