"""What a programme is for, what it asks and what it gives, in its own words."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from pydantic import Field, HttpUrl

from domain.enums import BOTH, Arrangement, Role
from domain.programme.fields import Key, Text
from domain.value import Value


class Objective(Value):
    """What the programme wants for one group; shown to participants."""

    of: Text
    text: Text
    measured_by: tuple[Key, ...] = ()
    """The keys of the questions whose answers show how far it is met."""


class FaqEntry(Value):
    """What people ask about the programme, and the answer."""

    question: Text
    answer: Text


class Predecessor(Value):
    """The programme that this one follows."""

    key: Key | None = None
    text: Text
    """What came before, in a sentence."""


class AgreementPlan(Value):
    """What the two of a pair agree to before they begin."""

    confidentiality: Text
    ground_rules: tuple[Text, ...] = ()


class Resource(Value):
    """Something to read, watch or hear."""

    title: Text
    url: HttpUrl
    by: Text | None = None
    """Who made it."""
    audience: Literal["everybody", "participants", "members"] = "participants"
    """Who may see it: everybody, also before there is a pair; those who take part; of these, who can log in
    as a member."""
    roles: tuple[Role, ...] = Field(default=BOTH, min_length=1)

    @property
    def is_for_applicants(self) -> bool:
        return self.audience == "everybody"


class Explanations(Value):
    """What the programme says that each arrangement is, in its own words."""

    reverse: Text | None = None
    reciprocal: Text | None = None
    combined: Text | None = None


class Meaning(NamedTuple):
    arrangement: Arrangement
    text: str


_MEANINGS = {
    Arrangement.REVERSE: "the roles stay as they are. The mentor's experience leads, and the mentee, who is "
    "often the more senior of the two, comes to listen and to learn. You meet as equals all the same.",
    Arrangement.RECIPROCAL: "each of you is both mentor and mentee. You take turns: what one of you knows "
    "from life and work the other cannot know, and both go away with something to do.",
    Arrangement.COMBINED: "now the one and now the other. In some conversations the mentor's experience "
    "leads, in others you take turns; the two of you decide when.",
}


def meanings(offered: Sequence[Arrangement], explanations: Explanations) -> tuple[Meaning, ...]:
    """What each arrangement on offer is: as the programme says it, else as Tandem does."""
    return tuple(Meaning(one, getattr(explanations, one) or _MEANINGS[one]) for one in offered)
