"""The letters of applications and cohorts as the domain writes them: taken from lives, never made up."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from domain.application import events
from domain.application.application import Application, begin
from domain.application.completeness import beginning, missing
from domain.application.due import ApplicationEntry, ApplicationSnapshot, due
from domain.application.form import ApplicationForm
from domain.application.machine import APPLICATION
from domain.application.rules import INVITATION
from domain.cohort import due as cohort_due
from domain.cohort.cohort import Cohort as CohortValue
from domain.cohort.cohort import CohortStart
from domain.cohort.due import CohortEntry
from domain.cohort.events import Approve, Begun, Done, Drafted, OpenCounted
from domain.cohort.machine import COHORT
from domain.entity.entity import Entry
from domain.enums import BOTH, ApplicationStage, Correspondent, GatheringKind, Role
from domain.letter.letter import Letter, LetterName
from domain.pairing.events import Reschedule
from domain.programme.applications_plan import ApplicationsPlan
from domain.programme.gathering_plan import GatheringPlan, SittingDate
from domain.programme.programme import Programme
from domain.programme.rules import Gathering
from domain.programme.timetable import calendar_of, end_of, rules_of
from mail import concern_letter, digest, form_letter
from mail.cohort_facts import to_coordinator
from mail.facts import Recipient, Section, TodoItem
from mail.facts_of import about_application
from storage.views import ApplicationView, CohortView, PersonView
from tests.applying import Following
from tests.applying import programme as moved
from tests.living import bristol, utc

FIVE = ("bristol-2021", "bucks", "city-2021", "exco-2020", "south-west-2022")
MANAGER_EMAIL = "boss@uni.example"
APPLIED = {"in_order": 12, "incomplete": 1, "withdrawn": 0}
PAIRED = {"mentoring": 1, "completed": 5}

RAISED = "https://pages.example/to/a-token/raised"
FORM = "https://pages.example/to/a-token/form"
Admitted = Following[Application, ApplicationEntry]
Run = Following[CohortValue, CohortEntry]


@dataclass(frozen=True)
class Written:
    """A letter, and how things stood when it was written."""

    letter: Letter
    entry: Entry

    @property
    def snapshot(self) -> ApplicationSnapshot:
        assert isinstance(self.entry, ApplicationEntry)
        return self.entry.snapshot


@cache
def programme(key: str) -> Programme:
    """One of the five, or `bristol`: that of `tests.living`."""
    return bristol() if key == "bristol" else moved(key)


@cache
def demanding(key: str) -> Programme:
    """The programme, where everything that can be asked before a pairing is asked of everybody."""
    found = programme(key)
    week = timedelta(days=7)
    applying = found.applications or ApplicationsPlan(closes=found.introductions.on - week)
    if not any(plan.kind.stage is None and plan.roles == BOTH for plan in found.gatherings):
        dates = (SittingDate(date=applying.closes - days, hours="12:00-13:00") for days in (2 * week, week))
        before = GatheringPlan(
            key="before", kind=GatheringKind.AWARENESS, title="Come and see", sittings=tuple(dates)
        )
        found = found.replace(gatherings=(before, *found.gatherings))
    roles = found.roles.replace(
        mentor=found.roles.mentor.replace(manager_support=True),
        mentee=found.roles.mentee.replace(manager_support=True),
    )
    return found.replace(applications=applying, roles=roles)


def person_of(role: Role) -> PersonView:
    name, key = ("Ann Adeyemi", "1") if role is Role.MENTOR else ("Tom Thwaite", "2")
    return PersonView(id=key, name=name, email=f"{name[:3].lower()}@uni.example")


def application(role: Role = Role.MENTOR, complete: bool = True) -> ApplicationForm:
    """What somebody has told: everything, or name and address alone."""
    person = person_of(role)
    bare = ApplicationForm(name=person.name, email=person.email, role=role)
    texts = {"department": "Physics", "employer": "The Trust", "manager_email": MANAGER_EMAIL}
    return bare.replace(**texts, goals=("listening",), grade="Grade 9") if complete else bare


def view(role: Role = Role.MENTOR, person: PersonView | None = None) -> ApplicationView:
    """This partner's application as the store knows it."""
    somebody = person or person_of(role)
    told = application(role).replace(name=somebody.name, email=somebody.email)
    return ApplicationView(
        id="spring-a01",
        cohort="spring",
        person=somebody.id,
        application=told,
        received_at=utc(2027, 5, 1),
        revision=1,
        stage=ApplicationStage.CHECKING,
        since=utc(2027, 5, 1),
        reason=None,
        waits_for=None,
        until=None,
        concerns=(),
        missing=(),
        outstanding=(),
        came_to=(),
        signed_up=(),
    )


def cohort_of(programme: Programme) -> CohortView:
    opened = utc(2027, 6, 1)
    return CohortView(key="spring", programme=programme, is_demo=False, opened_at=opened, since=opened)


@cache
def written(key: str, role: Role) -> dict[LetterName, Written]:
    """A letter of every name that an application in this role, or its cohort, can call for."""
    found: list[Entry] = [entry for entity in _applications(demanding(key), role) for entry in entity.entries]
    found += cohort_life(demanding(key)).entries
    found_ones = {
        x.name: Written(x, entry) for entry in found for x in entry.letters if x.name not in _OF_A_PLACE
    }
    on_their_own = (_THIS_MORNING, _FORM_ASKED_FOR, _CONCERN)
    return found_ones | {letter.name: Written(letter, found[-1]) for letter in on_their_own}


_THIS_MORNING = Letter(
    name=LetterName.DIGEST,
    role=Correspondent.COORDINATOR,
    key="digest:20270705",
    at=utc(2027, 7, 5, 6, 30),
)
"""No life calls for it: it tells of all of them."""
_FORM_ASKED_FOR = Letter(
    name=LetterName.APPLICATION_FORM,
    role=Correspondent.APPLICANT,
    key="application_form:1",
    at=utc(2027, 5, 1, 9),
)
"""Nor for this: there is no application yet."""
_CONCERN = Letter(
    name=LetterName.CONCERN_RAISED,
    role=Correspondent.CONCERNS,
    key="concern_raised:1",
    at=utc(2027, 7, 1, 9),
    until=utc(2027, 7, 8, 9),
)
"""Nor for this: whose it is is written nowhere but in the store."""
MATTERS = (
    Section("To decide", (TodoItem("The matches wait for you.", "tandem match show spring"),)),
    Section("Pairs", (TodoItem("Ann and Tom (spring-01): no session.", "tandem pairing show spring-01"),)),
)


_OF_A_PLACE = (
    LetterName.GATHERING_INVITATION,
    LetterName.GATHERING_REMINDER,
    LetterName.GATHERING_MOVED,
    LetterName.GATHERING_CANCELLED,
)
"""Partners get them, too."""


@cache
def about_a_place(key: str, role: Role) -> dict[LetterName, Written]:
    """The letters about a place at a gathering before the pairing."""
    entity = signed_up(demanding(key), role)
    return {
        x.name: Written(x, entry) for entry in entity.entries for x in entry.letters if x.name in _OF_A_PLACE
    }


def addressed(
    found: Written, cohort: CohortView, role: Role = Role.MENTOR, person: PersonView | None = None
) -> Recipient:
    """Whom this letter goes to and what it may say, as the activities make it."""
    if found.letter.name is LetterName.DIGEST:
        return digest.addressed(cohort, MATTERS, "tandem today")
    if found.letter.name is LetterName.APPLICATION_FORM:
        somebody = person or person_of(role)
        return form_letter.addressed(cohort, role, somebody.email, FORM)
    if found.letter.name is LetterName.CONCERN_RAISED:
        return concern_letter.addressed(found.letter, cohort, RAISED)
    if found.letter.role is Correspondent.COORDINATOR:
        return to_coordinator(found.letter, cohort, APPLIED, PAIRED)
    return about_application(found.letter, cohort, view(role, person), found.snapshot)


def living(
    programme: Programme,
    role: Role,
    now: datetime,
    stage: ApplicationStage = ApplicationStage.INCOMPLETE,
    complete: bool = True,
) -> Admitted:
    """Somebody's application from its beginning; the form is there unless they are asked first."""
    received = now if stage is ApplicationStage.INCOMPLETE else None
    start = beginning("spring-a01", "spring", application(role, complete), programme, received, stage)
    return Following(begin(start, now), now, APPLICATION.apply, due)


def closing(programme: Programme) -> datetime:
    """The last moment for applications."""
    assert programme.applications
    return end_of(programme.applications.closes, programme.zone)


def _long_before(programme: Programme) -> datetime:
    return closing(programme) - timedelta(days=60)


def _applications(programme: Programme, role: Role) -> Iterator[Admitted]:
    for event in (events.Decline(), events.WithdrawApplication()):
        entity = living(programme, role, _long_before(programme))
        entity.update(event)
        entity.update(events.Reopen())
        yield entity
    for stage in (ApplicationStage.INVITED, ApplicationStage.OFFERED):
        yield _never_answers(programme, role, stage)
    yield through_everything(programme, role)


def _never_answers(programme: Programme, role: Role, stage: ApplicationStage) -> Admitted:
    entity = living(programme, role, _long_before(programme), stage)
    entity.until(closing(programme))
    return entity


def through_everything(programme: Programme, role: Role) -> Admitted:
    """Incomplete, chased, complete; the manager is asked, chased and answers late; on the reserve list,
    and carried over."""
    entity = living(programme, role, _long_before(programme), complete=False)
    entity.until(entity.now + timedelta(days=8))
    entity.update(events.Arrive(received=entity.now, missing=missing(application(role), programme)))
    entity.until(closing(programme) - timedelta(hours=1))
    fulfil(entity)
    entity.until(closing(programme) + timedelta(days=5))
    entity.update(events.Unmatched())
    entity.until(entity.now + timedelta(days=30))
    entity.update(events.Close())
    return entity


def fulfil(entity: Admitted) -> None:
    """Whatever must still happen before the application is in order, happens."""
    for condition in entity.entity.outstanding:
        told = events.Invite() if condition == INVITATION else events.Confirm(condition=condition)
        entity.update(told)


def before_the_pairing(entity: Admitted) -> Gathering:
    """A gathering that comes before the pairing."""
    return entity.entity.rules.gatherings[0]


def signed_up(programme: Programme, role: Role) -> Admitted:
    """Somebody signs up for the last date of a gathering, is reminded, it moves, and they sign off."""
    entity = living(programme, role, _long_before(programme))
    gathering = before_the_pairing(entity)
    last = gathering.sittings[-1]
    entity.update(events.SignUp(gathering=gathering.key, sitting=last.key))
    entity.until(last.starts - timedelta(hours=4))
    moved = {"starts": last.starts + timedelta(days=3), "ends": last.ends + timedelta(days=3)}
    entity.update(Reschedule(gathering=gathering.key, sitting=last.key, **moved))
    entity.update(events.SignUp(gathering=gathering.key, sitting=None))
    return entity


def cohort_life(programme: Programme) -> Run:
    """A cohort from its opening to its report."""
    now, calendar = _long_before(programme), calendar_of(programme)
    start = CohortStart(cohort="spring", rules=rules_of(programme), calendar=calendar)
    entity: Run = Following(cohort_due.begin(start, now), now, COHORT.apply, cohort_due.due)
    entity.until(closing(programme) + timedelta(hours=1))
    entity.update(Drafted(made=True), Done())
    entity.update(Approve())
    entity.update(Begun(number=2, pairings=2, more=False), Done())
    entity.update(Done())
    entity.until(calendar.ends + timedelta(days=1))
    entity.update(OpenCounted(open=0), Done())
    return entity
