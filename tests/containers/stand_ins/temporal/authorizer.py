"""What the Temporal server's default authorizer says of a call: nginx asks before it lets one through.

The rules are the server's (common/authorization and common/api): a token that is signed by a key of
TEMPORAL_JWT_KEY_SOURCE1 has permissions, each a namespace, or all of them, and a role; a call needs one.
"""

import base64
import json
import os
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.hashes import SHA256

_SYSTEM = "temporal-system"
_ROLES = {"read": 2, "write": 4, "admin": 8}
_ALWAYS = (
    "/grpc.health.v1.Health/Check",
    "/temporal.api.workflowservice.v1.WorkflowService/GetSystemInfo",
)
_OF_THE_CLUSTER = ("ListNamespaces", "GetClusterInfo", "GetSearchAttributes", "ListClusters")
_READING = (
    "Get",
    "List",
    "Describe",
    "Count",
    "Query",
    "Scan",
    "PollWorkflowExecutionUpdate",
    "PollActivityExecution",
)
_ADMINISTERING = (
    *("RegisterNamespace", "UpdateNamespace", "DeprecateNamespace", "DeleteNamespace", "AddSearchAttributes"),
    *("RemoveSearchAttributes", "ListClusters"),
)


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _keys() -> dict[str, RSAPublicKey]:
    with urllib.request.urlopen(os.environ["TEMPORAL_JWT_KEY_SOURCE1"], timeout=5) as answer:
        found = json.load(answer)["keys"]
    number = {key["kid"]: [int.from_bytes(_decoded(key[part])) for part in "en"] for key in found}
    return {kid: RSAPublicNumbers(e, n).public_key() for kid, (e, n) in number.items()}


def _permissions(token: str) -> list[str]:
    """Those of a token that is good; none of any other."""
    try:
        head, body, signature = token.removeprefix("Bearer ").split(".")
        key = _keys()[json.loads(_decoded(head))["kid"]]
        key.verify(_decoded(signature), f"{head}.{body}".encode(), PKCS1v15(), SHA256())
        claims: dict[str, Any] = json.loads(_decoded(body))
    except (ValueError, KeyError, InvalidSignature):
        return []
    return claims["permissions"] if claims["sub"] and claims["exp"] > time.time() else []


def _is_allowed(call: str, namespace: str, token: str) -> bool:
    if call in _ALWAYS:
        return True
    method = call.rpartition("/")[2]
    needed = 8 if method in _ADMINISTERING else 2 if method.startswith(_READING) else 4
    found = [permission.split(":") for permission in _permissions(token)]
    scopes = {_SYSTEM} if method in _OF_THE_CLUSTER else {_SYSTEM, namespace}
    if method not in _OF_THE_CLUSTER and not namespace:
        # Clients say it beside calls of one service alone; the official server reads it in the call itself.
        scopes |= {scope for scope, _ in found}
    return max((_ROLES[role] for scope, role in found if scope in scopes), default=0) >= needed


class _Authorizer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        asked = self.headers
        allowed = _is_allowed(
            asked["X-Call"], asked.get("temporal-namespace", ""), asked.get("Authorization", "")
        )
        self.send_response(200 if allowed else 403)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


ThreadingHTTPServer(("127.0.0.1", 7334), _Authorizer).serve_forever()
