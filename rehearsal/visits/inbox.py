"""What invented people find in their mailboxes: the links of their letters, the latest first."""

import re
from collections import defaultdict
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from threading import Lock

from domain.letter.link_address import LINK_PATH


class Inbox:
    """The folder in which the embedded mail catcher keeps each letter."""

    def __init__(self, folder: Path, pages: str) -> None:
        """`pages`: the web address of the pages."""
        self._folder = folder
        self._link = re.compile(rf"^{re.escape(pages + LINK_PATH)}\S+", re.MULTILINE)
        self._lock = Lock()
        self._read = set[str]()
        self._links = defaultdict[str, list[str]](list)

    def links(self, email: str) -> list[str]:
        """The addresses that the letters to this person name."""
        with self._lock:
            for file in sorted(self._folder.glob("[0-9]*.eml")):
                if file.name not in self._read:
                    self._read.add(file.name)
                    self._open(file)
            return self._links[email.lower()][::-1]

    def _open(self, file: Path) -> None:
        letter = message_from_bytes(file.read_bytes(), policy=default)
        body = letter.get_body(("plain",))
        to = letter["To"].addresses[0].addr_spec
        self._links[to.lower()] += self._link.findall(body.get_content() if body else "")
