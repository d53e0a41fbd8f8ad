"""A mail server that behaves as badly as a test asks it to, over a real socket."""

import socket
import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import IO, Self, cast

from mail.connections import IDLE_SECONDS, Connections
from mail.smtp import Smtp

CLOSE = "the line is cut"
SILENCE = "no answer"
ACCEPTING = {
    "greeting": "220 fake.example",
    "EHLO": "250 fake.example",
    "MAIL": "250 fine",
    "RCPT": "250 fine",
    "DATA": "354 go on",
    "letter": "250 kept",
    "RSET": "250 forgotten",
    "QUIT": "221 bye",
}
"""The answer to each command, and to the letter itself."""

Answers = Mapping[str, str | tuple[str, ...]]
"""Several to the same command are given in turn, the last to all that follow."""


class _HangUp(Exception):
    pass


class FakeMailServer:
    """Each connection gives the answers of the next script; the last script is for all that follow."""

    def __init__(self, *scripts: Answers) -> None:
        self.letters: list[bytes] = []
        """Every letter that came through to its last dot, as the sender meant it."""
        self.wire: list[bytes] = []
        """The same letters as they were on the wire, the final dot included."""
        self.accepted: list[bytes] = []
        """Those of the letters that were answered with a yes."""
        self.envelopes: list[tuple[str, str]] = []
        self.commands: list[str] = []
        self.when_given: Callable[[], None] = lambda: None
        """Called when a letter has come through, before it is answered."""
        self.when_told: Callable[[str], None] = lambda verb: None
        """Called with each command before it is answered."""
        self._scripts = [{**ACCEPTING, **script} for script in scripts or ({},)]
        self._over = threading.Event()
        self._talks: list[threading.Thread] = []
        self._callers: list[Smtp] = []

    def __enter__(self) -> Self:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._doorman = threading.Thread(target=self._listen, daemon=True)
        self._doorman.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        for caller in self._callers:
            caller.close()
        self._over.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in (self._doorman, *self._talks):
            thread.join(5)

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    @property
    def connections(self) -> int:
        """How many there have been."""
        return len(self._talks)

    def smtp(self, timeout: float | None = None, idle_seconds: float = IDLE_SECONDS) -> Smtp:
        """Tandem's own way of speaking to this server: patient, unless the server will be silent."""
        silent = {
            step for script in self._scripts for step, answer in script.items() if SILENCE in _in_turn(answer)
        }
        data_timeout = 0.2 if "letter" in silent else 10
        timeout = timeout or (0.2 if silent & {"greeting", "RCPT", "DATA", "RSET"} else 10)
        caller = Smtp(
            "127.0.0.1",
            self.port,
            "tandem@uni.example",
            timeout,
            data_timeout,
            connections=Connections(idle_seconds),
        )
        self._callers.append(caller)
        return caller

    def _listen(self) -> None:
        while True:
            try:
                caller, _ = self._listener.accept()
            except OSError:
                return
            script = self._scripts.pop(0) if len(self._scripts) > 1 else self._scripts[0]
            talk = threading.Thread(target=self._talk, args=(caller, script), daemon=True)
            self._talks.append(talk)
            talk.start()

    def _talk(self, caller: socket.socket, script: Answers) -> None:
        try:
            with caller, caller.makefile("rwb") as line:
                self._converse(cast(IO[bytes], line), script)
        except (_HangUp, OSError):
            return

    def _converse(self, line: IO[bytes], script: Answers) -> None:
        sender, left = "", {step: _in_turn(answer) for step, answer in script.items()}
        self._say(line, _next(left["greeting"]))
        for raw in line:
            command = raw.decode("utf-8", "replace").rstrip("\r\n")
            verb = command[:4].upper()
            self.commands.append(command)
            if verb == "MAIL":
                sender = command
            if verb == "RCPT":
                self.envelopes.append((_address(sender), _address(command)))
            self.when_told(verb)
            answer = _next(left[verb]) if verb in left else "500 what?"
            self._say(line, answer)
            if verb == "DATA" and answer.startswith("354"):
                self._take(line, _next(left["letter"]))
            if verb == "QUIT":
                return

    def _take(self, line: IO[bytes], answer: str) -> None:
        lines = []
        for raw in line:
            lines.append(raw)
            if raw == b".\r\n":
                break
        else:
            raise _HangUp
        self.wire.append(b"".join(lines))
        letter = b"".join(raw.removeprefix(b".") for raw in lines[:-1])
        self.letters.append(letter)
        self.when_given()
        if answer.startswith("2"):
            self.accepted.append(letter)
        self._say(line, answer)

    def _say(self, line: IO[bytes], answer: str) -> None:
        if answer == CLOSE:
            raise _HangUp
        if answer == SILENCE:
            self._over.wait(10)
            raise _HangUp
        line.write(f"{answer}\r\n".encode())
        line.flush()
        if answer.endswith(CLOSE):
            raise _HangUp


def then_close(answer: str) -> str:
    """This answer, after which the line is cut."""
    return f"{answer} and then {CLOSE}"


def _in_turn(answer: str | tuple[str, ...]) -> list[str]:
    return [answer] if isinstance(answer, str) else list(answer)


def _next(answers: list[str]) -> str:
    return answers.pop(0) if len(answers) > 1 else answers[0]


def _address(command: str) -> str:
    return command[command.index("<") + 1 : command.index(">")]
