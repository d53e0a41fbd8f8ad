"""How the address of somebody's page is written, and how it is told without what opens the page."""

import re

LINK_PATH = "/to/"
_IN_ADDRESS = re.compile(rf"({re.escape(LINK_PATH)})([\w-]{{22}})(?![\w-])")


def address_of(pages: str, token: str) -> str:
    """The web address of the page that this token opens. `pages`: where the pages are."""
    return f"{pages}{LINK_PATH}{token}"


def tokens_in(text: str) -> frozenset[str]:
    """The tokens of all links in this text."""
    return frozenset(token for _, token in _IN_ADDRESS.findall(text))


def without_tokens(text: str) -> str:
    """The text with its links so that they open nothing: they are for their reader alone."""
    return _IN_ADDRESS.sub(r"\1(only in the letter)", text)
