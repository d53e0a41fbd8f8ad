"""What is encrypted can be read with its key, and with no other."""

import base64
from pathlib import Path

import pytest
from temporalio.api.common.v1 import Payload

from domain.errors import BadInput
from settings import Settings
from temporal.codec import ENCODING, KEY_ID, EncryptingCodec, codec_of
from temporal.plugin import DATA_CONVERTER
from tests.every import every

pytestmark = pytest.mark.unit

_OLD, _NEW = bytes(32), bytes(range(32))
_PLAIN = Payload(metadata={"encoding": b"json/plain"}, data=b'"canary"')


def _written(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _ring(folder: Path, text: str) -> EncryptingCodec | None:
    file = folder / "codec-keys"
    file.write_text(text)
    return codec_of(Settings(codec_keys_file=file))


async def _encrypted(codec: EncryptingCodec) -> Payload:
    (payload,) = await codec.encode([_PLAIN])
    return payload


async def test_a_payload_comes_back_as_it_was_and_says_by_which_key() -> None:
    codec = EncryptingCodec({"2027": _NEW})
    payload = await _encrypted(codec)

    assert payload.metadata == {"encoding": ENCODING.encode(), KEY_ID: b"2027"}
    assert b"canary" not in payload.SerializeToString()
    assert codec.decrypted(payload) == _PLAIN


async def test_the_same_payload_is_never_encrypted_alike() -> None:
    codec = EncryptingCodec({"2027": _NEW})
    assert (await _encrypted(codec)).data != (await _encrypted(codec)).data


async def test_what_came_before_there_was_a_key_is_read_as_it_is() -> None:
    assert await EncryptingCodec({"2027": _NEW}).decode([_PLAIN]) == [_PLAIN]


async def test_after_a_rotation_the_old_is_read_and_the_new_key_encrypts() -> None:
    before, after = EncryptingCodec({"2026": _OLD}), EncryptingCodec({"2027": _NEW, "2026": _OLD})

    assert after.decrypted(await _encrypted(before)) == _PLAIN
    assert (await _encrypted(after)).metadata[KEY_ID] == b"2027"


async def test_between_the_two_steps_of_a_rotation_each_reads_what_the_other_writes() -> None:
    known, used = EncryptingCodec({"2026": _OLD, "2027": _NEW}), EncryptingCodec({"2027": _NEW, "2026": _OLD})

    assert known.decrypted(await _encrypted(used)) == _PLAIN
    assert used.decrypted(await _encrypted(known)) == _PLAIN


async def test_a_key_that_is_not_in_the_ring_is_named_in_a_sentence() -> None:
    payload = await _encrypted(EncryptingCodec({"2026": _OLD}))
    with pytest.raises(
        BadInput, match=r"encrypted by the key 2026, which is in no line of TANDEM_CODEC_KEYS_FILE"
    ):
        await EncryptingCodec({"2027": _NEW}).decode([payload])


async def test_without_a_ring_the_key_is_named_as_well() -> None:
    payload = await _encrypted(EncryptingCodec({"2026": _OLD}))
    with pytest.raises(BadInput, match="encrypted by the key 2026"):
        await DATA_CONVERTER.decode([payload], [str])


async def test_another_key_of_the_same_name_is_no_key() -> None:
    payload = await _encrypted(EncryptingCodec({"2026": _OLD}))
    with pytest.raises(BadInput, match="the key 2026 is not the one"):
        await EncryptingCodec({"2026": _NEW}).decode([payload])


@every("place", [0, 12, -1])
async def test_what_was_changed_on_the_way_is_not_read(place: int) -> None:
    codec = EncryptingCodec({"2026": _OLD})
    payload = await _encrypted(codec)
    changed = bytearray(payload.data)
    changed[place] ^= 1

    with pytest.raises(BadInput, match="or they were changed"):
        codec.decrypted(Payload(metadata=payload.metadata, data=bytes(changed)))


async def test_a_key_under_another_name_reads_nothing() -> None:
    codec = EncryptingCodec({"2026": _OLD, "2027": _OLD})
    payload = await _encrypted(codec)
    payload.metadata[KEY_ID] = b"2027"

    with pytest.raises(BadInput, match="the key 2027 is not the one"):
        codec.decrypted(payload)


async def test_the_first_line_of_the_ring_encrypts_and_notes_are_passed_over(tmp_path: Path) -> None:
    codec = _ring(tmp_path, f"# since May\n\n2027 {_written(_NEW)}\n2026 {_written(_OLD)}\n")
    assert codec
    assert (await _encrypted(codec)).metadata[KEY_ID] == b"2027"
    assert codec.decrypted(await _encrypted(EncryptingCodec({"2026": _OLD}))) == _PLAIN


def test_nothing_is_encrypted_unless_it_is_asked_for() -> None:
    assert codec_of(Settings()) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("# a note alone", "there is no key in"),
        ("2027", "a line is no key: write a name, a space and 32 bytes in base64"),
        (f"2027 {_written(_NEW)} more", "a line is no key"),
        (f"2027 {_written(_NEW[:16])}", "a line is no key"),
        ("2027 canary!", "a line is no key"),
        (f"2027 {_written(_NEW)}\n2027 {_written(_OLD)}", "there are two keys called 2027"),
    ],
)
def test_a_ring_that_cannot_be_used_is_refused_without_repeating_it(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(BadInput) as told:
        _ring(tmp_path, text)
    assert f"TANDEM_CODEC_KEYS_FILE: {sentence}" in str(told.value)
    assert "canary" not in str(told.value)
    assert _written(_NEW) not in str(told.value)


def test_a_ring_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"TANDEM_CODEC_KEYS_FILE: .*nowhere cannot be read: No such file"):
        codec_of(Settings(codec_keys_file=tmp_path / "nowhere"))
