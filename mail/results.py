"""What can become of one try to hand a letter over, and what every way of handing over promises."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from domain.errors import TandemError


@dataclass(frozen=True)
class Accepted:
    reply: str


@dataclass(frozen=True)
class Rejected:
    """Never: the server will not take this letter, now or later."""

    reply: str


@dataclass(frozen=True)
class Deferred:
    """Nothing was handed over; it may be tried again."""

    reply: str
    busy: bool = False
    """Too many of us came at once: they had better not come back together."""


@dataclass(frozen=True)
class ServerUnavailable:
    """Nothing was handed over, for a reason that has nothing to do with this letter: no connection,
    no trust, our account, or a server that is going down. Others would fare no better."""

    reply: str


@dataclass(frozen=True)
class Suppressed:
    """We did not try: this is a trial, and its reader is not among those who may get letters."""

    reply: str


@dataclass(frozen=True)
class Unknown:
    """The letter was on the wire when the line broke: it may have arrived."""

    reply: str


DeliveryResult = Accepted | Rejected | Deferred | ServerUnavailable | Suppressed | Unknown


class ClaimLostError(TandemError):
    """Another worker has taken over this delivery."""


class Transport(Protocol):
    def deliver(self, recipient: str, mime: bytes, before_data: Callable[[], None]) -> DeliveryResult:
        """Hand over this letter. Calls `before_data` when the next step is the letter itself;
        what that raises is raised on, with nothing handed over."""

    def close(self) -> None:
        """Nothing more will be handed over."""
