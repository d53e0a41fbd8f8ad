"""The facts a letter may use: plain strings and nothing else.

Templates see exactly these names, whatever the letter; what does not apply is None. A name that is
not here is refused when the template is loaded, and what people typed is never interpreted.
"""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Link:
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Facts:
    name: str
    """The recipient's name."""
    partner: str
    partner_email: str
    role: str
    """What the programme calls the recipient's role."""
    partner_role: str
    arrangement: str
    """`reciprocal` or `reverse`."""
    mentors: bool
    """Whether the recipient is the mentor, which matters in a reverse pairing only."""
    programme: str
    organisation: str
    summary: str
    reference: str
    """The pairing's id, for questions to the coordinator."""
    contact_name: str
    contact_email: str
    contact_telephone: str | None
    wellbeing_text: str | None
    wellbeing_url: str | None
    wellbeing_email: str | None
    wellbeing_telephone: str | None
    resources: tuple[Link, ...]
    minimum: int
    minutes: int
    sessions_close: str
    """The last day for sessions, as `Thursday 6 January 2028`."""
    questionnaire: str | None
    gathering: str | None = None
    """The title of the gathering the letter is about."""
    gathering_about: str | None = None
    session: int | None = None
    when: str | None = None
    """Day and hours of the gathering or session, as `Wednesday 30 June 2027, 09:30 to 11:30`."""
    where: str | None = None
    until: str | None = None
    """The day to act by, as `Friday 2 July 2027`."""


NAMES = frozenset(field.name for field in fields(Facts))
