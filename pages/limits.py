"""How often the pages may be asked: by one link, from one address, and with links that open nothing."""

from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import IPv6Address, IPv6Network, ip_address

from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

_OF_ONE = 64
"""Bits that all addresses of one place have in common."""


@dataclass(frozen=True)
class PageLimits:
    """In requests a minute, for each process. A whole institution may have one address."""

    by_link: int = 60
    by_address: int = 1200
    by_wrong_links: int = 30
    """From one address, with a link that opens nothing."""
    by_form_letters: int = 60
    """Asked for from one address, in an hour: a whole room may apply at once."""
    by_wrong_letter_addresses: int = 10
    """Typed for the one that a letter went to: in an hour, by whomever, for one reader."""


@dataclass
class Limiter:
    limits: PageLimits = field(default_factory=PageLimits)
    _limiter: FixedWindowRateLimiter = field(
        default_factory=lambda: FixedWindowRateLimiter(MemoryStorage()), init=False, repr=False
    )

    def takes(self, address: str, token: str | None) -> bool:
        """Whether this request may go on; it is counted."""
        if not self._hit(self.limits.by_address, "address", _caller(address)) or self._guesses(address):
            return False
        return token is None or self._hit(self.limits.by_link, "link", sha256(token.encode()).hexdigest())

    def sends_form(self, address: str) -> bool:
        """Whether a letter with a form may be asked for from here; it is counted."""
        return self._limiter.hit(RateLimitItemPerHour(self.limits.by_form_letters), "form", _caller(address))

    def note_wrong_link(self, address: str) -> None:
        self._hit(self.limits.by_wrong_links, "wrong", _caller(address))

    def may_type_address(self, of_reader: str) -> bool:
        """Whether the address that a letter went to may be tried. `of_reader`: its digest."""
        return self._limiter.test(self._an_hour, "letter", of_reader)

    def note_wrong_letter_address(self, of_reader: str) -> None:
        self._limiter.hit(self._an_hour, "letter", of_reader)

    @property
    def _an_hour(self) -> RateLimitItem:
        return RateLimitItemPerHour(self.limits.by_wrong_letter_addresses)

    def _guesses(self, address: str) -> bool:
        return not self._limiter.test(_a_minute(self.limits.by_wrong_links), "wrong", _caller(address))

    def _hit(self, most: int, *of: str) -> bool:
        return self._limiter.hit(_a_minute(most), *of)


def _caller(address: str) -> str:
    """Whose address it is: by IPv6 everybody has a whole network of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    return str(found.ipv4_mapped or IPv6Network((int(found), _OF_ONE), strict=False))


def _a_minute(most: int) -> RateLimitItem:
    return RateLimitItemPerMinute(most)
