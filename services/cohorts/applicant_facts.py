"""A list of facts about a cohort's applicants, validated whole by the applications themselves."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.application.application import Application
from domain.application.due import due
from domain.application.events import ApplicationSignal, ApplicationUpdate
from domain.application.facts import ApplicantFact, ApplicantFactKind, event_of
from domain.application.machine import APPLICATION
from domain.entity.entity import EntityKind
from domain.errors import Refused
from domain.letter.letter import LetterName
from services.applications.dates import as_it_is_now, check_gathering, which_sitting
from services.applications.reading import FoundApplication
from services.cohorts.applicant_lookup import FactOfApplicant
from services.cohorts.fact_validator import FactValidator
from storage.entities import load_entity
from storage.views import ApplicationView, CohortView


class FactToTell(NamedTuple):
    row: int
    found: FoundApplication
    event: ApplicationUpdate
    news: Sequence[ApplicationSignal]
    """What the application may not have heard yet, and has to know first."""


class ValidatedApplicants(NamedTuple):
    to_tell: Sequence[FactToTell]
    """What is new, in the order in which it is told."""
    known: int
    """How many rows say what is known already."""
    concerned: Sequence[ApplicationView]
    """The applications that hear something new."""
    leaving: Sequence[ApplicationView]
    """Those that come out of the running by it."""
    letters: Counter[LetterName]
    """What is written today because of it, or would be anyway."""


def validate_applicant_facts(
    session: Session, cohort: CohortView, facts: Iterable[FactOfApplicant], now: datetime
) -> tuple[ValidatedApplicants, list[tuple[int, str]]]:
    """And what is wrong, each with its row."""
    validators: dict[str, _ApplicationValidator] = {}
    for fact in sorted(facts, key=lambda each: each.fact.order):
        for view in fact.meant:
            if view.id not in validators:
                validators[view.id] = _ApplicationValidator(session, FoundApplication(view, cohort), now)
            validators[view.id].told(fact.row, fact.fact)
    heard = list(validators.values())
    validated = ValidatedApplicants(
        to_tell=[told for one in heard for told in one.facts()],
        known=sum(one.known for one in heard),
        concerned=[one.found.view for one in heard if one.to_tell],
        leaving=[one.found.view for one in heard if one.leaves],
        letters=sum((one.letters(due) for one in heard), Counter[LetterName]()),
    )
    return validated, [problem for one in heard for problem in one.problems]


class _ApplicationValidator(FactValidator[Application, ApplicationUpdate]):
    def __init__(self, session: Session, found: FoundApplication, now: datetime) -> None:
        entity = load_entity(session, EntityKind.APPLICATION, found.view.id)
        known = entity if isinstance(entity, Application) else None
        super().__init__(APPLICATION, found.view.id, known, now)
        self.found = found
        self._news: dict[int, Sequence[ApplicationSignal]] = {}

    def told(self, row: int, fact: ApplicantFact) -> None:
        self.hear(row, lambda _: [self._event(row, fact)], lambda *_: None)

    def facts(self) -> Iterator[FactToTell]:
        for row, event in self.to_tell:
            yield FactToTell(row, self.found, event, self._news.get(row, ()))

    def _event(self, row: int, fact: ApplicantFact) -> ApplicationUpdate:
        """Raises BadInput, Refused."""
        if fact.gathering:
            check_gathering(self.found, fact.gathering)
        if fact.kind is not ApplicantFactKind.SIGNED_UP:
            return event_of(fact, None)
        assert fact.gathering
        sitting = which_sitting(self.found, fact.gathering, fact.day, None, self.now)
        self._news[row] = as_it_is_now(self.found.cohort.programme, fact.gathering, sitting)
        self._hears(self._news[row])
        return event_of(fact, sitting)

    def _hears(self, news: Iterable[ApplicationSignal]) -> None:
        for signal in news:
            assert self.entity
            try:
                self.entity = APPLICATION.apply(self.entity, signal, self.now)
            except Refused:
                continue  # of the two, what does not apply is passed over

    @property
    def leaves(self) -> bool:
        return self.found.view.stage.is_open and self.entity is not None and not self.entity.is_open
