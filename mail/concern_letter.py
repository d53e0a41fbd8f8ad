"""The letter that tells whom the programme names for it that a concern was raised: with a link to it, and
without a word of it or of whose it is."""

from datetime import datetime

from domain.clock import format_full_day
from domain.letter.letter import Letter
from domain.programme.contacts import Contact
from mail.facts import Facts, Recipient
from mail.facts_of import of_occasion, of_programme
from storage.views import CohortView


def addressed(
    letter: Letter,
    cohort: CohortView,
    page: str,
    to: Contact | None = None,
    waits_since: datetime | None = None,
) -> Recipient:
    """`page`: the web address of the concern; `to`: whom the programme names for it, or named when it was
    raised; `waits_since`: when that was, in a reminder of it."""
    programme = cohort.programme
    named = to or programme.concerns or programme.contact
    facts = Facts(
        name=named.name,
        reference=cohort.key,
        page=page,
        page_does="Read the concern",
        waits_since=format_full_day(waits_since, programme.zone) if waits_since else None,
        **of_programme(programme) | of_occasion(letter, programme),
    )
    own = programme.words.get(letter.name)
    return Recipient(person=None, name=named.name, email=named.email, facts=facts, own=own)
