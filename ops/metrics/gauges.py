"""What is shown to Prometheus of our own. The table in docs/operations/watching.md says the same.

A label's values are all known beforehand, and each is always shown: what is none is 0, and a number never
stays behind because nothing was counted.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage, CohortStage, Concern, Stage
from domain.letter.states import LetterState


@dataclass(frozen=True)
class Gauge:
    name: str
    meaning: str
    label: str = ""
    values: tuple[str, ...] = ("",)
    """All that the label may say."""


@dataclass(frozen=True)
class Level:
    """How high a gauge stands now, for each value of its label; what is left out is 0."""

    gauge: Gauge
    found: Mapping[str, float]


COHORTS = Gauge("tandem_cohorts", "Cohorts", "stage", tuple(CohortStage))
APPLICATIONS = Gauge(
    "tandem_applications", "Applications to cohorts that are not over", "stage", tuple(ApplicationStage)
)
PAIRINGS = Gauge("tandem_pairings", "Pairings of cohorts that are not over", "stage", tuple(Stage))
NEED_ATTENTION = Gauge(
    "tandem_need_attention", "What is on a coordinator's list, in cohorts not over", "kind", tuple(EntityKind)
)
CONCERNS = Gauge(
    "tandem_concerns", "Why it is on the list; one may be there for several", "concern", tuple(Concern)
)
LETTERS = Gauge("tandem_letters", "Letters in the outbox", "state", tuple(LetterState))
OLDEST_LATE_LETTER = Gauge(
    "tandem_oldest_late_letter_seconds",
    "For how long the oldest letter that may go now should have gone; 0 if none is late",
)
OLDEST_HELD_LETTER = Gauge(
    "tandem_oldest_held_letter_seconds",
    "How long ago the oldest letter that is held was first tried, or else written; 0 if none is held",
)
MAIL_STOPPED = Gauge("tandem_mail_stopped", "1 while nothing is sent as the mail server refuses everybody")


LOOKED_AT = Gauge(
    "tandem_looked_at_seconds", "When the latest look at it came to its end (Unix time); 0: never"
)


def drift(kinds: tuple[str, ...]) -> Gauge:
    """The gauge of what the store and Temporal tell differently."""
    return Gauge("tandem_drift", "Where the store and Temporal differ", "kind", kinds)
