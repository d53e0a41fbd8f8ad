"""What a release has frozen: the histories that each later version must replay, and the migrations.

`tests/released.sha256` names them with their digests, as `sha256sum` writes and checks them. A release adds
lines; none is ever changed or taken away (docs/decisions/0010).
"""

from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).parent.parent
HISTORIES = ROOT / "tests" / "replay" / "histories"
_LIST = Path(__file__).with_name("released.sha256")


def released() -> dict[Path, str]:
    """Each frozen file with its digest in hexadecimal."""
    lines = (line.split(maxsplit=1) for line in _LIST.read_text().splitlines())
    return {ROOT / name: digest for digest, name in lines}


def digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()
