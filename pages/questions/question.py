"""What a question is: who is asked, when, what there is to answer, and what becomes of it.

Each is a class of one small file; `every.py` lists them. A question says what it is about in plain words,
and tells it by the same service as the command does.
"""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, NamedTuple

from domain.application.application import Application
from domain.enums import Correspondent, Role
from domain.letter.questions import QuestionName
from domain.pairing.pairing import Pairing
from domain.programme.programme import Programme
from pages.inputs import Answer, Form, Input, read_all
from services.context import Context
from services.erasure.personal_files import PersonalFiles
from services.links import Reader
from storage.views import ApplicationView, PairingView, PersonView

Ask = Callable[..., Awaitable[Any]]
"""Asks a service in the name of the reader: `await ask(pairings.accept, pairing, roles)`. It is audited."""

PARTNERS = frozenset(Role)
APPLICANTS = frozenset({Correspondent.APPLICANT})
MANAGERS = frozenset({Correspondent.MANAGER})


class PageSection(StrEnum):
    """What can be done on the reader's page, by the heading that it stands under, in this order."""

    NOW = "What you can do now"
    SESSIONS = "Your sessions"
    TOGETHER = "Agreement, goals and what comes of them"
    CHANGES = "If something changes"
    OWN = "You and your data"


@dataclass(frozen=True)
class Asked:
    """A question as one reader is asked it."""

    reader: Reader
    about: str | None = None
    """The key of the gathering, or the number of the session, that it is about."""
    outside: PersonalFiles | None = None
    """What of people is outside the store."""
    taken: Set[str] = frozenset()
    """Of what can be chosen, what somebody else has already."""

    @property
    def programme(self) -> Programme:
        return self.reader.programme

    @property
    def pairing(self) -> Pairing:
        """Of a partner's question."""
        assert isinstance(self.reader.entity, Pairing)
        return self.reader.entity

    @property
    def pairing_view(self) -> PairingView:
        assert isinstance(self.reader.subject, PairingView)
        return self.reader.subject

    @property
    def application(self) -> Application:
        """Of an applicant's or a line manager's question."""
        assert isinstance(self.reader.entity, Application)
        return self.reader.entity

    @property
    def application_view(self) -> ApplicationView:
        assert isinstance(self.reader.subject, ApplicationView)
        return self.reader.subject

    @property
    def role(self) -> Role:
        """Of a partner."""
        return Role(self.reader.role)

    @property
    def partner(self) -> PersonView:
        return self.pairing_view.person(self.role.partner)


class Confirmation(NamedTuple):
    """The confirmation of an answer."""

    title: str
    next: tuple[str, ...]
    """What happens next and when, a sentence or two each."""


class Warned(NamedTuple):
    """The second page, before what cannot simply be answered again."""

    title: str
    says: tuple[str, ...]
    """What will happen."""
    button: str


class Checked(NamedTuple):
    """The second page, on which the answers are read once more before they are sent."""

    title: str
    says: tuple[str, ...]
    said: tuple[tuple[str, str], ...]
    """What was asked, in short, and what was answered."""
    button: str


class Shown(NamedTuple):
    """An answer that is a page of its own."""

    template: str
    facts: Mapping[str, Any]


class Download(NamedTuple):
    """An answer that is a file."""

    name: str
    media_type: str
    content: bytes


class PageQuestion(ABC):
    """What is abstract is a question's own; the rest may stay as it is."""

    name: ClassVar[QuestionName]
    readers: ClassVar[frozenset[Role | Correspondent]]
    has_many: ClassVar[bool] = False
    """Whether there are many things to fill in, under one heading; else the first is the heading."""
    section: ClassVar[PageSection] = PageSection.NOW
    """Under which heading it stands on the reader's page, for as long as it has not been answered."""
    is_strong: ClassVar[bool] = False
    """Whether it opens only to who types the address that the letter went to."""

    @abstractmethod
    def about(self, reader: Reader) -> Sequence[str | None]:
        """What it may be asked about now: keys of gatherings or numbers of sessions; `[None]` where it is
        about nothing in particular; nothing where it cannot be asked now."""

    def looked_up(self, context: Context, asked: Asked) -> Asked:
        """With what this question alone needs to know besides."""
        return asked

    @abstractmethod
    def title(self, asked: Asked) -> str:
        """The question itself: the heading of its page."""

    def entry(self, asked: Asked) -> str:
        """Its link among what can be done: what one does there, where the question alone would not say it."""
        return self.title(asked)

    def stands_under(self, asked: Asked) -> PageSection:
        """What has been answered need not be done now, and may be changed."""
        is_answered = self.section is PageSection.NOW and self.present(asked)
        return PageSection.CHANGES if is_answered else self.section

    def says(self, asked: Asked) -> Sequence[str]:
        """Paragraphs before it is asked."""
        return ()

    def present(self, asked: Asked) -> str | None:
        """What has been answered before, in a sentence; None for nothing."""
        return None

    @abstractmethod
    def inputs(self, asked: Asked) -> Sequence[Input]: ...

    def filled(self, asked: Asked) -> Form:
        """What they have answered themselves before, to be changed; else nothing is filled in beforehand."""
        return {}

    def stands(self, asked: Asked) -> Form:
        """What an answer takes the place of, in the words of the form; nothing where there is nothing. A page
        that was opened before it stood writes over it only once it has shown it."""
        return self.filled(asked)

    def is_told(self, asked: Asked, answer: Answer) -> bool:
        """Whether this is what stands, as for who has pressed a button twice."""
        return answer == read_all(self.inputs(asked), self.stands(asked))[0]

    def warned(self, asked: Asked, answer: Answer) -> Warned | Checked | None:
        """The second page that this answer needs before it is told; None for most."""
        return None

    def actor(self, asked: Asked) -> str:
        """The name under which what they do is written down."""
        return asked.reader.actor

    @abstractmethod
    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> Shown | Download | None:
        """Carry it out by a service, which raises Refused or BadInput with a sentence for the reader; what
        they have asked for, or None where it is told that it was done."""

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        """`asked`: as it stands now. Where the answer is a page or a file of its own nobody reads this."""
        return Confirmation(self.title(asked), ())

    def can_be_asked(self, asked: Asked) -> bool:
        return asked.reader.role in self.readers and asked.about in self.about(asked.reader)
