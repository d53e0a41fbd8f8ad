"""What the programme itself, and the event a letter is about, say in any letter."""

from typing import Any

from domain.clock import format_full_date, format_full_day, format_full_hours
from domain.letter.letter import Letter
from domain.programme.programme import GatheringPlan, Programme, SittingDate
from domain.programme.timetable import rules_of
from mail.facts import Aim, Link


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
        "resources": tuple(Link(title=r.title, url=str(r.url)) for r in programme.resources),
        "objectives": tuple(Aim(of=o.of, text=o.text) for o in programme.objectives),
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
    }


def of_occasion(letter: Letter, programme: Programme) -> dict[str, Any]:
    """What is said about the gathering or session the letter is about, and until when to answer, unless
    that day is over. The time comes with the letter: the programme's dates may have been rescheduled
    since."""
    facts: dict[str, Any] = {"session": letter.session}
    if letter.until and letter.until > letter.at:
        facts["until"] = format_full_day(letter.until, programme.zone)
    if letter.starts and letter.ends:
        facts["when"] = format_full_hours(letter.starts, letter.ends, programme.zone)
    if letter.gathering:
        plan = programme.gathering(letter.gathering)
        recording = str(plan.recording) if plan.recording else None
        facts |= {"gathering": plan.title, "gathering_about": plan.about, "recording": recording}
        facts["where"] = next((s.where for k, s in _keyed(plan) if k == letter.sitting), None)
        facts["sittings"] = _sittings_to_come(letter, plan, programme)
    return facts


def spoken_sitting(sitting: SittingDate) -> str:
    """`Thursday 9 June 2022, 11:00 to 12:00 (Online)`."""
    hours = f", {sitting.hours.replace('-', ' to ')}" if sitting.hours else ""
    where = f" ({sitting.where})" if sitting.where else ""
    return f"{format_full_date(sitting.on)}{hours}{where}"


def _keyed(plan: GatheringPlan) -> list[tuple[str, SittingDate]]:
    return list(zip(plan.sitting_keys, plan.sittings, strict=True))


def _sittings_to_come(letter: Letter, plan: GatheringPlan, programme: Programme) -> tuple[str, ...]:
    moments = {s.key: s.starts for s in rules_of(programme).gathering(plan.key).sittings}
    return tuple(spoken_sitting(s) for key, s in _keyed(plan) if moments[key] > letter.at)
