"""A programme as its file describes it: in local dates and times, with its words and contacts.

`docs/programme-file.md` is the reference for coordinators. `timetable` beside it turns a programme
into the rules that travel with each pairing.
"""

import re
from datetime import date, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    EmailStr,
    Field,
    HttpUrl,
    ValidationInfo,
    field_validator,
    model_validator,
)

from domain.application.form import ApplicationField
from domain.characters import unseen
from domain.clock import hours_of
from domain.disclosure.profile import DisclosurePlan
from domain.enums import BOTH, Arrangement, GatheringKind, Role
from domain.errors import BadInput
from domain.letter.letter import LetterName
from domain.programme.matching_plan import MatchingPlan
from domain.programme.own_words import OwnWords
from domain.programme.rules import Patience
from domain.value import Value
from domain.wording import shortened


def _key(value: str) -> str:
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", value):
        raise ValueError("use lower-case letters, digits and hyphens, such as 'bristol-2021'")
    return value


LONGEST_KEY = 60


def check_key(key: str) -> None:
    """Raises BadInput if this cannot be the key of a programme or a cohort: it becomes part of ids
    that are seen outside the store, so that nothing else may be in it."""
    if len(key) > LONGEST_KEY:
        raise BadInput(f"{shortened(key)!r} has {len(key):,} characters; a key has at most {LONGEST_KEY}.")
    try:
        _key(key)
    except ValueError as problem:
        raise BadInput(f"{key!r} cannot be a key: {problem}.") from None


def _hours(value: str) -> str:
    hours_of(value)
    return value


def _seen(value: str) -> str:
    if found := unseen(value):
        raise ValueError(f"holds {found}; type it anew")
    return value


Key = Annotated[str, AfterValidator(_key), Field(max_length=LONGEST_KEY)]
Text = Annotated[str, Field(min_length=1, max_length=2000), AfterValidator(_seen)]
YesOrNo = Annotated[bool, Field(strict=True)]
Need = Literal[
    "arrangement",
    "grade",
    "employer",
    "department",
    "site",
    "profession",
    "manager_email",
    "goals",
    "offers",
    "availability",
]
"""A field of `domain.application.form.Application` that a programme may insist on."""


def _deliverable(address: str) -> str:
    if not address.isascii():
        raise ValueError("mail servers do not take these letters in an address; use a-z")
    return address


Address = Annotated[EmailStr, AfterValidator(_deliverable)]


class Contact(Value):
    """Whom participants write to; every letter carries it and replies go there."""

    name: Text
    email: Address
    telephone: Text | None = None


class Wellbeing(Value):
    """Who helps when a topic brings back something hard; in every letter where it may be needed."""

    text: Text
    email: EmailStr | None = None
    telephone: Text | None = None
    url: HttpUrl | None = None


class Resource(Value):
    title: Text
    url: HttpUrl


class Prerequisite(Value):
    """What must be recorded before an application is in order, such as a workshop attended."""

    key: Key
    text: Text
    """What it is, as it continues "What still has to happen: ..."."""
    gathering: Key | None = None
    """Whoever has attended this gathering has met it."""


class RoleText(Value):
    """How a programme calls one of the two roles, and who takes it."""

    label: Text
    who: Text
    enters_by: Literal["application", "volunteering", "invitation"] = "application"
    invitation_until: date | None = None
    """The last day on which only those who are invited may enter; None: it never opens to others."""
    manager_support: YesOrNo = False
    """Whether the line manager must support the application."""
    prerequisites: tuple[Key, ...] = ()
    """The keys of the programme's prerequisites that this role asks for."""
    minimum_grade: Text | None = None
    """The lowest of the programme's grades that may enter in this role."""


class Roles(Value):
    mentor: RoleText
    mentee: RoleText


class SittingDate(Value):
    """One date of a gathering, in local time. `hours` may be left out where no letter invites to it."""

    key: Annotated[str, Field(pattern="^[0-9a-z]+$", max_length=20)] | None = None
    """Written down by Tandem when sittings are added to a cohort that runs already, so that those there
    were keep their keys in whatever order they come then."""
    on: date = Field(alias="date")
    hours: Annotated[str, AfterValidator(_hours)] | None = None
    where: Text | None = None
    link: HttpUrl | None = None
    """Where one joins it online; only those who are invited are told."""

    @property
    def begins(self) -> time | None:
        return time.fromisoformat(self.hours[:5]) if self.hours else None

    @property
    def finishes(self) -> time | None:
        return time.fromisoformat(self.hours[6:]) if self.hours else None


class GatheringPlan(Value):
    """A dated event of the programme: come to one of its sittings."""

    key: Key
    kind: GatheringKind
    title: Text
    about: Text | None = None
    required: YesOrNo = True
    roles: tuple[Role, ...] = Field(default=BOTH, min_length=1)
    one_to_one: YesOrNo = False
    """Whether each participant has an appointment of their own, so that partners come apart."""
    recording: HttpUrl | None = None
    cancelled: tuple[SittingDate, ...] = ()
    """Its dates that a running cohort has cancelled; not in the file."""
    opened: YesOrNo = False
    """Whether a running cohort has everybody go on without it; not in the file."""
    sittings: tuple[SittingDate, ...]

    @field_validator("sittings")
    @classmethod
    def _has_a_date(cls, sittings: tuple[SittingDate, ...], info: ValidationInfo) -> tuple[SittingDate, ...]:
        if not sittings and not info.data.get("cancelled"):
            raise ValueError("a gathering needs at least one date: sittings = [{ date = 2027-06-30, ... }]")
        return tuple(sorted(sittings, key=lambda s: (s.on, s.hours or "")))

    @model_validator(mode="after")
    def _hours_where_invited(self) -> "GatheringPlan":
        if self.kind.stage and any(sitting.hours is None for sitting in self.sittings):
            raise ValueError("pairs are invited to this gathering, so each date needs its hours")
        return self

    def sitting(self, key: str | None) -> SittingDate | None:
        """The date of this key, also if it was cancelled."""
        dates = (*zip(self.sitting_keys, self.sittings, strict=True), *((s.key, s) for s in self.cancelled))
        return next((sitting for of, sitting in dates if key is not None and of == key), None)

    @property
    def sitting_keys(self) -> tuple[str, ...]:
        """The key of each sitting: its own, else its number in the order of the dates."""
        return tuple(sitting.key or str(number) for number, sitting in enumerate(self.sittings, 1))


class ApplicationsPlan(Value):
    """When and how people may apply, and how the columns of the programme's form are called."""

    opens: date | None = None
    closes: date
    how: Text | None = None
    """How people apply: one sentence for letters."""
    form: HttpUrl | None = None
    late: Literal["next_cohort", "declined"] = "next_cohort"
    """What becomes of an application after the closing date."""
    needs: tuple[Need, ...] = ()
    """What must be filled in before an application is complete, besides name, email and role."""
    manager_silence: Literal["coordinator", "supported", "declined"] = "coordinator"
    """What it means that a line manager has not answered when patience is over."""
    columns: dict[Text, ApplicationField] = Field(default_factory=dict)
    """For a column of the form, the field it fills; what is not named here is known by its own name."""
    fixed: dict[Literal["role", "arrangement"], Text] = Field(default_factory=dict)
    """What holds for everybody where the form does not ask."""


class Objective(Value):
    """What the programme wants for one group; shown to participants."""

    of: Text
    text: Text


class Introductions(Value):
    """The day on which pairs are introduced, or at once if they are made later."""

    on: date


class SessionPlan(Value):
    minimum: int = Field(ge=1, le=100, strict=True)
    minutes: int = Field(ge=10, le=600, strict=True)
    opens: date
    closes: date


class EvaluationPlan(Value):
    opens: date
    closes: date
    questionnaire: HttpUrl | None = None
    questions: tuple[Text, ...] = ()
    """What the evaluation asks, for letters and for the report."""


class ReportPlan(Value):
    """The final report, which people write."""

    due: date
    sections: tuple[Text, ...] = ()
    next_steps: date | None = None
    """The day on which it is announced what comes next."""


_CHASED_UNTIL = {
    "application_chasers": "application_coordinator",
    "manager_chasers": "manager_answer",
    "accept_chasers": "accept_coordinator",
}


class PatiencePlan(Patience):
    """How long Tandem waits, as a programme says it; the defaults are the product's."""

    @model_validator(mode="after")
    def _in_order(self) -> "PatiencePlan":
        for name in ("application_chasers", "manager_chasers", "accept_chasers", "evaluation_chasers"):
            days = getattr(self, name)
            if list(days) != sorted(set(days)):
                raise ValueError(f"{name} must count up, such as [7, 14]")
        for chasers, end in _CHASED_UNTIL.items():
            if any(day >= getattr(self, end) for day in getattr(self, chasers)):
                raise ValueError(f"{end} must come after the last of {chasers}")
        if not self.nudge < self.second_nudge < self.gone_quiet:
            raise ValueError("nudge, second_nudge and gone_quiet must count up")
        return self


class LettersPlan(Value):
    """How the letters of this programme go out."""

    review: YesOrNo = False
    """Whether each waits as a draft until the coordinator releases it."""


class Programme(Value):
    key: Key
    title: Text
    organisation: Text
    summary: Text
    timezone: str
    arrangements: tuple[Arrangement, ...] = Field(min_length=1)
    contact: Contact
    wellbeing: Wellbeing | None = None
    resources: tuple[Resource, ...] = ()
    objectives: tuple[Objective, ...] = ()
    competencies: tuple[Text, ...] = ()
    """What runs through the sessions, such as setting goals."""
    stories: Text | None = None
    """How participants are asked whether they agree to tell their story; nobody is asked if left out."""
    grades: tuple[Text, ...] = ()
    """The ladder of grades, the lowest first."""
    prerequisites: tuple[Prerequisite, ...] = ()
    roles: Roles
    applications: ApplicationsPlan | None = None
    introductions: Introductions
    matching: MatchingPlan = MatchingPlan()
    gatherings: tuple[GatheringPlan, ...] = ()
    sessions: SessionPlan
    evaluation: EvaluationPlan | None = None
    report: ReportPlan | None = None
    disclosure: DisclosurePlan = DisclosurePlan()
    patience: PatiencePlan = PatiencePlan()
    letters: LettersPlan = LettersPlan()
    words: dict[LetterName, OwnWords] = Field(default_factory=dict)
    """Its own words in some of the letters; not in the file but in a folder beside it."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def held(self) -> tuple[GatheringPlan, ...]:
        """Its gatherings but for those that were cancelled."""
        return tuple(gathering for gathering in self.gatherings if gathering.sittings)

    def gathering(self, key: str) -> GatheringPlan:
        return next(gathering for gathering in self.gatherings if gathering.key == key)

    def role(self, role: Role) -> RoleText:
        return self.roles.mentor if role is Role.MENTOR else self.roles.mentee
