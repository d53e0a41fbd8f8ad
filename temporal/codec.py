"""Payloads that nobody can read without the key ring: an option, for institutions that ask.

Each is encrypted by AES-GCM before it leaves this process, and says in its metadata by which key. What has
come from before the option was switched on is plain, and is read as it is. What is not a payload stays plain
whatever the option says: docs/operations/encryption.md has the list.
"""

import base64
import binascii
import os
from collections.abc import Iterable
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import SecretStr
from temporalio.api.common.v1 import Payload
from temporalio.converter import PayloadCodec

from domain.errors import BadInput
from settings import Settings, secret

ENCODING = "binary/encrypted"
KEY_ID = "encryption-key-id"
SETTING = "TANDEM_CODEC_KEYS_FILE"
_NONCE = 12
"""Bytes, as NIST SP 800-38D recommends; by chance, which is safe for four thousand million payloads a key."""
_KEY = 32
_LINE = "write a name, a space and 32 bytes in base64 (openssl rand -base64 32) on each line"


class EncryptingCodec(PayloadCodec):
    """Encrypts by the first key of the ring, and decrypts by any of them."""

    def __init__(self, keys: dict[str, bytes]) -> None:
        self._keys = {name: AESGCM(key) for name, key in keys.items()}
        self._newest = next(iter(keys))

    async def encode(self, payloads: Iterable[Payload]) -> list[Payload]:
        return [self._encrypted(payload) for payload in payloads]

    async def decode(self, payloads: Iterable[Payload]) -> list[Payload]:
        """Raises BadInput if a key is not in the ring, or is another one of the same name."""
        return [self.decrypted(payload) for payload in payloads]

    def decrypted(self, payload: Payload) -> Payload:
        """As it was before it was encrypted; one that is plain as it is. Raises as `decode`."""
        if payload.metadata.get("encoding", b"").decode() != ENCODING:
            return payload
        name = key_id(payload)
        if name not in self._keys:
            raise missing(name)
        nonce, rest = payload.data[:_NONCE], payload.data[_NONCE:]
        try:
            return Payload.FromString(self._keys[name].decrypt(nonce, rest, name.encode()))
        except InvalidTag:
            raise BadInput(
                f"{SETTING}: the key {name} is not the one of that name by which the Temporal server's "
                "payloads are encrypted, or they were changed. Nothing was done."
            ) from None

    def _encrypted(self, payload: Payload) -> Payload:
        nonce, name = os.urandom(_NONCE), self._newest.encode()
        data = nonce + self._keys[self._newest].encrypt(nonce, payload.SerializeToString(), name)
        return Payload(metadata={"encoding": ENCODING.encode(), KEY_ID: name}, data=data)


def codec_of(settings: Settings) -> EncryptingCodec | None:
    """With the key ring of the settings; None if they name none. Raises BadInput if it cannot be used."""
    if settings.codec_keys_file is None:
        return None
    return EncryptingCodec(_keys(settings.codec_keys_file))


def missing(name: str) -> BadInput:
    """What is said of a payload whose key we do not have."""
    return BadInput(
        f"The Temporal server's payloads are encrypted by the key {name or 'without a name'}, which is in no "
        f"line of {SETTING}. Nothing was done, and nothing is lost: add the key."
    )


def key_id(payload: Payload) -> str:
    """By which key this one is encrypted."""
    return payload.metadata.get(KEY_ID, b"").decode(errors="replace")


def _keys(file: Path) -> dict[str, bytes]:
    """The first is the one that encrypts."""
    text = secret("codec_keys", SecretStr(""), file).get_secret_value()
    lines = [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]
    keys: dict[str, bytes] = {}
    for words in lines:
        name, key = _named(words)
        if name in keys:
            raise BadInput(f"{SETTING}: there are two keys called {name}.")
        keys[name] = key
    if not keys:
        raise BadInput(f"{SETTING}: there is no key in {file}: {_LINE}.")
    return keys


def _named(words: list[str]) -> tuple[str, bytes]:
    try:
        name, written = words
        key = base64.b64decode(written, validate=True)
    except (ValueError, binascii.Error):
        key = b""
    if len(key) != _KEY:
        raise BadInput(f"{SETTING}: a line is no key: {_LINE}.") from None
    return name, key
