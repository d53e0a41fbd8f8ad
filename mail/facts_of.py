"""From a decision to write, and what the store knows, to the facts the letter's words may use."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from domain.letters import Letter
from domain.programme import Programme
from domain.words import Role
from mail.facts import Facts, Link
from mail.spoken import spoken_day, spoken_hours
from storage.views import Cohort, PairingView


def facts_of(letter: Letter, cohort: Cohort, pairing: PairingView, sessions_close: datetime) -> Facts:
    """The facts for this letter to this partner of the pairing; `sessions_close` counts its pauses."""
    programme = cohort.programme
    zone = ZoneInfo(programme.timezone)
    recipient, partner = pairing.person(letter.role), pairing.person(letter.role.partner)
    return Facts(
        name=recipient.name,
        partner=partner.name,
        partner_email=partner.email,
        role=programme.role(letter.role).label,
        partner_role=programme.role(letter.role.partner).label,
        arrangement=pairing.arrangement.value,
        mentors=letter.role is Role.MENTOR,
        reference=pairing.id,
        sessions_close=spoken_day(sessions_close, zone),
        until=spoken_day(letter.until, zone) if letter.until else None,
        **_of_programme(programme),
        **_of_occasion(letter, programme, zone),
    )


def _of_programme(programme: Programme) -> dict[str, Any]:
    contact, wellbeing, evaluation = programme.contact, programme.wellbeing, programme.evaluation
    return {
        "programme": programme.title,
        "organisation": programme.organisation,
        "summary": programme.summary,
        "contact_name": contact.name,
        "contact_email": contact.email,
        "contact_telephone": contact.telephone,
        "wellbeing_text": wellbeing.text if wellbeing else None,
        "wellbeing_url": str(wellbeing.url) if wellbeing and wellbeing.url else None,
        "wellbeing_email": wellbeing.email if wellbeing else None,
        "wellbeing_telephone": wellbeing.telephone if wellbeing else None,
        "resources": tuple(Link(title=r.title, url=str(r.url)) for r in programme.resources),
        "minimum": programme.sessions.minimum,
        "minutes": programme.sessions.minutes,
        "questionnaire": str(evaluation.questionnaire) if evaluation and evaluation.questionnaire else None,
    }


def _of_occasion(letter: Letter, programme: Programme, zone: ZoneInfo) -> dict[str, Any]:
    """What is said about the gathering or session the letter is about. The time comes with the
    letter: the programme's dates may have been rescheduled since."""
    facts: dict[str, Any] = {"session": letter.session}
    if letter.starts and letter.ends:
        facts["when"] = spoken_hours(letter.starts, letter.ends, zone)
    if letter.gathering:
        plan = programme.gathering(letter.gathering)
        facts |= {"gathering": plan.title, "gathering_about": plan.about}
        if letter.sitting and letter.sitting.isdigit():
            facts["where"] = plan.sittings[int(letter.sitting) - 1].where
    return facts
