"""From the link in a request to its reader."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from starlette.requests import Request

from pages.inputs import Input
from pages.limits import Limiter
from pages.rendering import OfProgramme
from services import links
from services.context import Context
from services.erasure.personal_files import PersonalFiles
from services.links import Reader

Contexts = Callable[[str], Context]
"""Makes the context of a request, for whoever asks under this name."""
NOBODY = "pages"
"""Under this name nothing is ever told: it only looks."""


class WrongLink(Exception):
    """It was mistyped, stolen and revoked, is another's, or too old: nobody is told which."""


class Filling(NamedTuple):
    """Whose form, or of what, is being answered, and what is to be filled in: `request.state.asked`, as soon
    as it is known."""

    reader: OfProgramme
    inputs: Sequence[Input]


@dataclass(frozen=True)
class Pages:
    """What the pages stand on."""

    contexts: Contexts
    limiter: Limiter
    outside: PersonalFiles | None = None
    """What of people is outside the store."""

    @classmethod
    def of(cls, request: Request) -> "Pages":
        found: Pages = request.app.state.pages
        return found

    def looking(self) -> Context:
        return self.contexts(NOBODY)


def reader_of(request: Request) -> Reader:
    """Who opens this page. Raises WrongLink, Unreachable."""
    reader = links.find_reader(Pages.of(request).looking(), request.path_params["token"])
    if reader is None:
        raise WrongLink
    return reader


def home_of(request: Request) -> str:
    """The address of the reader's page, from the top."""
    return f"/to/{request.path_params['token']}"


def address_of_client(request: Request) -> str:
    return request.client.host if request.client else ""
