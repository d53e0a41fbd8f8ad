"""From a decision to write to a partner, and what the store knows, to the facts the words may use."""

from datetime import datetime

from domain.letters import Letter
from domain.words import Role
from mail.addressed import Addressed
from mail.facts import Facts
from mail.programme_facts import of_occasion, of_programme
from mail.spoken import spoken_day
from storage.views import Cohort, PairingView


def to_partner(letter: Letter, cohort: Cohort, pairing: PairingView, sessions_close: datetime) -> Addressed:
    """This letter to this partner of the pairing."""
    role = Role(letter.role)
    person = pairing.person(role)
    facts = facts_of(letter, cohort, pairing, sessions_close)
    own = cohort.programme.words.get(letter.name)
    return Addressed(person=person.id, name=person.name, email=person.email, facts=facts, own=own)


def facts_of(letter: Letter, cohort: Cohort, pairing: PairingView, sessions_close: datetime) -> Facts:
    """The facts for this letter to this partner of the pairing; `sessions_close` counts its pauses."""
    programme = cohort.programme
    role = Role(letter.role)
    recipient, partner = pairing.person(role), pairing.person(role.partner)
    facts = of_programme(programme) | of_occasion(letter, programme)
    facts["sessions_close"] = spoken_day(sessions_close, programme.zone)
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
