"""From a decision to write to a partner, and what the store knows, to the facts the words may use."""

from datetime import datetime

from domain.clock import format_full_day
from domain.enums import Role
from domain.letter.letter import Letter
from mail.facts import Facts
from mail.programme_facts import of_occasion, of_programme
from mail.recipient import Recipient
from storage.views import CohortView, PairingView


def to_partner(
    letter: Letter, cohort: CohortView, pairing: PairingView, sessions_close: datetime
) -> Recipient:
    """This letter to this partner of the pairing."""
    role = Role(letter.role)
    person = pairing.person(role)
    facts = facts_of(letter, cohort, pairing, sessions_close)
    own = cohort.programme.words.get(letter.name)
    return Recipient(person=person.id, name=person.name, email=person.email, facts=facts, own=own)


def facts_of(letter: Letter, cohort: CohortView, pairing: PairingView, sessions_close: datetime) -> Facts:
    """The facts for this letter to this partner of the pairing; `sessions_close` counts its pauses."""
    programme = cohort.programme
    role = Role(letter.role)
    recipient, partner = pairing.person(role), pairing.person(role.partner)
    facts = of_programme(programme) | of_occasion(letter, programme)
    facts["sessions_close"] = format_full_day(sessions_close, programme.zone)
    return Facts(
        name=recipient.name,
        partner=partner.name,
        partner_email=partner.email,
        role=programme.role(role).label,
        partner_role=programme.role(role.partner).label,
        arrangement=pairing.arrangement.value,
        mentors=role is Role.MENTOR,
        reference=pairing.id,
        **facts,
    )
