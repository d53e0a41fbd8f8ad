"""A browser without eyes: opens a page over HTTP, fills in its form and sends it."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from http import HTTPStatus
from http.client import HTTPConnection
from urllib.parse import urlencode, urlsplit

from pages.inputs import SURE
from rehearsal.visits.clock import NOW_HEADER

_TIMEOUT = 60
_TRIES, _BETWEEN_TRIES = 5, 2.0
"""As the page asks for where it could not record something, with seconds for the minutes that people wait."""
_FORM = "application/x-www-form-urlencoded"


@dataclass
class Page(HTMLParser):
    """What stands on a page: its links, and the fields of its form."""

    status: int
    html: str
    links: list[str] = field(default_factory=list)
    fields: dict[str, list[str]] = field(default_factory=dict)
    """The name of each, with what can be chosen or stands in it already."""
    hidden: dict[str, str] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)
    """The names of those that have one."""

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(told.get("href", ""))
        elif tag == "button" and "name" in told:
            self.buttons.append(told["name"])
        elif tag in ("input", "textarea") and (name := told.get("name")):
            self.fields.setdefault(name, []).append(told.get("value", ""))
            if told.get("type") == "hidden":
                self.hidden[name] = told.get("value", "")

    @property
    def asks_again(self) -> bool:
        """Whether it is a second page, which asks whether that is meant."""
        return SURE in self.hidden or SURE in self.buttons

    @property
    def meant(self) -> dict[str, str]:
        """Its form as somebody sends it who means it."""
        return {**self.hidden, SURE: "yes"}


@dataclass(frozen=True)
class Browser:
    pages: str
    """The web address of the pages."""
    now: datetime | None
    """What the clock of whoever sits before it shows; None: the real time."""

    def open(self, path: str) -> Page:
        return self._ask("GET", path)

    def send(self, path: str, fields: Mapping[str, str]) -> Page:
        return self._ask("POST", path, urlencode(fields))

    def _ask(self, method: str, path: str, body: str | None = None) -> Page:
        """Once more, where the page says that it cannot now, or says nothing."""
        for _ in range(_TRIES):
            shown = self._asked(method, path, body)
            if shown.status != HTTPStatus.SERVICE_UNAVAILABLE:
                break
            time.sleep(_BETWEEN_TRIES)
        return shown

    def _asked(self, method: str, path: str, body: str | None) -> Page:
        connection = HTTPConnection(urlsplit(self.pages).netloc, timeout=_TIMEOUT)
        headers = {NOW_HEADER: self.now.isoformat()} if self.now else {}
        headers |= {"Content-Type": _FORM} if body is not None else {}
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return Page(answer.status, answer.read().decode())
        except TimeoutError:
            return Page(HTTPStatus.SERVICE_UNAVAILABLE, "")
        finally:
            connection.close()
