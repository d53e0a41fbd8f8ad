"""What waits for a coordinator: whom to chase and why, what to decide, and the command for each.

`tandem today` and the coordinator's morning letter say the same, because both ask here.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.application.gatherings import to_attend
from domain.clock import format_moment
from domain.entity import next_steps
from domain.enums import CONCERN_SENTENCES, CohortStage, Concern
from domain.letter.states import LetterState
from domain.programme.rules import Rules
from domain.programme.timetable import rules_of
from mail import circuit_breaker
from mail.bounces import bounced
from mail.facts import Section, TodoItem
from services.context import Context
from storage import applications, queries
from storage.people import is_known
from storage.views import ApplicationView, CohortView, PairingView

_MOST = 15
"""So many of a kind are named one by one; of the others, how many there are."""


class WaitingCohort(NamedTuple):
    cohort: CohortView
    sections: tuple[Section, ...]


def today(context: Context, cohort: str | None = None) -> list[WaitingCohort]:
    """The cohorts, or this one alone, in which something waits. Raises NotFound if there is none such."""
    with context.store() as session:
        asked = [queries.cohort(session, cohort)] if cohort else queries.cohorts(session)
        found = [WaitingCohort(one, sections(session, one, context.clock())) for one in asked]
    return [waiting for waiting in found if waiting.sections]


def sections(session: Session, cohort: CohortView, now: datetime) -> tuple[Section, ...]:
    """What waits in this cohort now, the most urgent kind first; nothing if there is nothing to do."""
    found = (
        ("To decide", f"tandem cohort show {cohort.key}", _decisions(cohort)),
        ("Letters", f"tandem mail list --cohort {cohort.key}", _letters(session, cohort, now)),
        (
            "Applications",
            f"tandem application list {cohort.key} --attention",
            _applications(applications.applications(session, cohort.key, attention=True), cohort),
        ),
        (
            "Pairs",
            f"tandem pairing list --cohort {cohort.key} --attention",
            _pairings(queries.pairings(session, cohort.key, attention=True)),
        ),
    )
    return tuple(
        _section(title, everything, matters)
        for title, everything, given in found
        if (matters := tuple(given))
    )


def _section(title: str, everything: str, matters: tuple[TodoItem, ...]) -> Section:
    more = len(matters) - _MOST
    if more <= 0:
        return Section(title=title, matters=matters)
    rest = TodoItem(text=f"... and {more} more.", command=everything)
    return Section(title=title, matters=(*matters[:_MOST], rest))


def _decisions(cohort: CohortView) -> Iterator[TodoItem]:
    if cohort.stage is CohortStage.MATCHING:
        yield TodoItem(
            text=f"The matches wait for you: {cohort.waits_for}.", command=f"tandem match show {cohort.key}"
        )


def _letters(session: Session, cohort: CohortView, now: datetime) -> Iterator[TodoItem]:
    if stop := circuit_breaker.current(session):
        since = format_moment(stop.since, cohort.programme.zone)
        why = " ".join(stop.reason.split())
        text = f"Nothing has been sent since {since}: the mail server refuses everybody ({why})."
        yield TodoItem(text=text, command="tandem mail start")
    counts = queries.letter_counts(session, cohort.key)
    if drafts := _drafts(session, cohort.key, now):
        text = f"{_counted(drafts)} waiting for your review."
        yield TodoItem(text=text, command=f"tandem mail review {cohort.key}")
    if held := counts.get(LetterState.HELD, 0):
        text = f"{_counted(held)} held: somebody should look before it goes."
        yield TodoItem(text=text, command=f"tandem mail list --cohort {cohort.key} --state held")
    for address in bounced(session, cohort.key):
        yield _come_back(session, address.email)


def _drafts(session: Session, cohort: str, now: datetime) -> int:
    """How many wait for review and are not out of date."""
    found = queries.letters(session, state=LetterState.DRAFT, cohort=cohort)
    return sum(letter.expires is None or letter.expires > now for letter in found)


def _come_back(session: Session, email: str) -> TodoItem:
    right = f"tandem mail unbounce {email}"
    if not is_known(session, email):
        return TodoItem(f"Letters to {email} come back. When the address is right again:", right)
    text = f"Letters to {email} come back. If it is right after all: {right}. If there is another:"
    return TodoItem(text, f"tandem person amend {email} --email EMAIL")


def _counted(letters: int) -> str:
    return "1 letter is" if letters == 1 else f"{letters} letters are"


def _applications(views: Iterable[ApplicationView], cohort: CohortView) -> Iterator[TodoItem]:
    rules = rules_of(cohort.programme)
    for view in views:
        for concern in view.concerns:
            yield TodoItem(
                text=f"{view.application.name} ({view.id}): {CONCERN_SENTENCES[concern]}.",
                command=_application_step(view, concern, rules),
            )


def _application_step(view: ApplicationView, concern: Concern, rules: Rules) -> str:
    places = ((gathering, sitting) for gathering, _, sitting in (p.partition(":") for p in view.signed_up))
    gatherings, email = to_attend(places, rules), view.application.email
    return next_steps.about_application(concern, view.cohort, view.id, email, gatherings, view.missing)


def _pairings(views: Iterable[PairingView]) -> Iterator[TodoItem]:
    for view in views:
        for concern in view.concerns:
            yield TodoItem(
                text=f"{view.mentor.name} and {view.mentee.name} ({view.id}): {CONCERN_SENTENCES[concern]}.",
                command=next_steps.about_pairing(concern, view.cohort, view.id),
            )
