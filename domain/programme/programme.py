"""A programme as its file describes it: in local dates and times, with its words and contacts.

`docs/programme-file.md` is the reference for coordinators. `timetable` beside it turns a programme
into the rules that travel with each pairing.
"""

from zoneinfo import ZoneInfo

from pydantic import Field

from domain.disclosure.profile import DisclosurePlan
from domain.enums import Arrangement, Role
from domain.evaluation.questionnaire import QuestionnairePlan
from domain.letter.letter import LetterName
from domain.programme.applications_plan import ApplicationsPlan
from domain.programme.contacts import ConcernsContact, Contact, Funder, Sponsor, Wellbeing
from domain.programme.evaluation_plan import EvaluationPlan, ReportPlan
from domain.programme.fields import Key, Text
from domain.programme.gathering_plan import GatheringPlan
from domain.programme.letters_plan import LettersPlan, OwnWords
from domain.programme.matching_plan import MatchingPlan
from domain.programme.pages_plan import PagesPlan
from domain.programme.patience_plan import PatiencePlan
from domain.programme.purpose import (
    AgreementPlan,
    Explanations,
    FaqEntry,
    Meaning,
    Objective,
    Predecessor,
    Resource,
    meanings,
)
from domain.programme.roles import Prerequisite, Roles, RoleText
from domain.programme.session_plan import Introductions, SessionPlan
from domain.retention import RetentionPlan
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
    concerns: ConcernsContact | None = None
    resources: tuple[Resource, ...] = ()
    why: Text | None = None
    """Why there is such a programme at all."""
    faq: tuple[FaqEntry, ...] = ()
    explanations: Explanations = Explanations()
    objectives: tuple[Objective, ...] = ()
    expectations: tuple[Text, ...] = ()
    """What taking part is like, the uncomfortable included."""
    agreement: AgreementPlan | None = None
    sponsors: tuple[Sponsor, ...] = ()
    funder: Funder | None = None
    predecessor: Predecessor | None = None
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
    questionnaire: QuestionnairePlan = QuestionnairePlan()
    evaluation: EvaluationPlan | None = None
    report: ReportPlan | None = None
    disclosure: DisclosurePlan = DisclosurePlan()
    retention: RetentionPlan = RetentionPlan()
    patience: PatiencePlan = PatiencePlan()
    letters: LettersPlan = LettersPlan()
    pages: PagesPlan = PagesPlan()
    words: dict[LetterName, OwnWords] = Field(default_factory=dict)
    """Its own words in some of the letters; not in the file but in a folder beside it."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def held(self) -> tuple[GatheringPlan, ...]:
        """Its gatherings but for those that were cancelled."""
        return tuple(gathering for gathering in self.gatherings if gathering.sittings)

    @property
    def meanings(self) -> tuple[Meaning, ...]:
        """What each arrangement on offer is."""
        return meanings(self.arrangements, self.explanations)

    def resources_for(self, role: Role, takes_part: bool) -> tuple[Resource, ...]:
        """What somebody in this role may see; `takes_part`: whether there is a pair."""
        return tuple(r for r in self.resources if role in r.roles and (takes_part or r.is_for_applicants))

    def gathering(self, key: str) -> GatheringPlan:
        return next(gathering for gathering in self.gatherings if gathering.key == key)

    def role(self, role: Role) -> RoleText:
        return self.roles.mentor if role is Role.MENTOR else self.roles.mentee
