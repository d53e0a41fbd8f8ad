"""Readers in every stage in which a page has something to ask."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage, Arrangement, Correspondent, Role, Wave
from domain.letter.questions import QuestionName
from domain.pairing.events import BookSession, LogSession, Pause, ProposeArrangement, ProposeTimes, Withdraw
from domain.programme.rules import Rules
from services import goals, stories
from services.goals import GoalWords
from storage import applications, cohorts, links, queries
from storage.database import Database
from tests.domain.pairing.booking import JULY_20
from tests.factories import programme
from tests.living import Life, accepted, bristol_rules, evaluation, lived, mentoring, utc
from tests.pages.applicants import NOW, applied, form
from tests.pages.visiting import in_store
from tests.services.asking import storing


class Standing(NamedTuple):
    """A reader with a link, at a moment."""

    name: str
    token: str
    now: datetime


def standings(database: Database) -> Iterator[Standing]:
    yield from partners(database)
    yield from _applicants(database)


def _asking_all() -> Rules:
    return bristol_rules().replace(asks=tuple(Wave))


def _introduced() -> Life:
    life = Life()
    life.until(utc(2027, 6, 15))
    return life


def _booked() -> Life:
    """They have a session, and the mentee has proposed times for another, and another arrangement."""
    life = lived(mentoring)
    life.update(BookSession(starts=JULY_20, minutes=60))
    times = (JULY_20 + timedelta(days=7), JULY_20 + timedelta(days=8))
    life.update(ProposeTimes(role=Role.MENTEE, times=times, minutes=60))
    life.update(ProposeArrangement(role=Role.MENTEE, arrangement=Arrangement.REVERSE))
    return life


def _with(event: object) -> Callable[[], Life]:
    def life() -> Life:
        made = lived(mentoring)
        made.update(event)
        return made

    return life


def _asking_elsewhere() -> Rules:
    """The questionnaire of the evaluation is not on our pages."""
    return bristol_rules().replace(asks=tuple(wave for wave in Wave if wave is not Wave.END))


def _half_way(life: Life) -> Life:
    mentoring(life).until(utc(2027, 10, 6, 13))
    return life


def _reviewing(life: Life) -> Life:
    mentoring(life)
    for month in (7, 8, 9):
        life.until(utc(2027, month, 21))
        life.update(LogSession(starts=life.now - timedelta(hours=3), minutes=60))
    life.until(utc(2027, 10, 7, 13))
    return life


_LIVES: dict[str, tuple[Callable[[], Life], timedelta]] = {
    "introduced": (_introduced, timedelta()),
    "accepted": (lambda: lived(accepted, _asking_all), timedelta(days=1)),
    "booked": (_booked, timedelta(days=1)),
    "met": (_booked, JULY_20 + timedelta(hours=3) - lived(mentoring).now),
    "paused": (_with(Pause()), timedelta(days=1)),
    "half-way": (lambda: lived(_half_way, _asking_all), timedelta(hours=1)),
    "reviewing": (lambda: lived(_reviewing), timedelta(hours=1)),
    "evaluation": (lambda: lived(evaluation, _asking_elsewhere), timedelta(hours=1)),
    "end": (lambda: lived(evaluation, _asking_all), timedelta(hours=1)),
    "left": (_with(Withdraw(role=Role.MENTOR)), timedelta(minutes=10)),
}
"""How they came there, and how long after that they look."""


def partners(database: Database) -> Iterator[Standing]:
    for name, (life, later) in _LIVES.items():
        lives = life()
        pairing, now = in_store(database, lives), lives.now + later
        if name == "booked":
            _write(database, pairing, now)
            _offer_all(database, pairing)
        yield Standing(name, as_partner(database, pairing, Role.MENTOR, now), now)


def as_partner(database: Database, pairing: str, role: Role, now: datetime) -> str:
    """The token of a link to this partner's page."""
    with database.begin() as session:
        person = queries.pairing(session, pairing).person(role)
        of = EntityKind.PAIRING.workflow_id(pairing)
        return _link(session, of, role, person.email, person.id, now)


def _offer_all(database: Database, pairing: str) -> None:
    """Their programme has every arrangement."""
    with database.begin() as session:
        cohort = queries.cohort(session, queries.pairing(session, pairing).cohort)
        offers = cohort.programme.replace(arrangements=tuple(Arrangement))
        cohorts.change_programme(session, cohort.key, offers)


def _write(database: Database, pairing: str, now: datetime) -> None:
    """A goal of the reader's, one that the partner shares, and a story that waits for the reader."""
    context = storing(database, now)
    for role in Role:
        words = GoalWords(goal="Speak up", plan="Ask first", is_shared=role is Role.MENTEE)
        goals.write_goal(context, pairing, role, words, None)
    told = stories.StoryText(words="We met in the garden.", names_partner=True)
    stories.tell_own_story(context, pairing, Role.MENTEE, told)


def _applicants(database: Database) -> Iterator[Standing]:
    missing = form(department=None, goals=())
    yield _applicant(database, "incomplete", applied(database, missing))
    for stage in (ApplicationStage.INVITED, ApplicationStage.OFFERED):
        yield _applicant(database, stage.value, applied(database, asked_first=stage))
    yield _applicant(database, "not decided", applied(database, programme=programme("south-west-2022")))
    made = applied(database)
    yield _applicant(database, "checking", made)
    with database.begin() as session:
        email = applications.application(session, made).application.manager_email or ""
        of = EntityKind.APPLICATION.workflow_id(made)
        token = _link(session, of, Correspondent.MANAGER, email, None, NOW)
    yield Standing("line manager", token, NOW)


def _applicant(database: Database, name: str, made: str) -> Standing:
    with database.begin() as session:
        view = applications.application(session, made)
        of = EntityKind.APPLICATION.workflow_id(made)
        told = view.application
        token = _link(session, of, Correspondent.APPLICANT, told.email, view.person, NOW)
    return Standing(name, token, NOW)


def _link(
    session: Session,
    about: str,
    role: Role | Correspondent,
    email: str,
    person: str | None,
    now: datetime,
) -> str:
    home = QuestionName.HOME
    return links.make(
        session, person=person, workflow_id=about, role=role, purpose=home, email=email, now=now
    )
