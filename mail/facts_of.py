"""From a decision to write to a partner, an applicant or a line manager, and what the store and the programme
know, to the facts the words may use.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from domain.application.due import ApplicationSnapshot
from domain.application.rules import INVITATION, MANAGER
from domain.clock import format_full_date, format_full_day, format_full_hours, zone_in_words
from domain.enums import Correspondent, Role
from domain.letter.letter import Letter, Occasion
from domain.programme.gathering_plan import GatheringPlan, SittingDate, in_blocks, spoken_dates
from domain.programme.programme import Programme
from domain.programme.timetable import rules_of, starts_of
from mail.facts import Facts, Recipient
from mail.purpose_facts import first_question, led_by, of_purpose, of_role, recordings
from storage.views import ApplicationView, CohortView, PairingView


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
    facts = of_programme(programme) | of_role(programme, role, takes_part=True)
    facts |= of_occasion(letter, programme, recipient.timezone)
    facts["first_question"] = first_question(letter, programme)
    facts["sessions_close"] = format_full_day(sessions_close, programme.zone)
    clock = _clock_named(programme, recipient.timezone)
    return Facts(
        name=recipient.name,
        partner=partner.name,
        partner_email=partner.email,
        role=programme.role(role).label,
        partner_role=programme.role(role.partner).label,
        arrangement=pairing.arrangement.value,
        proposed_arrangement=letter.arrangement.value if letter.arrangement else None,
        mentors=role is Role.MENTOR,
        reference=pairing.id,
        commitments=tuple(_commitments(programme, role, letter, clock)),
        **facts,
    )


def of_programme(programme: Programme) -> dict[str, Any]:
    contact, wellbeing, evaluation = programme.contact, programme.wellbeing, programme.evaluation
    applying = programme.applications
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
        "competencies": programme.competencies,
        "stories": programme.stories,
        "minimum": programme.sessions.minimum,
        "minutes": programme.sessions.minutes,
        "sessions_close": format_full_date(programme.sessions.closes),
        "introductions": format_full_date(programme.introductions.on),
        "questionnaire": str(evaluation.questionnaire) if evaluation and evaluation.questionnaire else None,
        "questions": evaluation.questions if evaluation else (),
        "how_to_apply": applying.how if applying else None,
        "form": str(applying.form) if applying and applying.form else None,
        "closes": format_full_date(applying.closes) if applying else None,
        **of_purpose(programme),
    }


def of_occasion(letter: Letter, programme: Programme, reader_zone: str | None = None) -> dict[str, Any]:
    """What is said about the gathering or session the letter is about, and until when to answer, unless
    that day is over. The time comes with the letter: the programme's dates may have been rescheduled
    since. `reader_zone`: a reader in another timezone than the programme's is told whose time it is."""
    clock = _clock_named(programme, reader_zone)
    facts: dict[str, Any] = {"session": letter.session}
    if letter.until and letter.until > letter.at:
        facts["until"] = format_full_day(letter.until, programme.zone)
    if letter.starts and letter.ends:
        facts["when"] = format_full_hours(letter.starts, letter.ends, programme.zone) + clock
    if letter.minutes:
        lasts = timedelta(minutes=letter.minutes)
        spans = (format_full_hours(starts, starts + lasts, programme.zone) for starts in letter.times)
        facts["times"] = tuple(hours + clock for hours in spans)
    if letter.gathering:
        plan = programme.gathering(letter.gathering)
        recording = str(plan.recording) if plan.recording else None
        facts |= {"gathering": plan.title, "gathering_about": plan.about, "recording": recording}
        facts["led_by"] = led_by(plan)
        facts |= _place(plan, letter.sitting)
        to_come = _sittings_to_come(letter, plan, programme)
        spoken = _slots(to_come, clock) if plan.one_to_one else (date.spoken(clock) for date in to_come)
        facts["sittings"] = tuple(spoken)
    facts["also"] = tuple(_spoken(occasion, programme, clock) for occasion in letter.also)
    return facts


def _place(plan: GatheringPlan, key: str | None) -> dict[str, str | None]:
    sitting = plan.sitting(key)
    link = str(sitting.link) if sitting and sitting.link else None
    return {"where": sitting.where if sitting else None, "link": link}


def _clock_named(programme: Programme, reader_zone: str | None) -> str:
    """Ends the hours of an event; nothing where the reader's clock shows them."""
    return "" if reader_zone in (None, programme.timezone) else f", {zone_in_words(programme.zone)}"


def _spoken(occasion: Occasion, programme: Programme, clock: str) -> str:
    when = format_full_hours(occasion.starts, occasion.ends, programme.zone) + clock
    plan = programme.gathering(occasion.gathering)
    place = _place(plan, occasion.sitting)
    where = place["where"] or place["link"]
    return f"{plan.title}: {when}" + (f" ({where})" if where else "")


def _slots(sittings: list[SittingDate], clock: str) -> Iterator[str]:
    """`Wednesday 17 March 2021, 10:00 to 13:00 (Online): 6 times to choose from`."""
    for block, count in in_blocks(sittings):
        choice = f": {count} times to choose from" if count > 1 else ""
        yield f"{block.spoken(clock)}{choice}"


def _sittings_to_come(letter: Letter, plan: GatheringPlan, programme: Programme) -> list[SittingDate]:
    return [sitting for sitting in plan.sittings if starts_of(sitting, programme.zone) > letter.at]


_A_STRANGER = "colleague"
"""How a line manager is addressed, whose name nobody has told."""

FIELD_WORDS = {
    "arrangement": "which arrangement you would like",
    "grade": "your grade",
    "employer": "your employer",
    "department": "your department",
    "site": "your site",
    "profession": "your profession",
    "manager_email": "your line manager's email address",
    "goals": "what you would like to learn or work on",
    "offers": "what you could help with",
    "availability": "when you can meet",
}


def about_application(
    letter: Letter, cohort: CohortView, view: ApplicationView, snapshot: ApplicationSnapshot
) -> Recipient:
    """This letter to the applicant, or to the line manager. The manager learns nothing of the role."""
    programme, application = cohort.programme, view.application
    to_manager = letter.role is Correspondent.MANAGER
    name = _A_STRANGER if to_manager else application.name
    reader_zone = None if to_manager else application.timezone
    known = of_programme(programme) | of_occasion(letter, programme, reader_zone)
    if not to_manager:
        known |= of_role(programme, application.role, takes_part=False)
        known["recordings"] = recordings(programme, application.role, letter.at)
    if letter.at > rules_of(programme).introductions:
        known["introductions"] = None
    facts = Facts(
        name=name,
        applicant=application.name if to_manager else None,
        role=None if to_manager else programme.role(application.role).label,
        reference=view.id,
        missing=tuple(FIELD_WORDS[field] for field in snapshot.missing),
        conditions=tuple(_condition(key, programme) for key in snapshot.outstanding),
        commitments=tuple(
            _dates(programme, letter)
            if to_manager
            else _commitments(programme, application.role, letter, _clock_named(programme, reader_zone))
        ),
        reason=snapshot.reason.value if snapshot.reason else None,
        **known,
    )
    email = application.manager_email if to_manager else application.email
    return Recipient(
        person=None if to_manager else view.person,
        name="" if to_manager else name,
        email=email or "",
        facts=facts,
        own=programme.words.get(letter.name),
    )


def _condition(key: str, programme: Programme) -> str:
    if key == MANAGER:
        return "the support of your line manager"
    if key == INVITATION:
        return "an invitation from us"
    return next(p.text for p in programme.prerequisites if p.key == key)


def _commitments(programme: Programme, role: Role, letter: Letter, clock: str) -> Iterator[str]:
    """What somebody in this role is expected at, once there is a pair."""
    for plan, to_come in _asked_for(programme, letter):
        if role in plan.roles:
            yield f"{plan.title}: {spoken_dates(plan, to_come, clock)}"


def _dates(programme: Programme, letter: Letter) -> Iterator[str]:
    """The same for either role and without a title: a line manager is not to see which it is."""
    return (spoken_dates(plan, to_come) for plan, to_come in _asked_for(programme, letter))


def _asked_for(programme: Programme, letter: Letter) -> Iterator[tuple[GatheringPlan, list[SittingDate]]]:
    for plan in programme.held:
        to_come = _sittings_to_come(letter, plan, programme)
        if plan.required and plan.kind.stage and to_come:
            yield plan, to_come
