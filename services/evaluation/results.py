"""What a cohort's participants have said, as exact numbers: what the report is drawn from.

It is not for anybody's eyes as it is. Whoever passes it on rounds and withholds first (`domain/disclosure`).
"""

from sqlalchemy.orm import Session

from domain.enums import Role, Wave
from domain.evaluation.results import Results, Sheets, WaveRate, answered_in, results, sheets_of
from domain.evaluation.story import Naming, Story
from domain.value import Moment, Value
from services.context import Context
from storage import answers, cohort_notes, goals, queries, statistics, stories
from storage.cohort_notes import CohortNote
from storage.views import CohortView


class Quote(Value):
    """A story or quote of which this version is approved by all who must, and not withdrawn."""

    story: str
    """Its id, for whoever must take it out again; not to be printed."""
    words: str | None
    link: str | None
    """Either of the two, never both."""
    by: str | None
    """Who is named as its author: a name, or the label of a role; None: nobody."""
    role: Role
    approved_at: Moment


class CohortResults(Value):
    cohort: str
    results: Results
    rates: tuple[WaveRate, ...]
    """Of each wave in which anything is asked, in order."""
    quotes: tuple[Quote, ...]
    """In the order of their numbers."""
    actions: tuple[str, ...]
    """Changes that participants made at work and that may be passed on, without a name, sorted."""
    notes: tuple[CohortNote, ...]
    """What was corrected because of what was said, the first first."""
    notes_before: tuple[CohortNote, ...]
    """Those of the cohort that this one follows; none if it follows none."""
    agreed: int
    """In how many pairs both have agreed on how they work together."""
    with_goals: int
    """How many partners have written goals."""
    pairs: int
    """Of how many pairs in all."""


def cohort_results(context: Context, key: str) -> CohortResults:
    """Raises NotFound."""
    with context.store() as session:
        return results_of(session, queries.cohort(session, key))


def results_of(session: Session, cohort: CohortView) -> CohortResults:
    """The same in a store at hand."""
    plan, key = cohort.programme.questionnaire, cohort.key
    sheets = sheets_of(answers.answered(session, key))
    done = goals.agreed_and_written(session, key)
    return CohortResults(
        cohort=key,
        results=results(plan, sheets),
        rates=tuple(_rate(session, key, wave, sheets) for wave in plan.waves()),
        quotes=tuple(
            _quote(session, cohort, one) for one in stories.stories(session, key) if one.may_be_told
        ),
        actions=tuple(goals.shareable_actions(session, key)),
        notes=tuple(cohort_notes.notes(session, key)),
        notes_before=tuple(cohort_notes.notes(session, cohort.follows)) if cohort.follows else (),
        agreed=sum(agreed for agreed, _ in done.values()),
        with_goals=sum(written for _, written in done.values()),
        pairs=len(done),
    )


def _rate(session: Session, key: str, wave: Wave, sheets: Sheets) -> WaveRate:
    return WaveRate(
        wave=wave, asked=statistics.asked_in(session, key, wave), answered=answered_in(sheets, wave)
    )


def _quote(session: Session, cohort: CohortView, story: Story) -> Quote:
    approved = [at for at in (story.author_approved_at, story.partner_approved_at) if at]
    return Quote(
        story=story.id,
        words=story.words,
        link=story.link,
        by=_named(session, cohort, story),
        role=story.role,
        approved_at=max(approved),
    )


def _named(session: Session, cohort: CohortView, story: Story) -> str | None:
    match story.named:
        case Naming.NAME:
            return queries.pairing(session, story.pairing).person(story.role).name
        case Naming.ROLE:
            return cohort.programme.role(story.role).label
    return None
