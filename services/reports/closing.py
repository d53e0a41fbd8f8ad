"""The closing report of a cohort: what is passed on. It names nobody, and nobody can be recognised in it.

A report's numbers are kept as they were made. It is held against the one before, so that nothing shows
between the two of a few people; and where it would say the same, it is the one before.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from domain.disclosure.breakdown import Breakdown, PublishedBreakdown, publish
from domain.disclosure.cell import Shown
from domain.disclosure.profile import Limits, Profile
from domain.enums import CohortStage, Role, Wave
from domain.evaluation.published import PublishedEvaluation, publish_evaluation
from domain.programme.programme import Programme
from domain.value import Value
from services.context import Context
from services.evaluation.results import CohortResults, results_of
from services.reports.breakdowns import HOURS, PAIRS, SESSIONS, applications_of, breakdowns
from services.reports.calendar import now_in
from services.reports.figures import Figures, figures_of
from services.reports.voices import Voices, voices_of
from services.reports.waves import closed_waves
from storage import applications, queries, reports
from storage.reports import FrozenReport
from storage.views import CohortView, PairingView


class CohortBefore(Value):
    """What the latest report of the cohort before has told."""

    cohort: str
    profile: Profile
    tables: Mapping[str, PublishedBreakdown]
    evaluation: PublishedEvaluation


class ClosingReport(Value):
    """As it is passed on."""

    cohort: str
    programme: Programme
    number: int
    """Among the reports of this cohort."""
    as_of: date
    stage: CohortStage
    """The cohort's, on that day."""
    profile: Profile
    tables: Mapping[str, PublishedBreakdown]
    evaluation: PublishedEvaluation
    voices: Voices
    before: CohortBefore | None = None

    @property
    def limits(self) -> Limits:
        return self.profile.limits

    @property
    def sessions(self) -> Shown:
        return self._of_all_pairs(SESSIONS)

    @property
    def hours(self) -> Shown:
        return self._of_all_pairs(HOURS)

    def _of_all_pairs(self, table: str) -> Shown:
        """Of few pairs it would tell how each has done."""
        return self.tables[table].total if self.tables[PAIRS].total is not None else None


def closing_report(context: Context, key: str) -> ClosingReport:
    """Make a report, or find the latest where it would say the same. Raises NotFound."""
    with context.store() as session:
        return make_report(session, key, context.clock())


def make_report(session: Session, key: str, now: datetime) -> ClosingReport:
    """The same, at this moment, in a store at hand."""
    cohort, latest = queries.cohort(session, key), reports.latest(session, key)
    said = results_of(session, cohort)
    made = _made(session, cohort, now_in(cohort, now), said, latest)
    is_same = latest is not None and latest.stage is made.stage and _same(latest, made)
    return _report(session, cohort, said, latest if latest and is_same else reports.freeze(session, made))


def _same(latest: FrozenReport, made: FrozenReport) -> bool:
    """Of the same facts, or with nothing else to say."""
    return latest.facts == made.facts or (latest.tables, latest.evaluation) == (made.tables, made.evaluation)


def earlier_report(context: Context, key: str, number: int) -> ClosingReport:
    """The report of this number, as it was made. Raises NotFound."""
    with context.store() as session:
        cohort = queries.cohort(session, key)
        return _report(session, cohort, results_of(session, cohort), reports.numbered(session, key, number))


def made_reports(context: Context, key: str) -> list[ClosingReport]:
    """All that have been made of this cohort, the first first. Raises NotFound."""
    with context.store() as session:
        cohort = queries.cohort(session, key)
        said = results_of(session, cohort)
        return [_report(session, cohort, said, frozen) for frozen in reports.frozen(session, key)]


def _made(
    session: Session, cohort: CohortView, now: datetime, said: CohortResults, before: FrozenReport | None
) -> FrozenReport:
    profile = cohort.programme.disclosure.profile
    pairings = queries.pairings(session, cohort=cohort.key)
    figures = figures_of(session, cohort, pairings, applications.applications(session, cohort.key))
    today = now.astimezone(cohort.programme.zone).date()
    exact = breakdowns(figures, pairings, said, today)
    kept = before.tables if before else {}
    known = _known_zeros(figures, pairings, kept)
    is_over = not cohort.stage.is_open
    closed = closed_waves(cohort.programme, pairings, today, is_over)
    return FrozenReport(
        cohort=cohort.key,
        number=before.number + 1 if before else 1,
        made_at=now,
        stage=cohort.stage,
        profile=profile,
        facts=_digest(exact, closed),
        evaluation=publish_evaluation(said.results, closed, profile, before.evaluation if before else None),
        tables={
            name: publish(one, profile.limits, is_over or name in known, kept.get(name))
            for name, one in exact.items()
        },
    )


def _known_zeros(
    figures: Figures, pairings: Sequence[PairingView], kept: Mapping[str, PublishedBreakdown]
) -> set[str]:
    """What is 0 as everybody knows: nobody applies to a cohort whose pairs were brought along. A number that
    has been told otherwise stays."""
    brought = bool(pairings) and not figures.applications
    names = map(applications_of, Role)
    return {name for name in names if brought and (name not in kept or kept[name].total == 0)}


def _digest(exact: Mapping[str, Breakdown], closed: Iterable[Wave]) -> str:
    """Answers are told once, when their wave is over, so that they need not be in it."""
    numbers = {name: one.model_dump(mode="json") for name, one in exact.items()}
    told = json.dumps([numbers, sorted(closed)], sort_keys=True)
    return sha256(told.encode()).hexdigest()


def _report(session: Session, cohort: CohortView, said: CohortResults, frozen: FrozenReport) -> ClosingReport:
    return ClosingReport(
        cohort=cohort.key,
        programme=cohort.programme,
        number=frozen.number,
        as_of=frozen.made_at.astimezone(cohort.programme.zone).date(),
        stage=frozen.stage,
        profile=frozen.profile,
        tables=frozen.tables,
        evaluation=frozen.evaluation,
        voices=voices_of(session, cohort, said),
        before=_before(session, cohort),
    )


def _before(session: Session, cohort: CohortView) -> CohortBefore | None:
    """The cohort that this one follows, as its latest report tells of it."""
    latest = reports.latest(session, cohort.follows) if cohort.follows else None
    if latest is None:
        return None
    return CohortBefore(
        cohort=latest.cohort, tables=latest.tables, evaluation=latest.evaluation, profile=latest.profile
    )
