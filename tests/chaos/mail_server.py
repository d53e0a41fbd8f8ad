"""A mail server that behaves badly by chance, and writes down every letter that it has taken."""

from collections.abc import Mapping
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from enum import StrEnum
from random import Random
from threading import Lock
from typing import IO

from tests.mail.fake_smtp import ACCEPTING, CLOSE, SILENCE, Answers, FakeMailServer


class Whim(StrEnum):
    """What it does with one letter."""

    TAKES = "takes it"
    NOT_NOW = "4xx"
    NEVER = "5xx"
    HANGS_UP = "drop before DATA"
    TAKES_AND_HANGS_UP = "accept and drop"
    TAKES_AND_IS_SILENT = "accept and hang"
    IS_SILENT = "hang"


_SCRIPTS: dict[Whim, dict[str, str]] = {
    Whim.TAKES: {},
    Whim.NOT_NOW: {"RCPT": "450 come back later"},
    Whim.NEVER: {"RCPT": "550 nobody of that name"},
    Whim.HANGS_UP: {"DATA": CLOSE},
    Whim.TAKES_AND_HANGS_UP: {"letter": CLOSE},
    Whim.TAKES_AND_IS_SILENT: {"letter": SILENCE},
    Whim.IS_SILENT: {"RCPT": SILENCE},
}
_WEIGHTS = {
    Whim.TAKES: 70,
    Whim.NOT_NOW: 9,
    Whim.NEVER: 2,
    Whim.HANGS_UP: 7,
    Whim.TAKES_AND_HANGS_UP: 7,
    Whim.TAKES_AND_IS_SILENT: 2,
    Whim.IS_SILENT: 3,
}
"""Of a hundred letters, where it misbehaves."""


@dataclass(frozen=True)
class Taken:
    """A letter that came through to its last dot and was not refused."""

    message_id: str
    mime: bytes


class BadMailServer(FakeMailServer):
    """One whim a letter, however many letters come on one connection."""

    def __init__(self, seed: int) -> None:
        super().__init__()
        self.taken: list[Taken] = []
        self.refused_for_good: set[str] = set()
        """The recipients to whom it has refused a letter with 5xx."""
        self.misbehaves = False
        self.whims: dict[Whim, int] = dict.fromkeys(Whim, 0)
        self._random = Random(seed)
        self._lock = Lock()

    def _converse(self, line: IO[bytes], _: Answers) -> None:
        script: Mapping[str, str] = ACCEPTING
        self._say(line, script["greeting"])
        for raw in line:
            command = raw.decode("utf-8", "replace").rstrip("\r\n")
            verb = command[:4].upper()
            if verb == "MAIL":
                whim = self._whim()
                script = {**ACCEPTING, **_SCRIPTS[whim]}
            if verb == "RCPT" and script["RCPT"].startswith("5"):
                self.refused_for_good.add(command[command.index("<") + 1 : command.index(">")])
            self._say(line, script.get(verb, "500 what?"))
            if verb == "DATA" and script[verb].startswith("354"):
                self._note(_letter(line))
                self._say(line, script["letter"])
            if verb == "QUIT":
                return

    def _whim(self) -> Whim:
        with self._lock:
            whim = Whim.TAKES
            if self.misbehaves:
                (whim,) = self._random.choices(list(_WEIGHTS), list(_WEIGHTS.values()))
            self.whims[whim] += 1
            return whim

    def _note(self, mime: bytes) -> None:
        message_id = str(message_from_bytes(mime, policy=default)["Message-ID"])
        with self._lock:
            self.taken.append(Taken(message_id, mime))


def _letter(line: IO[bytes]) -> bytes:
    """What is sent up to the last dot, as the sender meant it. Raises OSError if the line breaks before."""
    lines: list[bytes] = []
    for raw in line:
        if raw == b".\r\n":
            return b"".join(each.removeprefix(b".") for each in lines)
        lines.append(raw)
    raise ConnectionError("The line broke before the last dot.")
