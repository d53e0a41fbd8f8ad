"""What only one kind of entity has to say of itself in the Temporal Web UI."""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from domain import suggestion
from domain.application import due as of_application
from domain.application.application import Application
from domain.application.gatherings import to_attend
from domain.clock import format_moment
from domain.cohort import due as of_cohort
from domain.cohort.cohort import Cohort, TaskKind
from domain.entity.entity import Entity
from domain.enums import Concern, in_words
from domain.pairing import due as of_pairing
from domain.pairing.pairing import Pairing
from domain.suggestion import Suggestion

L = TypeVar("L", bound=Entity)

_AT_WORK = {
    TaskKind.DRAFT: "drafts the matches",
    TaskKind.BEGIN: "begins the pairings",
    TaskKind.BROADCAST: "tells everybody of a changed date",
    TaskKind.UNMATCHED: "tells those who have no partner",
    TaskKind.COUNT_OPEN: "counts the pairings that are still open",
    TaskKind.CLOSE_APPLICATIONS: "tells every application that the cohort is over",
}


class Presenter(Generic[L]):
    """Speaks for one kind of entity; where that kind has nothing of its own to say, it is silent."""

    def reason(self, entity: L) -> StrEnum | None:
        """Why it is in the stage it is in."""
        return None

    def paused(self, entity: L) -> datetime | None:
        """Since when it has been paused."""
        return None

    def at_work(self, entity: L) -> str | None:
        """What it does outside at this moment; continues the sentence "At this moment it ..."."""
        return None

    def so_far(self, entity: L, zone: ZoneInfo) -> Iterator[str]:
        """What it has come to."""
        if letter := entity.last_letter:
            readers = " and ".join(f"the {role}" for role in letter.roles)
            written = format_moment(letter.at, zone)
            yield f"Last letter: {in_words(letter.name)}, to {readers}, written {written}"

    def about(self, entity: L, concern: Concern, cohort: str) -> Suggestion:
        """What helps with this concern."""
        raise NotImplementedError

    def unblocking(self, entity: L, cohort: str) -> tuple[Suggestion, ...]:
        """What a coordinator can do to bring it on."""
        raise NotImplementedError


class PairingPresenter(Presenter[Pairing]):
    def reason(self, entity: Pairing) -> StrEnum | None:
        return entity.end_reason

    def paused(self, entity: Pairing) -> datetime | None:
        return entity.paused

    def so_far(self, entity: Pairing, zone: ZoneInfo) -> Iterator[str]:
        yield f"Sessions held: {len(entity.held)} of {entity.rules.sessions.minimum}"
        yield from super().so_far(entity, zone)

    def about(self, entity: Pairing, concern: Concern, cohort: str) -> Suggestion:
        return suggestion.about_pairing(concern, cohort, entity.id)

    def unblocking(self, entity: Pairing, cohort: str) -> tuple[Suggestion, ...]:
        return of_pairing.unblocking(entity, cohort)


class ApplicationPresenter(Presenter[Application]):
    def reason(self, entity: Application) -> StrEnum | None:
        return entity.reason

    def about(self, entity: Application, concern: Concern, cohort: str) -> Suggestion:
        seats = ((seat.gathering, seat.sitting) for seat in entity.seats)
        gatherings = to_attend(seats, entity.rules)
        return suggestion.about_application(concern, cohort, entity.id, "EMAIL", gatherings, entity.missing)

    def unblocking(self, entity: Application, cohort: str) -> tuple[Suggestion, ...]:
        return of_application.unblocking(entity, cohort)


class CohortPresenter(Presenter[Cohort]):
    def at_work(self, entity: Cohort) -> str | None:
        return _AT_WORK[entity.todo[0].kind] if entity.todo else None

    def so_far(self, entity: Cohort, zone: ZoneInfo) -> Iterator[str]:
        yield f"Pairings begun: {entity.pairings}"
        yield from super().so_far(entity, zone)

    def about(self, entity: Cohort, concern: Concern, cohort: str) -> Suggestion:
        return suggestion.about_cohort(concern, cohort)

    def unblocking(self, entity: Cohort, cohort: str) -> tuple[Suggestion, ...]:
        return of_cohort.unblocking(entity)
