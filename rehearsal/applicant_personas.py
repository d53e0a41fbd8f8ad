"""What simulated applicants do, from their first interest until the matches are made."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import NamedTuple

from domain.application import events
from domain.application.application import ApplicationStart
from domain.application.completeness import beginning
from domain.application.form import ApplicationForm
from domain.application.rules import MANAGER, ApplicationRules
from domain.clock import mornings_after
from domain.enums import ApplicationStage
from domain.programme.programme import Programme
from domain.programme.rules import Gathering, Sitting
from rehearsal.pair_personas import TimedEvent


class ApplicantPersona(StrEnum):
    """How a simulated applicant fares."""

    PLAIN = "applies, and all is in order"
    FORGETS = "leaves something out, and adds it when reminded"
    SLOW_MANAGER = "has a line manager who answers when reminded"
    LATE = "applies after the closing date"
    CHANGES_MIND = "withdraws before the matches are made"
    UNINVITED = "applies without having been invited, where one enters by invitation"
    AS_WRITTEN = "applies with what a real form says, and adds what is missing when reminded"
    UNPREPARED = "does not do what is asked of applicants beforehand"


MENTORS = (
    *(ApplicantPersona.PLAIN,) * 9,
    ApplicantPersona.FORGETS,
    ApplicantPersona.SLOW_MANAGER,
    ApplicantPersona.PLAIN,
    ApplicantPersona.LATE,
    ApplicantPersona.CHANGES_MIND,
)
MENTEES = (
    *(ApplicantPersona.PLAIN,) * 11,
    ApplicantPersona.FORGETS,
    ApplicantPersona.LATE,
    ApplicantPersona.UNINVITED,
    ApplicantPersona.UNPREPARED,
)
"""The demo's applicants: twelve become pairs where the programme asks nothing special of anybody."""

_WEEKS_BEFORE = timedelta(weeks=4)
_HOUR = timedelta(hours=1)


class Applicant(NamedTuple):
    application: ApplicationForm
    start: ApplicationStart
    happenings: list[TimedEvent]


def applies(
    application_id: str,
    cohort: str,
    application: ApplicationForm,
    programme: Programme,
    interest: ApplicantPersona,
) -> Applicant:
    """This person's way; the same for the same id."""
    random = Random(application_id)  # noqa: S311
    start = beginning(application_id, cohort, application, programme, None)
    rules = start.rules
    received = _received(rules, interest, random)
    forgotten = _left_out(programme, interest, start.missing)
    start = start.replace(received=received, missing=forgotten)
    happenings = list(_conditions(rules, interest, received, random))
    if rules.invited_only and interest is not ApplicantPersona.UNINVITED:
        start = start.replace(
            stage=ApplicationStage.INVITED, received=None, asked=_opens(rules), invited=True, missing=()
        )
        arrived = events.Arrive(received=received, missing=forgotten)
        happenings.append(TimedEvent(received, arrived))
    if forgotten:
        reminded = mornings_after(received, rules.patience.application_chasers[0], rules.zone)
        happenings.append(TimedEvent(reminded + 3 * _HOUR, events.Arrive(received=received)))
    happenings.sort(key=lambda happening: happening.at)
    if interest is ApplicantPersona.CHANGES_MIND:
        happenings = [TimedEvent(received + timedelta(days=2), events.WithdrawApplication())]
    return Applicant(application, start, [] if interest is ApplicantPersona.LATE else happenings)


def _left_out(programme: Programme, interest: ApplicantPersona, missing: tuple[str, ...]) -> tuple[str, ...]:
    """What the form does not say, though the programme needs it."""
    if interest is ApplicantPersona.AS_WRITTEN:
        return missing
    needs = programme.applications.needs if programme.applications else ()
    return ("goals",) if interest is ApplicantPersona.FORGETS and "goals" in needs else ()


def _opens(rules: ApplicationRules) -> datetime:
    """A while before the closing date, and before the first date that applicants may come to."""
    dates = [gathering.sittings[0].starts - timedelta(days=12) for gathering in rules.gatherings]
    return mornings_after(min([(rules.closes or rules.introductions) - _WEEKS_BEFORE, *dates]), 0, rules.zone)


def _received(rules: ApplicationRules, interest: ApplicantPersona, random: Random) -> datetime:
    if interest is ApplicantPersona.LATE and rules.closes:
        return mornings_after(rules.closes, 3, rules.zone)
    return _opens(rules) + timedelta(days=random.randint(1, 6), hours=random.randint(0, 8))


def _conditions(
    rules: ApplicationRules, interest: ApplicantPersona, received: datetime, random: Random
) -> Iterator[TimedEvent]:
    if rules.manager_support:
        days = 6 if interest is ApplicantPersona.SLOW_MANAGER else random.randint(1, 4)
        yield TimedEvent(received + timedelta(days=days, hours=2), events.Confirm(condition=MANAGER))
    if interest is ApplicantPersona.UNPREPARED:
        return
    asked = {p.gathering: p for p in rules.prerequisites if p.gathering}
    for gathering in rules.gatherings:
        if gathering.key in asked or random.random() < 0.5:
            yield from _comes(gathering, rules, received, random)
    for prerequisite in rules.prerequisites:
        if not prerequisite.gathering:
            yield TimedEvent(received + timedelta(days=3), events.Confirm(condition=prerequisite.key))


def _comes(
    gathering: Gathering, rules: ApplicationRules, received: datetime, random: Random
) -> Iterator[TimedEvent]:
    """Signs up for a date, and comes."""
    by = rules.closes or rules.introductions
    open_to = [s for s in gathering.sittings if received + timedelta(days=2) < s.starts < by]
    if open_to:
        sitting: Sitting = random.choice(open_to)
        signed = received + timedelta(days=1)
        yield TimedEvent(signed, events.SignUp(gathering=gathering.key, sitting=sitting.key))
        yield TimedEvent(sitting.ends + _HOUR, events.Come(gathering=gathering.key))
