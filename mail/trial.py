"""A trial of the real thing, in which no stranger gets a letter."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from mail.results import DeliveryResult, Suppressed, Transport


@dataclass(frozen=True)
class OnlyTo:
    """Letters go to these addresses and @domains alone."""

    transport: Transport
    allowed: frozenset[str]
    """In small letters."""

    def deliver(self, recipient: str, mime: bytes, before_data: Callable[[], None]) -> DeliveryResult:
        address = recipient.lower()
        if self.allowed.isdisjoint({address, "@" + address.rpartition("@")[2]}):
            return Suppressed("not sent: this is a trial, and TANDEM_MAIL_ONLY_TO does not name the address")
        return self.transport.deliver(recipient, mime, before_data)

    def close(self) -> None:
        self.transport.close()


@dataclass(frozen=True)
class Redirected:
    """All letters go to one address, as they are: only the envelope says otherwise."""

    transport: Transport
    to: str

    def deliver(self, recipient: str, mime: bytes, before_data: Callable[[], None]) -> DeliveryResult:
        fate = self.transport.deliver(self.to, mime, before_data)
        return replace(fate, reply=f"{fate.reply} (redirected to {self.to})")

    def close(self) -> None:
        self.transport.close()
