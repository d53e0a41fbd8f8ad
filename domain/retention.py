"""How long each class of personal data is kept once nothing needs it any more."""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import Field

from domain.value import Value

KeptDays = Annotated[int, Field(ge=1, le=3660, strict=True)]


class RetentionPlan(Value):
    """A clock for each class of data, in days; what starts each is in `RETENTION_WORDS`."""

    backgrounds: KeptDays = 30
    letters: KeptDays = 90
    links: KeptDays = 90
    drafts: KeptDays = 90
    unsuccessful_applications: KeptDays = 180
    goals: KeptDays = 180
    partners_applications: KeptDays = 365
    actions: KeptDays = 365
    concerns: KeptDays = 365
    bounces: KeptDays = 365
    evaluation_answers: KeptDays = 730
    names: KeptDays = 730
    repeat_pairs: KeptDays = 1095
    audit: KeptDays = 2190

    def kept_for(self, what: "RetentionClass") -> timedelta:
        return timedelta(days=getattr(self, what.value))


class RetentionClass(StrEnum):
    """A class of data, called as its key in a programme file, in the order in which they go."""

    BACKGROUNDS = "backgrounds"
    LETTERS = "letters"
    LINKS = "links"
    DRAFTS = "drafts"
    UNSUCCESSFUL_APPLICATIONS = "unsuccessful_applications"
    GOALS = "goals"
    PARTNERS_APPLICATIONS = "partners_applications"
    ACTIONS = "actions"
    CONCERNS = "concerns"
    BOUNCES = "bounces"
    EVALUATION_ANSWERS = "evaluation_answers"
    NAMES = "names"
    REPEAT_PAIRS = "repeat_pairs"
    AUDIT = "audit"


class RetentionWords(NamedTuple):
    goes: str
    """What is removed."""
    since: str
    """What its clock counts from, as it continues "so many days after ..."."""


_OVER = "the cohort is over, and what is theirs in it"
RETENTION_WORDS: Mapping[RetentionClass, RetentionWords] = {
    RetentionClass.BACKGROUNDS: RetentionWords("what applicants shared about their background", _OVER),
    RetentionClass.LETTERS: RetentionWords(
        "text, subject and server's answer of letters", "they were sent, or else written"
    ),
    RetentionClass.LINKS: RetentionWords(
        "links that open somebody's page, or a form",
        "what they lead to is over, or they were made, if that is later",
    ),
    RetentionClass.DRAFTS: RetentionWords(
        "people's words in drafts of matches, and marks on pairs", "the cohort is over"
    ),
    RetentionClass.UNSUCCESSFUL_APPLICATIONS: RetentionWords("what applicants without a partner told", _OVER),
    RetentionClass.GOALS: RetentionWords(
        "goals, feedback on them, agreements of pairs, and wishes that somebody gets in touch",
        "the pairing is over",
    ),
    RetentionClass.PARTNERS_APPLICATIONS: RetentionWords("what partners told when they applied", _OVER),
    RetentionClass.ACTIONS: RetentionWords("changes that people made at work", "the pairing is over"),
    RetentionClass.CONCERNS: RetentionWords(
        "concerns that people raised (how many is not said)",
        "they were closed; of one that nobody closed, the cohort is over",
    ),
    RetentionClass.BOUNCES: RetentionWords(
        "addresses of people who take no part, from which letters came back", "they came back"
    ),
    RetentionClass.EVALUATION_ANSWERS: RetentionWords(
        "answers to the programme's questions, and whose they were", "the pairing is over"
    ),
    RetentionClass.NAMES: RetentionWords(
        "names, addresses and timezones; a row without a name stays",
        "all that is theirs is over; of whoever never had a partner with their application",
    ),
    RetentionClass.REPEAT_PAIRS: RetentionWords("keyed digests of pairs of whom somebody is erased", "that"),
    RetentionClass.AUDIT: RetentionWords("entries of the audit", "they were written"),
}
"""As people read it."""
