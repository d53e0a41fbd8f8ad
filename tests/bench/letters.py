"""Letters a second and connections made, to a plain mail server and to one that wants TLS and a sign-in:

python -m tests.bench.letters
"""

import logging
import sys
import time

from pydantic import SecretStr

from mail.results import Accepted
from mail.smtp import Smtp
from mail.smtp_auth import Password
from tests.mail.fake_smtp import FakeMailServer
from tests.mail.institution import PASSWORD, USER, mail_server

_LETTERS = 200
_LETTER = b"Subject: hello\r\n\r\n" + b"This line is as long as most lines of a letter.\r\n" * 100


def _rate(smtp: Smtp) -> float:
    began = time.perf_counter()
    for _ in range(_LETTERS):
        assert isinstance(smtp.deliver("ann@uni.example", _LETTER, lambda: None), Accepted)
    return _LETTERS / (time.perf_counter() - began)


def _say(what: str, rate: float, connections: int) -> None:
    sys.stdout.write(f"{what}: {rate:.0f} letters a second, {connections} connections for {_LETTERS}\n")


def _main() -> None:
    logging.getLogger("mail.log").setLevel(logging.ERROR)
    with FakeMailServer() as plain:
        rate = _rate(plain.smtp())
    _say("Plain", rate, plain.connections)
    with mail_server() as guarded:
        rate = _rate(guarded.smtp(Password(USER, SecretStr(PASSWORD))))
    _say("STARTTLS and a password", rate, guarded.guarded.connections)


if __name__ == "__main__":
    _main()
