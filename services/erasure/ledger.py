"""The list of erasures, outside the store: after a restore it tells whom to erase again.

It names nobody: a line has the time, the id that the person had in the store, and the keyed digest of their
address (HMAC-SHA256). The key is in a file of its own. Neither belongs into the store's backup.
"""

import hmac
import json
import os
import secrets
import stat
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from domain.errors import Refused

_KEY_BYTES = 32


class LedgerLine(NamedTuple):
    at: datetime
    person: str
    digest: str


class ErasureLedger(NamedTuple):
    file: Path
    key_file: Path

    def add(self, person: str, email: str, now: datetime) -> None:
        """Write down that this person is erased, once. Raises Refused if that cannot be kept."""
        if any(line.person == person for line in self.lines()):
            return
        line = {"at": now.isoformat(), "person": person, "address": self.digest(email)}
        try:
            _append(self.file, json.dumps(line) + "\n")
        except OSError as problem:
            raise _refusal(self.file, problem) from None

    def lines(self) -> list[LedgerLine]:
        """All of them, in the order in which they were written. Raises Refused if they cannot be read."""
        try:
            return list(_read(self.file))
        except FileNotFoundError:
            return []
        except OSError as problem:
            raise _refusal(self.file, problem) from None
        except (ValueError, KeyError):
            raise Refused(f"The list of erasures, {self.file}, is not as it was written.") from None

    @property
    def has_key(self) -> bool:
        """Whether addresses can be compared with the list; without the key it knows people by their ids."""
        return self.key_file.exists()

    def digest(self, email: str) -> str:
        """The keyed digest of this address. Raises Refused if the key is lost."""
        return hmac.digest(self._key(), email.strip().lower().encode(), "sha256").hex()

    def pair_digest(self, email: str) -> bytes:
        """The keyed digest of this address by which pairs are known; another than the list's own. Raises
        Refused if the key is lost."""
        return hmac.digest(self._key(), f"pair\n{email.strip().lower()}".encode(), "sha256")

    def _key(self) -> bytes:
        """Made when it is first needed, readable for its owner alone."""
        try:
            if not self.key_file.exists():
                if self.file.exists():
                    raise Refused(
                        f"{self.key_file} is missing, with whose key the list of erasures, {self.file}, was "
                        "written: put it back. With another key nobody in it would be known again."
                    )
                _write_new(self.key_file, secrets.token_hex(_KEY_BYTES))
            key = bytes.fromhex(self.key_file.read_text("ascii").strip())
        except OSError as problem:
            raise _refusal(self.key_file, problem) from None
        except ValueError:
            key = b""
        if len(key) < _KEY_BYTES:
            raise Refused(f"{self.key_file} is no key: it should have {2 * _KEY_BYTES} hexadecimal digits.")
        return key


def _read(file: Path) -> Iterator[LedgerLine]:
    for text in file.read_text("utf-8").splitlines():
        line = json.loads(text)
        yield LedgerLine(datetime.fromisoformat(line["at"]), line["person"], line["address"])


def _append(file: Path, text: str) -> None:
    """On the disk before it returns."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(file, text, os.O_APPEND)


def _write_new(file: Path, text: str) -> None:
    """Whole, or not at all; somebody else's, who was first, stays."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = file.with_name(f".{file.name}.{os.getpid()}")
    _write(partial, text, os.O_TRUNC)
    try:
        os.link(partial, file)
    except FileExistsError:
        pass
    finally:
        partial.unlink()


def _write(file: Path, text: str, how: int) -> None:
    """For its owner alone; for a group, whoever wrote it first, in a folder that one shares (setgid)."""
    is_new = not file.exists()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | how, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as written:
        if is_new and file.parent.stat().st_mode & stat.S_ISGID:
            os.fchmod(descriptor, 0o660)
        written.write(text)
        written.flush()
        os.fsync(written.fileno())


def _refusal(file: Path, problem: OSError) -> Refused:
    return Refused(f"{file} cannot be used for the list of erasures: {problem.strerror}. Nothing was erased.")
