"""The worker of the lab: `tandem worker`, whose letters wait seconds where they would wait minutes, and
which ends itself at one point if it is told to:

    python -m tests.chaos.worker ["before the commit of record"]

Nothing else of it differs; the points are reached by wrapping what commits and what sends.
"""

import asyncio
import logging
import os
import smtplib
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from types import FrameType
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

import mail.circuit_breaker
import mail.claiming
import worker
from mail.delivery import Postman
from ops.logging import configure_logging
from settings import read_settings
from tests.chaos.crash_points import CrashPoint

_STEPS = {"_write_down": "record", "claim": "claim", "handing_over": "handing_over", "sent": "sent"}
"""The functions whose transactions are told apart, and what a point calls them."""
_BY_NOW = 3
"""A point is passed so often first: at the very first one there is little to lose."""


def impatient() -> None:
    """Have letters wait for seconds; what else is patient stays so."""
    seconds = tuple(timedelta(seconds=number) for number in (1, 2, 4))
    worker.Postman = partial(Postman, patience=seconds)  # type: ignore[assignment, attr-defined]
    mail.claiming._SOON = timedelta(seconds=1)
    mail.circuit_breaker._FIRST_PROBE = mail.circuit_breaker._BETWEEN_PROBES = timedelta(seconds=2)


class Crash:
    """Ends the process when it has come to the point often enough."""

    def __init__(self, point: CrashPoint) -> None:
        self._point = point
        self._left = _BY_NOW

    def at(self, point: str) -> None:
        if point == self._point:
            self._left -= 1
            if self._left <= 0:
                os._exit(self._point.exit_code)

    def prepare(self) -> None:
        event.listen(Session, "before_commit", lambda _: self._at_commit("before"))
        event.listen(Session, "after_commit", lambda _: self._at_commit("after"))
        smtplib.SMTP.docmd = self._watched(smtplib.SMTP.docmd)  # type: ignore[method-assign]
        smtplib.SMTP.getreply = self._followed(smtplib.SMTP.getreply)  # type: ignore[method-assign]

    def _at_commit(self, when: str) -> None:
        if step := next((_STEPS[name] for name in _callers() if name in _STEPS), None):
            self.at(f"{when} the commit of {step}")

    def _watched(self, docmd: Callable[..., Any]) -> Callable[..., Any]:
        def watched(server: Any, command: str, *arguments: Any) -> Any:
            if command.upper() != "DATA":
                return docmd(server, command, *arguments)
            self.at(CrashPoint.BEFORE_DATA)
            answer = docmd(server, command, *arguments)
            server.letter_comes = answer[0] == 354
            return answer

        return watched

    def _followed(self, getreply: Callable[..., Any]) -> Callable[..., Any]:
        def followed(server: Any) -> Any:
            answer = getreply(server)
            if getattr(server, "letter_comes", False):
                server.letter_comes = False
                self.at(CrashPoint.AFTER_DATA)
            return answer

        return followed


def _callers() -> Iterator[str]:
    frame: FrameType | None = sys._getframe(1)
    while frame:
        yield frame.f_code.co_name
        frame = frame.f_back


def main() -> None:
    impatient()
    if sys.argv[1:]:
        Crash(CrashPoint(sys.argv[1])).prepare()
    configure_logging("text", level=logging.INFO)
    asyncio.run(worker.run_worker(read_settings()))


if __name__ == "__main__":
    main()
