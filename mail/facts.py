"""The facts a letter may use, plain strings and nothing else, and to whom it goes.

Templates see exactly these names, whatever the letter; what does not apply is None. A name that is
not here is refused when the template is loaded, and what people typed is never interpreted.
"""

from dataclasses import dataclass, fields

from domain.programme.letters_plan import OwnWords


@dataclass(frozen=True)
class Link:
    title: str
    url: str
    by: str | None = None
    """Who made it."""
    members: bool = False
    """Whether only members can open it."""


@dataclass(frozen=True)
class Aim:
    """What the programme wants for one group, what one arrangement is, or what somebody says."""

    of: str
    text: str


@dataclass(frozen=True)
class FirstQuestion:
    """The first question of a wave: what is chosen in the letter stands on the reader's page, to be
    confirmed."""

    key: str
    text: str
    ways: tuple[tuple[str, str], ...]
    """What may be answered: what is kept of it, and its words."""


@dataclass(frozen=True)
class TodoItem:
    """One thing that waits for the coordinator."""

    text: str
    command: str


@dataclass(frozen=True)
class Section:
    title: str
    matters: tuple[TodoItem, ...]


@dataclass(frozen=True, kw_only=True)
class Facts:
    name: str
    """The recipient's name; a line manager, of whom only the address is known, is a `colleague`."""
    role: str | None = None
    """What the programme calls the recipient's role, or the one applied for."""
    partner: str | None = None
    partner_email: str | None = None
    partner_role: str | None = None
    arrangement: str | None = None
    """`reciprocal`, `reverse` or `combined`."""
    proposed_arrangement: str | None = None
    """In which of these the partner would like to go on."""
    mentors: bool = False
    """Whether the recipient is the mentor, which matters in a reverse pairing only."""
    applicant: str | None = None
    """The applicant's name, in a letter to somebody else about the application."""
    programme: str
    organisation: str
    summary: str
    reference: str
    """The id of the pairing, application or cohort, for questions to the coordinator."""
    contact_name: str
    contact_email: str
    contact_telephone: str | None
    wellbeing_text: str | None
    wellbeing_url: str | None
    wellbeing_email: str | None
    wellbeing_telephone: str | None
    resources: tuple[Link, ...] = ()
    recordings: tuple[Link, ...] = ()
    """Of gatherings before the pairing that are over."""
    objectives: tuple[Aim, ...] = ()
    meanings: tuple[Aim, ...] = ()
    """What each arrangement on offer is; of a single one only what the programme says itself."""
    quotes: tuple[Aim, ...] = ()
    """What sponsors say."""
    sponsors: tuple[str, ...] = ()
    """Who stands behind it and is not quoted."""
    benefits: tuple[str, ...] = ()
    """What somebody in the recipient's role may take from it."""
    preferred: tuple[str, ...] = ()
    """What it helps to bring in the recipient's role."""
    expectations: tuple[str, ...] = ()
    confidentiality: str | None = None
    ground_rules: tuple[str, ...] = ()
    """What the pair agrees to, besides."""
    funding: str | None = None
    """The sentence that names who pays for it."""
    readers: tuple[str, ...] = ()
    """Who reads the report, each with the day."""
    next_steps: str | None = None
    """The day on which it is announced what comes next."""
    announcement: str | None = None
    """What is announced then."""
    competencies: tuple[str, ...] = ()
    """What runs through the sessions."""
    waits_since: str | None = None
    """The day on which a concern was raised that has not been received yet."""
    stories: str | None = None
    """How participants are asked whether they agree to tell their story."""
    minimum: int
    minutes: int
    sessions_close: str
    """The last day for sessions, as `Thursday 6 January 2028`."""
    introductions: str | None
    """The day on which pairs are introduced; None once it is over."""
    questionnaire: str | None
    questions: tuple[str, ...] = ()
    """What the evaluation asks."""
    first_question: FirstQuestion | None = None
    """Of those that the reader is asked on their page."""
    how_to_apply: str | None = None
    form: str | None = None
    """The web address of the application form."""
    closes: str | None = None
    """The last day for applications."""
    missing: tuple[str, ...] = ()
    """What the application does not say yet, as `your line manager's email address`."""
    conditions: tuple[str, ...] = ()
    """What must still happen before the application is in order, as `the support of your line manager`."""
    commitments: tuple[str, ...] = ()
    """The dates that somebody in this role is expected at, each with its hours."""
    reason: str | None = None
    """Why an application was declined: one of the values of `domain.enums.ApplicationEndReason`."""
    gathering: str | None = None
    """The title of the gathering the letter is about."""
    gathering_about: str | None = None
    led_by: str | None = None
    """Who leads through the gathering, and who is its host: one sentence."""
    recording: str | None = None
    """Where a recording of it is kept."""
    sittings: tuple[str, ...] = ()
    """The dates of it that are still to come, as `Thursday 9 June 2022, 11:00 to 12:00 (Online)`."""
    also: tuple[str, ...] = ()
    """What else is on soon, as `Development session 2: Tuesday 6 July 2027, 14:00 to 16:00`."""
    session: int | None = None
    when: str | None = None
    """Day and hours of the gathering or session, as `Wednesday 30 June 2027, 09:30 to 11:30`."""
    times: tuple[str, ...] = ()
    """Those that the partner proposes for the next session, as `Wednesday 30 June 2027, 09:30 to 10:30`."""
    where: str | None = None
    link: str | None = None
    """Where one joins the gathering online."""
    until: str | None = None
    """The day to act by, as `Friday 2 July 2027`."""
    page: str | None = None
    """The web address of the reader's own page, at the question of this letter; None where there are none."""
    page_does: str | None = None
    """What one does there, as a button says it: `Say yes or no`."""
    wrong_letters: tuple[str, ...] = ()
    """The letters that went to this person by mistake, as `"Taking a pause", of Friday 2 July 2027`."""
    figures: tuple[str, ...] = ()
    """Numbers for the coordinator, each a short sentence."""
    command: str | None = None
    """The command that the coordinator would give next."""
    matters: tuple[Section, ...] = ()
    """What waits for the coordinator."""


NAMES = frozenset(field.name for field in fields(Facts))


@dataclass(frozen=True)
class Sender:
    """Whom letters come from."""

    address: str
    """Replies go to the programme's contact."""
    store: str
    """The store's own id: two institutions may have a cohort of one name, and are not each other's."""
    pages: str = ""
    """The web address of the pages; empty: letters ask for replies alone."""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


@dataclass(frozen=True)
class Recipient:
    person: str | None
    """The id of the partner or applicant; None for a line manager and for the coordinator."""
    name: str
    email: str
    facts: Facts
    own: OwnWords | None = None
    """The programme's own words in this letter."""
