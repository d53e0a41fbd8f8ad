from typing import Any

import pytest

from mail.tokens import NoToken
from tests.every import every
from tests.mail.institution import token_server, tokens
from tests.ports import free_ports

pytestmark = pytest.mark.unit


def _secrets(url: str, times: int) -> list[tuple[str, bool]]:
    kept = tokens(url)
    return [(token.get_secret_value(), new) for token, new in (kept.current() for _ in range(times))]


def test_a_token_is_asked_for_as_the_client_itself() -> None:
    with token_server((200, {"access_token": "one", "expires_in": 3600})) as (url, forms):
        tokens(url).current()

    assert forms == [
        {
            "grant_type": "client_credentials",
            "client_id": "tandem",
            "client_secret": "canary-secret",
            "scope": "send",
        }
    ]


@every("lasting", [3600, "3600", None, "soon"])
def test_a_token_is_kept_as_long_as_it_is_good(lasting: object) -> None:
    told = {"access_token": "one"} | ({} if lasting is None else {"expires_in": lasting})
    with token_server((200, told)) as (url, forms):
        assert _secrets(url, 2) == [("one", True), ("one", False)]

    assert len(forms) == 1


def test_a_token_in_its_last_minute_is_not_used_any_more() -> None:
    answers = [(200, {"access_token": name, "expires_in": 59}) for name in ("one", "two")]
    with token_server(*answers) as (url, _):
        assert _secrets(url, 2) == [("one", True), ("two", True)]


def test_dropping_an_old_token_leaves_the_one_that_took_its_place() -> None:
    answers = [(200, {"access_token": name, "expires_in": 3600}) for name in ("one", "two", "three")]
    with token_server(*answers) as (url, _):
        kept = tokens(url)
        old, _ = kept.current()
        kept.drop(old)
        new, _ = kept.current()
        kept.drop(old)

        assert kept.current() == (new, False)


@every(
    ("answer", "why"),
    [
        ((400, {"error": "invalid_scope"}), "400 invalid_scope"),
        ((503, "<html>down</html>"), "503 Service Unavailable"),
        ((200, "<html>hello</html>"), "Expecting value"),
        ((200, ["one"]), "its answer holds no token"),
        ((200, {"token_type": "Bearer"}), "its answer holds no token"),
    ],
)
def test_a_token_server_that_gives_none_is_named_with_its_reason(answer: Any, why: str) -> None:
    with token_server(answer) as (url, _), pytest.raises(NoToken, match=why) as told:
        tokens(url).current()

    assert url in str(told.value)


def test_a_token_server_that_does_not_answer_is_named() -> None:
    (port,) = free_ports(1)

    with pytest.raises(NoToken, match=f"127.0.0.1:{port}/token gives no token"):
        tokens(f"http://127.0.0.1:{port}/token").current()
