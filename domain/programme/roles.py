"""Who may take part, in which role, and what must come first."""

from datetime import date
from typing import Literal

from domain.programme.fields import Key, Text, YesOrNo
from domain.value import Value


class Prerequisite(Value):
    """What must be recorded before an application is in order, such as a workshop attended."""

    key: Key
    text: Text
    """What it is, as it continues "What still has to happen: ..."."""
    gathering: Key | None = None
    """Whoever has attended this gathering has met it."""


class RoleText(Value):
    """How a programme calls one of the two roles, and who takes it."""

    label: Text
    who: Text
    enters_by: Literal["application", "volunteering", "invitation"] = "application"
    invitation_until: date | None = None
    """The last day on which only those who are invited may enter; None: it never opens to others."""
    manager_support: YesOrNo = False
    """Whether the line manager must support the application."""
    prerequisites: tuple[Key, ...] = ()
    """The keys of the programme's prerequisites that this role asks for."""
    preferred: tuple[Key, ...] = ()
    """Of those that help and are not asked for: nobody waits for them."""
    minimum_grade: Text | None = None
    """The lowest of the programme's grades that may enter in this role."""
    benefits: tuple[Text, ...] = ()
    """What somebody in this role may take from it."""


class Roles(Value):
    mentor: RoleText
    mentee: RoleText
