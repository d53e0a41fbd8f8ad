"""A letter's recipient, and the facts its words may use."""

from dataclasses import dataclass

from domain.programme.own_words import OwnWords
from mail.facts import Facts


@dataclass(frozen=True)
class Recipient:
    person: str | None
    """The id of the partner or applicant; None for a line manager and for the coordinator."""
    name: str
    email: str
    facts: Facts
    own: OwnWords | None = None
    """The programme's own words in this letter."""
