"""A sample of every letter: to nobody real, with the programme's own dates, so that it can be read
before it is sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from domain.application.due import ApplicationSnapshot
from domain.application.form import ApplicationForm
from domain.clock import format_full_day
from domain.enums import (
    CONCERN_SENTENCES,
    ApplicationEndReason,
    ApplicationStage,
    CohortStage,
    Concern,
    Correspondent,
    Role,
    Stage,
)
from domain.letter.kinds import LETTERS
from domain.letter.letter import Letter, LetterName
from domain.programme.gathering_plan import GatheringPlan
from domain.programme.programme import Programme
from domain.programme.rules import Gathering
from domain.programme.timetable import rules_of
from domain.suggestion import suggest
from mail import concern_letter, digest, form_letter
from mail.cohort_facts import to_coordinator
from mail.facts import Recipient, Section, TodoItem
from mail.facts_of import about_application, to_partner
from mail.sample_states import applying, asks_until
from mail.templates import words_of
from storage.views import ApplicationView, CohortView, PairingView, PersonView

_MENTOR = PersonView(id="sample-1", name="Ann Adeyemi", email="ann.adeyemi@sample.example")
_MENTEE = PersonView(id="sample-2", name="Tom Thwaite", email="tom.thwaite@sample.example")
_AN_HOUR, _A_WEEK, _TWO_WEEKS = timedelta(hours=1), timedelta(weeks=1), timedelta(weeks=2)
_UNFINISHED = (
    LetterName.APPLICATION_RECEIVED,
    LetterName.APPLICATION_INCOMPLETE,
    LetterName.CLOSING_REMINDER,
    LetterName.APPLICATION_REOPENED,
)


def sample(
    name: LetterName,
    programme: Programme,
    role: Role = Role.MENTEE,
    spelled: Callable[[str], str] = str,
) -> tuple[Letter, Recipient]:
    """This letter as the programme would send it, to somebody in this role who does not exist."""
    letter = _letter(name, programme, role)
    cohort = CohortView(
        key=programme.key,
        programme=programme,
        is_demo=True,
        opened_at=letter.at,
        since=letter.at,
        stage=CohortStage.RUNNING,
    )
    if name is LetterName.DIGEST:
        return letter, digest.addressed(cohort, _a_morning(cohort.key, spelled), spelled(str(digest.TODAY)))
    if name is LetterName.APPLICATION_FORM:
        return letter, form_letter.addressed(cohort, role, _MENTEE.email, "https://pages.example/to/.../form")
    if name is LetterName.CONCERN_RAISED:
        named = letter.replace(until=letter.at + _A_WEEK)
        return named, concern_letter.addressed(named, cohort, "https://pages.example/to/.../raised")
    if letter.role is Correspondent.COORDINATOR:
        applied, paired = {"in_order": 12, "incomplete": 1}, {"mentoring": 6}
        return letter, to_coordinator(letter, cohort, applied, paired, spelled)
    if isinstance(letter.role, Correspondent):
        return letter, about_application(
            letter, cohort, _applicant(cohort, role), _standing(name, programme, role, letter.at)
        )
    closes = rules_of(programme).sessions.closes
    to = to_partner(letter, cohort, _pairing(programme), closes)
    if name is LetterName.CORRECTION:
        to = replace(to, facts=replace(to.facts, wrong_letters=_gone_by_mistake(programme)))
    return letter, to


def _gone_by_mistake(programme: Programme) -> tuple[str, ...]:
    letter, to = sample(LetterName.PARTNER_LEFT, programme)
    subject = words_of(letter.name, to.facts, to.own).subject
    return (f"\u201c{subject}\u201d, of {format_full_day(letter.at, programme.zone)}",)


def _a_morning(cohort: str, spelled: Callable[[str], str]) -> tuple[Section, ...]:
    quiet = f"{_MENTOR.name} and {_MENTEE.name} ({cohort}-07): {CONCERN_SENTENCES[Concern.GONE_QUIET]}."
    look, show = suggest("match show", cohort), suggest("pairing show", f"{cohort}-07")
    return (
        Section("To decide", (TodoItem("The matches wait for you.", spelled(str(look))),)),
        Section("Pairs", (TodoItem(quiet, spelled(str(show))),)),
    )


def _letter(name: LetterName, programme: Programme, role: Role) -> Letter:
    rules, reader = rules_of(programme), LETTERS[name].to(role)
    before = isinstance(reader, Correspondent)
    at = rules.introductions - _TWO_WEEKS if before else rules.introductions
    until = asks_until(name, programme, role, at)
    letter = Letter(name=name, role=reader, key="sample", at=at, until=until)
    if name.value.startswith(("gathering_", "invitation_")) or name is LetterName.BOTH_ACCEPTED:
        return _about_gathering(letter, programme)
    if name is LetterName.ARRANGEMENT_PROPOSED:
        return letter.replace(arrangement=programme.arrangements[-1])
    if name is LetterName.TIMES_PROPOSED:
        first = rules.sessions.opens + _A_WEEK
        return letter.replace(
            times=tuple(first + timedelta(days=days) for days in (0, 1, 6)),
            minutes=programme.sessions.minutes,
        )
    if name.value.startswith("session_"):
        starts = rules.sessions.opens + _A_WEEK
        return letter.replace(session=1, starts=starts, ends=starts + _AN_HOUR)
    return letter


def _about_gathering(letter: Letter, programme: Programme) -> Letter:
    """About the first gathering that there is for its reader, or else the first of all; a programme
    without gatherings never sends it."""
    before = letter.role is Correspondent.APPLICANT
    plans = sorted(programme.held, key=lambda plan: (plan.kind.stage is None) is not before)
    if not plans:
        return letter
    gathering = _with_hours(plans[0], programme)
    sitting = gathering.sittings[0]
    return letter.replace(
        at=min(letter.at, sitting.starts - _A_WEEK),
        gathering=gathering.key,
        sitting=sitting.key,
        starts=sitting.starts,
        ends=sitting.ends,
    )


def _with_hours(plan: GatheringPlan, programme: Programme) -> Gathering:
    return rules_of(programme).gathering(plan.key)


def _applicant(cohort: CohortView, role: Role) -> ApplicationView:
    person = _MENTEE if role is Role.MENTEE else _MENTOR
    application = ApplicationForm(
        name=person.name,
        email=person.email,
        role=role,
        manager_email="line.manager@sample.example",
    )
    return ApplicationView(
        id=f"{cohort.key}-a07",
        cohort=cohort.key,
        person=person.id,
        application=application,
        received_at=cohort.opened_at,
        revision=1,
        stage=ApplicationStage.CHECKING,
        since=cohort.opened_at,
        reason=None,
        waits_for=None,
        until=None,
        concerns=(),
        missing=(),
        outstanding=(),
        came_to=(),
        signed_up=(),
    )


def _standing(name: LetterName, programme: Programme, role: Role, at: datetime) -> ApplicationSnapshot:
    stage = ApplicationStage.INCOMPLETE if name in _UNFINISHED else ApplicationStage.IN_ORDER
    application = applying(programme, role, at, stage)
    return ApplicationSnapshot(
        stage=stage,
        since=at,
        waits_for=None,
        until=None,
        concerns=(),
        reason=ApplicationEndReason.NO_PARTNER if name is LetterName.CARRIED_OVER else None,
        missing=application.missing,
        outstanding=application.outstanding if name in _UNFINISHED else (),
        came_to=(),
        signed_up=(),
    )


def _pairing(programme: Programme) -> PairingView:
    return PairingView(
        id=f"{programme.key}-07",
        cohort=programme.key,
        mentor=_MENTOR,
        mentee=_MENTEE,
        arrangement=programme.arrangements[0],
        revision=1,
        stage=Stage.MENTORING,
        since=rules_of(programme).introductions,
        reason=None,
        paused=False,
        sessions=0,
        minimum=programme.sessions.minimum,
        waits_for=None,
        until=None,
        concerns=(),
    )
