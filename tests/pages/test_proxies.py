"""Nobody says of themselves from where they ask: how often one address may ask holds behind any proxy."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from pages.limits import Limiter, PageLimits
from pages.proxies import behind
from pages.request_state import address_of_client
from tests.every import every

pytestmark = pytest.mark.unit


async def _address_told(scope: Scope, receive: Receive, send: Send) -> None:
    await PlainTextResponse(address_of_client(Request(scope)))(scope, receive, send)


def _seen(proxies: str, *named: str, connects: str = "10.0.0.7") -> str:
    """As whose request this counts, which says that it is forwarded for `named`."""
    headers = [(b"host", b"pages"), *((b"x-forwarded-for", value.encode()) for value in named)]
    scope = {"type": "http", "method": "GET", "path": "/", "headers": headers, "client": (connects, 1)}
    told: list[bytes] = []

    async def receive() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def send(message: dict[str, object]) -> None:
        if isinstance(body := message.get("body"), bytes):
            told.append(body)

    asyncio.run(behind(_address_told, proxies)(scope, receive, send))  # type: ignore[arg-type]
    return b"".join(told).decode()


@every(
    "named",
    [
        ("203.0.113.9",),
        ("198.51.100.1, 203.0.113.9",),
        ("198.51.100.1", "203.0.113.9"),
        ("10.0.0.7, 127.0.0.1 , 203.0.113.9",),
        ("198.51.100.1,,203.0.113.9",),
    ],
)
def test_where_whoever_connects_is_the_proxy_what_a_client_names_before_it_counts_for_nothing(
    named: tuple[str, ...],
) -> None:
    assert _seen("*", *named) == "203.0.113.9"


def test_of_proxies_that_are_known_the_last_who_is_none_has_asked() -> None:
    assert _seen("10.0.0.0/8", "198.51.100.1, 203.0.113.9, 10.0.0.8") == "203.0.113.9"
    assert _seen("127.0.0.1", "198.51.100.1") == "10.0.0.7"


def test_without_a_word_of_it_whoever_connects_has_asked() -> None:
    assert _seen("*") == "10.0.0.7"


def test_all_addresses_of_one_network_are_one_place() -> None:
    limiter, mine = Limiter(PageLimits(by_address=2, by_wrong_links=1)), "2001:db8:1:1::"
    assert [limiter.takes(f"{mine}{number}", None) for number in range(3)] == [True, True, False]
    assert limiter.takes("2001:db8:1:2::1", None)

    limiter.note_wrong_link("2001:db8:1:2::1")
    assert not limiter.takes("2001:db8:1:2::2", None)
    assert limiter.takes("192.0.2.1", None)
    assert limiter.takes("::ffff:192.0.2.1", None)
    assert not limiter.takes("192.0.2.1", None)
