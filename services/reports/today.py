"""What waits for a coordinator: whom to chase and why, what to decide, and the command for each.

`tandem today` and the coordinator's morning letter say the same, because both ask here.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.application.gatherings import to_attend
from domain.clock import format_day, format_moment
from domain.enums import CONCERN_SENTENCES, CohortStage, Concern, Wave
from domain.letter.states import LetterState
from domain.programme.programme import Programme
from domain.programme.report_dates import report_duties
from domain.programme.timetable import rules_of
from domain.suggestion import Suggestion, about_application, about_pairing, suggest
from domain.wording import counted, listed
from mail import circuit_breaker
from mail.bounces import bounced
from services.context import Context
from services.evaluation.late import late
from storage import applications, contact_wishes, queries, stories
from storage.people import is_known
from storage.views import ApplicationView, CohortView, PairingView

_MOST = 15
"""So many of a kind are named one by one; of the others, how many there are."""
_ASKED: Mapping[Wave, str] = {
    Wave.BEFORE: "before they begin",
    Wave.MIDWAY: "half-way",
    Wave.END: "at the end",
    Wave.LATER: "half a year on",
}


class WaitingItem(NamedTuple):
    """One thing that waits for the coordinator."""

    text: str
    suggestion: Suggestion


class WaitingSection(NamedTuple):
    title: str
    items: tuple[WaitingItem, ...]


class WaitingCohort(NamedTuple):
    cohort: CohortView
    sections: tuple[WaitingSection, ...]


def today(context: Context, cohort: str | None = None) -> list[WaitingCohort]:
    """The cohorts, or this one alone, in which something waits. Raises NotFound if there is none such."""
    with context.store() as session:
        asked = [queries.cohort(session, cohort)] if cohort else queries.cohorts(session)
        found = [WaitingCohort(one, sections(session, one, context.clock())) for one in asked]
    return [waiting for waiting in found if waiting.sections]


def sections(session: Session, cohort: CohortView, now: datetime) -> tuple[WaitingSection, ...]:
    """What waits in this cohort now, the most urgent kind first; nothing if there is nothing to do."""
    found = (
        ("To decide", suggest("cohort show", cohort.key), _decisions(cohort)),
        ("Report", suggest("programme show", cohort.programme.key), _report(cohort, now)),
        ("Stories", suggest("story list", cohort.key), _stories(session, cohort.key)),
        ("Questions", suggest("cohort show", cohort.key), _questions(session, cohort, now)),
        ("Letters", suggest("mail list", "--cohort", cohort.key), _letters(session, cohort, now)),
        (
            "Applications",
            suggest("application list", cohort.key, "--attention"),
            _applications(applications.applications(session, cohort.key, attention=True), cohort),
        ),
        (
            "Pairs",
            suggest("pairing list", "--cohort", cohort.key, "--attention"),
            (
                *_contacts(session, cohort.key),
                *_pairings(queries.pairings(session, cohort.key, attention=True)),
            ),
        ),
    )
    return tuple(
        _section(title, everything, items) for title, everything, given in found if (items := tuple(given))
    )


def _section(title: str, everything: Suggestion, items: tuple[WaitingItem, ...]) -> WaitingSection:
    more = len(items) - _MOST
    if more <= 0:
        return WaitingSection(title=title, items=items)
    rest = WaitingItem(text=f"... and {more} more.", suggestion=everything)
    return WaitingSection(title=title, items=(*items[:_MOST], rest))


def _decisions(cohort: CohortView) -> Iterator[WaitingItem]:
    if cohort.stage is CohortStage.MATCHING:
        yield WaitingItem(
            text=f"The matches wait for you: {cohort.waits_for}.",
            suggestion=suggest("match show", cohort.key),
        )


def _report(cohort: CohortView, now: datetime) -> Iterator[WaitingItem]:
    report, announce = suggest("cohort report", cohort.key), suggest("cohort announce", cohort.key, "TEXT")
    for duty in report_duties(cohort.programme, now):
        yield WaitingItem(f"{duty.says}.", announce if duty.is_announcement else report)


def _stories(session: Session, cohort: str) -> Iterator[WaitingItem]:
    for story in stories.stories(session, cohort):
        if story.must_be_taken_down:
            text = f"Story {story.id} was withdrawn: take it down wherever it stands. When it is down:"
            yield WaitingItem(text, suggest("story taken-down", story.id))


def _questions(session: Session, cohort: CohortView, now: datetime) -> Iterator[WaitingItem]:
    """Who has been reminded and has not answered: their names alone."""
    for wave, names, closes in late(session, cohort, now):
        more = len(names) - _MOST
        who = listed([*names[:_MOST], *([f"{more} more"] if more > 0 else [])])
        said = f"{'has' if len(names) == 1 else 'have'} not answered what is asked {_ASKED[wave]}"
        until = format_day(closes, cohort.programme.zone)
        text = f"{who} {said}; there is time until {until}. For somebody who cannot find the letter:"
        yield WaitingItem(text, suggest("person link", "PERSON"))


def _letters(session: Session, cohort: CohortView, now: datetime) -> Iterator[WaitingItem]:
    if stop := circuit_breaker.current(session):
        since = format_moment(stop.since, cohort.programme.zone)
        why = " ".join(stop.reason.split())
        text = f"Nothing has been sent since {since}: the mail server refuses everybody ({why})."
        yield WaitingItem(text, suggest("mail start"))
    counts = queries.letter_counts(session, cohort.key)
    if drafts := _drafts(session, cohort.key, now):
        text = f"{_counted(drafts)} waiting for your review."
        yield WaitingItem(text, suggest("mail review", cohort.key))
    if held := counts.get(LetterState.HELD, 0):
        text = f"{_counted(held)} held: somebody should look before it goes."
        yield WaitingItem(text, suggest("mail list", "--cohort", cohort.key, "--state", "held"))
    for address in bounced(session, cohort.key):
        yield _come_back(session, address.email)


def _drafts(session: Session, cohort: str, now: datetime) -> int:
    """How many wait for review and are not out of date."""
    found = queries.letters(session, state=LetterState.DRAFT, cohort=cohort)
    return sum(letter.expires is None or letter.expires > now for letter in found)


def _come_back(session: Session, email: str) -> WaitingItem:
    right = suggest("mail unbounce", email)
    if not is_known(session, email):
        return WaitingItem(f"Letters to {email} come back. When the address is right again:", right)
    text = f"Letters to {email} come back. If it is right after all: {right}. If there is another:"
    return WaitingItem(text, suggest("person amend", email, "--email", "EMAIL"))


def _counted(letters: int) -> str:
    return counted(letters, "letter is", "letters are")


def _applications(views: Iterable[ApplicationView], cohort: CohortView) -> Iterator[WaitingItem]:
    for view in views:
        for concern in view.concerns:
            yield WaitingItem(
                text=f"{view.application.name} ({view.id}): {CONCERN_SENTENCES[concern]}.",
                suggestion=application_step(view, concern, cohort.programme),
            )


def application_step(view: ApplicationView, concern: Concern, programme: Programme) -> Suggestion:
    """What helps with this concern about this application."""
    rules = rules_of(programme)
    places = ((gathering, sitting) for gathering, _, sitting in (p.partition(":") for p in view.signed_up))
    gatherings, email = to_attend(places, rules), view.application.email
    return about_application(concern, view.cohort, view.id, email, gatherings, view.missing)


def _contacts(session: Session, cohort: str) -> Iterator[WaitingItem]:
    """Of the work of explaining, and no word of what was answered."""
    for pairing, role in contact_wishes.waiting(session, cohort):
        name = queries.pairing(session, pairing).person(role).name
        text = f"{name} ({pairing}) {CONCERN_SENTENCES[Concern.BURDEN_UNEVEN]}. When you have spoken:"
        yield WaitingItem(text, suggest("pairing contacted", pairing))


def _pairings(views: Iterable[PairingView]) -> Iterator[WaitingItem]:
    for view in views:
        for concern in view.concerns:
            yield WaitingItem(
                text=f"{view.mentor.name} and {view.mentee.name} ({view.id}): {_says(view, concern)}.",
                suggestion=about_pairing(concern, view.cohort, view.id),
            )


def _says(view: PairingView, concern: Concern) -> str:
    waits = f"; the pair is paused, and Tandem waits for {view.waits_for}" if view.paused else ""
    return f"{CONCERN_SENTENCES[concern]}{waits}"
