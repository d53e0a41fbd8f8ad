"""A mail server's scanner: opens what a letter links to, and sends each form that stands there as it is."""

from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from html.parser import HTMLParser

from starlette.testclient import TestClient

from tests.pages.visiting import PAGES


class Form:
    """A form with its fields as they stand on the page."""

    def __init__(self, action: str) -> None:
        self.action = action
        self.fields: list[tuple[str, str]] = []
        self.buttons: list[tuple[str, str]] = []

    def sent(self) -> Iterator[dict[str, list[str]]]:
        """What a browser sends: with no button, and with each that has a name."""
        for pressed in ([], *([button] for button in self.buttons)):
            data: dict[str, list[str]] = {}
            for name, value in [*self.fields, *pressed]:
                data.setdefault(name, []).append(value)
            yield data


class Seen(HTMLParser):
    """The forms of a page or a letter, and its links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._is_written = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(told.get("href", ""))
        elif tag == "form":
            self.forms.append(Form(told["action"]))
        elif name := told.get("name"):
            self._field(tag, name, told, "checked" in dict(attrs))

    def handle_data(self, data: str) -> None:
        if self._is_written:
            name, value = self.forms[-1].fields.pop()
            self.forms[-1].fields.append((name, value + data))

    def handle_endtag(self, tag: str) -> None:
        self._is_written = self._is_written and tag != "textarea"

    def _field(self, tag: str, name: str, told: dict[str, str], is_checked: bool) -> None:
        form, kind = self.forms[-1:], told.get("type", "")
        field = (name, told.get("value", ""))
        if tag == "button" and form:
            form[0].buttons.append(field)
        elif tag == "textarea" and form:
            form[0].fields.append((name, ""))
            self._is_written = True
        elif tag == "input" and form and (kind not in ("radio", "checkbox") or is_checked):
            form[0].fields.append(field)


def links_in(mime: bytes) -> list[str]:
    """The paths of all links in a letter, in whatever form it is read, that lead to our pages."""
    message, found = message_from_bytes(mime, policy=default), dict[str, None]()
    for part in message.walk():
        if part.get_content_type() == "text/html":
            found |= dict.fromkeys(Seen(part.get_content()).links)
        elif part.get_content_type() == "text/plain":
            found |= dict.fromkeys(part.get_content().split())
    return [one.removeprefix(PAGES) for one in found if one.startswith(f"{PAGES}/")]


def open_and_send(client: TestClient, path: str) -> list[tuple[str, int]]:
    """The address of each form of this page, sent as it is, and the status of the answer."""
    assert client.head(path).status_code in (200, 303), path
    page = client.get(path, follow_redirects=True)
    assert page.status_code == 200, path
    told = []
    for form in Seen(page.text).forms:
        told += [(form.action, client.post(form.action, data=data).status_code) for data in form.sent()]
    return told


def questions_on(client: TestClient, home: str) -> list[str]:
    """Where the page at the root of a link leads."""
    return [path for path in Seen(client.get(home).text).links if path.startswith(f"{home}/")]


def fields_of(html: str) -> dict[str, str]:
    """What goes along in the one form of this page, whatever is filled in."""
    (form,) = Seen(html).forms
    return {name: value for name, value in form.fields if name.startswith("_")}
