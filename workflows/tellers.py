"""What only one kind of life has to say of itself in the Temporal Web UI."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from domain import steps
from domain.admission import unblocking as of_application
from domain.admission.admission import Admission
from domain.admission.gatherings import to_attend
from domain.clock import spoken
from domain.cohort import unblocking as of_cohort
from domain.cohort.cohort import Cohort, TaskKind
from domain.life import Life
from domain.pairing import Pairing
from domain.steps import Step
from domain.unblocking import unblocking
from domain.words import Concern

L = TypeVar("L", bound=Life)

_AT_WORK = {
    TaskKind.DRAFT: "drafts the matches",
    TaskKind.BEGIN: "begins the pairings",
    TaskKind.SPREAD: "tells everybody of a changed date",
    TaskKind.UNMATCHED: "tells those who have no partner",
    TaskKind.LOOK: "counts the pairings that are still open",
    TaskKind.HAND_OVER: "tells every application that the cohort is over",
}


class Teller(Generic[L]):
    """Speaks for one kind of life; where that kind has nothing of its own to say, it is silent."""

    def reason(self, life: L) -> StrEnum | None:
        """Why it is in the stage it is in."""
        return None

    def paused(self, life: L) -> datetime | None:
        """Since when it has been paused."""
        return None

    def at_work(self, life: L) -> str | None:
        """What it does outside at this moment; continues the sentence "At this moment it ..."."""
        return None

    def so_far(self, life: L, zone: ZoneInfo) -> Iterator[str]:
        """What it has come to."""
        if letter := life.last_letter:
            readers = " and ".join(f"the {role}" for role in letter.roles)
            yield f"Last letter: {plain(letter.name)}, to {readers}, written {spoken(letter.at, zone)}"

    def about(self, life: L, concern: Concern, cohort: str) -> str:
        """The command for this concern."""
        raise NotImplementedError

    def unblocking(self, life: L, cohort: str) -> tuple[Step, ...]:
        """What a coordinator can do to bring it on."""
        raise NotImplementedError


class OfPairing(Teller[Pairing]):
    def reason(self, life: Pairing) -> StrEnum | None:
        return life.end_reason

    def paused(self, life: Pairing) -> datetime | None:
        return life.paused

    def so_far(self, life: Pairing, zone: ZoneInfo) -> Iterator[str]:
        yield f"Sessions held: {len(life.held)} of {life.rules.sessions.minimum}"
        yield from super().so_far(life, zone)

    def about(self, life: Pairing, concern: Concern, cohort: str) -> str:
        return steps.about_pairing(concern, cohort, life.id)

    def unblocking(self, life: Pairing, cohort: str) -> tuple[Step, ...]:
        return unblocking(life, cohort)


class OfApplication(Teller[Admission]):
    def reason(self, life: Admission) -> StrEnum | None:
        return life.reason

    def about(self, life: Admission, concern: Concern, cohort: str) -> str:
        places = ((place.gathering, place.sitting) for place in life.places)
        gatherings = to_attend(places, life.rules)
        return steps.about_application(concern, cohort, life.id, "EMAIL", gatherings, life.missing)

    def unblocking(self, life: Admission, cohort: str) -> tuple[Step, ...]:
        return of_application.unblocking(life, cohort)


class OfCohort(Teller[Cohort]):
    def at_work(self, life: Cohort) -> str | None:
        return _AT_WORK[life.todo[0].kind] if life.todo else None

    def so_far(self, life: Cohort, zone: ZoneInfo) -> Iterator[str]:
        yield f"Pairings begun: {life.pairings}"
        yield from super().so_far(life, zone)

    def about(self, life: Cohort, concern: Concern, cohort: str) -> str:
        return steps.about_cohort(concern, cohort)

    def unblocking(self, life: Cohort, cohort: str) -> tuple[Step, ...]:
        return of_cohort.unblocking(life)


def plain(word: StrEnum) -> str:
    """As one says it."""
    return word.value.replace("_", " ")
