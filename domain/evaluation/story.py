"""A participant's story or quote: told with consent, in one version after another, and never after it was
taken back."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from domain.enums import Role
from domain.errors import BadInput, Refused
from domain.value import Moment, Value


class Naming(StrEnum):
    """How the author of a story is named."""

    NAME = "name"
    ROLE = "role"
    """By the programme's label of their role alone."""
    ANONYMOUS = "anonymous"


class Story(Value):
    id: str
    cohort: str
    number: int
    pairing: str
    role: Role
    """Whose it is."""
    words: str | None = None
    link: str | None = None
    """Where it is, if it is a film or a page. With neither, its author agrees to tell it and has not yet."""
    named: Naming = Naming.ANONYMOUS
    names_partner: bool = False
    """Whether their partner can be recognised in it."""
    version: int = 1
    added_at: Moment
    author_approved_at: Moment | None = None
    partner_approved_at: Moment | None = None
    was_published: bool = False
    """Whether some version was approved by all who must, so that it may stand somewhere."""
    withdrawn_at: Moment | None = None
    taken_down_at: Moment | None = None

    @property
    def is_told(self) -> bool:
        return bool(self.words or self.link)

    @property
    def may_be_told(self) -> bool:
        """Whether this version is approved by everybody who must, and nobody has taken that back."""
        partner = self.partner_approved_at or not self.names_partner
        return bool(self.is_told and self.author_approved_at and partner and not self.withdrawn_at)

    @property
    def must_be_taken_down(self) -> bool:
        return bool(self.was_published and self.withdrawn_at and not self.taken_down_at)

    @property
    def state(self) -> str:
        """In a few words."""
        if self.withdrawn_at:
            return "withdrawn, to be taken down" if self.must_be_taken_down else "withdrawn"
        if not self.is_told:
            return "agreed to, not written yet"
        if self.may_be_told:
            return "may be told"
        waits = [f"the {self.role}"] * (not self.author_approved_at)
        if self.names_partner and not self.partner_approved_at:
            waits.append(f"the {self.role.partner}")
        return f"waits for {' and '.join(waits)}"

    def approved(self, by: Role, now: datetime) -> Self:
        """Raises Refused if there is nothing to approve, or nobody asks this partner."""
        self._check_stands()
        if not self.is_told:
            raise Refused(f"Story {self.id} has neither words nor a link yet.")
        if by is not self.role and not self.names_partner:
            raise Refused(f"Story {self.id} does not name the {by}, whose approval it does not need.")
        which = "author_approved_at" if by is self.role else "partner_approved_at"
        after = self.replace(**{which: getattr(self, which) or now})
        return after.replace(was_published=after.was_published or after.may_be_told)

    def changed(
        self, words: str | None, link: str | None, named: Naming | None, names_partner: bool | None
    ) -> Self:
        """The next version, which everybody approves anew. None: as it is."""
        self._check_stands()
        after = self.replace(
            words=self.words if words is None else words,
            link=self.link if link is None else link,
            named=named or self.named,
            names_partner=self.names_partner if names_partner is None else names_partner,
        )
        if after == self:
            return self
        return after.replace(
            version=self.version + self.is_told, author_approved_at=None, partner_approved_at=None
        )

    def withdrawn(self, now: datetime) -> Self:
        """Its words go, unless they are still needed to take it down where it stands."""
        over = self.replace(withdrawn_at=self.withdrawn_at or now)
        return over if over.must_be_taken_down else over.replace(words=None, link=None)

    def taken_down(self, now: datetime) -> Self:
        """Raises Refused if it has not been withdrawn."""
        if not self.withdrawn_at:
            raise Refused(f"Story {self.id} has not been withdrawn.")
        return self.replace(taken_down_at=self.taken_down_at or now, words=None, link=None)

    def _check_stands(self) -> None:
        if self.withdrawn_at:
            raise Refused(f"Story {self.id} has been withdrawn; what is to be told is added anew.")


def check_story(words: str | None, link: str | None) -> None:
    """Raises BadInput if this cannot be told."""
    if words and link:
        raise BadInput("A story is words or a link, not both.")
    if link and not link.startswith(("https://", "http://")):
        raise BadInput("The link of a story begins with https://")
