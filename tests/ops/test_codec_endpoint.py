"""Who is told what an encrypted payload says: the Web UI's pages, and no other page of the same browser."""

import http.client
import json
import threading
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from google.protobuf.json_format import MessageToJson, Parse
from temporalio.api.common.v1 import Payload, Payloads

from domain.errors import Refused
from ops.codec_endpoint import codec_endpoint
from temporal.codec import EncryptingCodec

pytestmark = pytest.mark.unit

_UI = "https://temporal.university.example"
_CODEC = EncryptingCodec({"2027": bytes(32)})
_PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"canary"')


class _Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: str


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with codec_endpoint(_CODEC, 0, _UI) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()
        thread.join()


def _ask(
    port: int,
    body: str = "",
    *,
    method: str = "POST",
    path: str = "/decode",
    origin: str | None = _UI,
    host: str | None = None,
) -> _Answer:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    headers = {"Host": host or f"127.0.0.1:{port}", "X-Namespace": "default"}
    headers |= {"Origin": origin} if origin else {}
    connection.request(method, path, body.encode(), headers)
    answer = connection.getresponse()
    found = _Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
    connection.close()
    return found


async def _encrypted(codec: EncryptingCodec = _CODEC) -> str:
    return MessageToJson(Payloads(payloads=[_PLAIN, *await codec.encode([_PLAIN])]))


async def test_the_web_ui_is_told_what_payloads_say_and_plain_ones_stay_as_they_are(port: int) -> None:
    answer = _ask(port, await _encrypted())
    assert answer.status == 200
    assert list(Parse(answer.body, Payloads()).payloads) == [_PLAIN, _PLAIN]
    assert answer.headers["Access-Control-Allow-Origin"] == _UI
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_browser_may_ask_beforehand(port: int) -> None:
    answer = _ask(port, method="OPTIONS")
    assert answer.status == 204
    assert answer.headers["Access-Control-Allow-Origin"] == _UI
    assert "x-namespace" in answer.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(("length", "status"), [("-1", 411), ("many", 411), ("99999999999", 413)])
def test_a_body_of_no_length_is_not_waited_for(port: int, length: str, status: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.putrequest("POST", "/decode")
    connection.putheader("Content-Length", length)
    connection.endheaders()
    assert connection.getresponse().status == status
    connection.close()


@pytest.mark.parametrize("method", ["OPTIONS", "POST"])
@pytest.mark.parametrize("origin", ["https://elsewhere.example", f"{_UI}.elsewhere.example", "null"])
async def test_another_page_is_told_nothing(port: int, origin: str, method: str) -> None:
    answer = _ask(port, await _encrypted(), origin=origin, method=method)
    assert (answer.status, answer.body) == (403, "")
    assert answer.headers["Access-Control-Allow-Origin"] == _UI


@pytest.mark.parametrize("origin", [_UI, None])
async def test_a_name_that_was_pointed_at_this_machine_is_told_nothing(port: int, origin: str | None) -> None:
    answer = _ask(port, await _encrypted(), origin=origin, host=f"elsewhere.example:{port}")
    assert (answer.status, answer.body) == (403, "")


async def test_a_command_on_this_machine_may_ask(port: int) -> None:
    assert _ask(port, await _encrypted(), origin=None, host=f"localhost:{port}").status == 200


async def test_what_the_web_ui_asks_for_besides_is_passed_over(port: int) -> None:
    assert _ask(port, await _encrypted(), path="/decode?preserveStorageRefs=true").status == 200


async def test_nothing_is_encrypted_for_anybody(port: int) -> None:
    assert _ask(port, await _encrypted(), path="/encode").status == 404


@pytest.mark.parametrize("body", ["", "canary", '{"payloads": "canary"}'])
def test_what_is_no_payload_is_refused(port: int, body: str) -> None:
    assert _ask(port, body) == (400, _ask(port, body).headers, "These are no payloads.")


async def test_a_key_that_is_missing_is_named(port: int) -> None:
    answer = _ask(port, await _encrypted(EncryptingCodec({"2026": bytes(32)})))
    assert answer.status == 400
    assert "by the key 2026" in answer.body


def test_it_listens_on_this_machine_alone_and_says_when_its_port_is_taken(port: int) -> None:
    with pytest.raises(Refused, match=f"Port {port} is taken"), codec_endpoint(_CODEC, port, _UI):
        pass


def test_it_knows_json_as_the_web_ui_writes_it(port: int) -> None:
    asked = json.dumps({"payloads": [{"metadata": {"encoding": "anNvbi9wbGFpbg=="}, "data": "ImNhbmFyeSI="}]})
    assert json.loads(_ask(port, asked).body) == json.loads(asked)
