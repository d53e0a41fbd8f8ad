"""A programme as its file describes it: in local dates and times, with its words and contacts.

`docs/programme-file.md` is the reference for coordinators. `timetable` beside it turns a programme
into the rules that travel with each pairing.
"""

from zoneinfo import ZoneInfo

from pydantic import Field

from domain.disclosure.profile import DisclosurePlan
from domain.enums import Arrangement, Role
from domain.letter.letter import LetterName
from domain.programme.applications_plan import ApplicationsPlan
from domain.programme.contacts import Contact, Wellbeing
from domain.programme.evaluation_plan import EvaluationPlan, ReportPlan
from domain.programme.fields import Key, Text
from domain.programme.gathering_plan import GatheringPlan
from domain.programme.letters_plan import LettersPlan
from domain.programme.matching_plan import MatchingPlan
from domain.programme.meeting import Introductions, SessionPlan
from domain.programme.own_words import OwnWords
from domain.programme.patience_plan import PatiencePlan
from domain.programme.purpose import Objective, Resource
from domain.programme.roles import Prerequisite, Roles, RoleText
from domain.value import Value


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
