"""Whatever fits what a coordinator has typed, in all cohorts: where it stands, and what can be done."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.clock import format_day
from domain.enums import CohortStage, in_words
from domain.errors import BadInput
from domain.suggestion import Suggestion, about_pairing, suggest
from domain.text_search import all_fits, check_length, folded, without_zeros
from services.applications.lookup import with_address
from services.context import Context
from services.pairing_lookup import both_names
from services.reports.glance import standing
from services.reports.today import application_step
from storage import queries, search
from storage.views import ApplicationView, CohortView, LetterView, PairingView, PersonView

_MOST = 15
"""So many of a kind are found; who needs others types more."""

Cohorts = dict[str, CohortView]


class FoundThing(NamedTuple):
    about: PersonView | ApplicationView | PairingView | CohortView | LetterView
    text: str
    """Who or what it is, and how it stands."""
    suggestion: Suggestion


class FoundKind(NamedTuple):
    title: str
    things: Sequence[FoundThing]
    more: bool
    """Whether there are others, which are not listed."""


def find_everywhere(context: Context, text: str) -> list[FoundKind]:
    """People, applications, pairings, cohorts and letters that fit, each kind that there is. Raises
    BadInput for a text that is too short to mean anything."""
    check_length(text)
    if len(folded(text)) < 2:
        raise BadInput("Write at least two letters of a name, an address or an id.")
    with context.store() as session:
        found = list(_kinds(session, text.strip()))
    return [FoundKind(title, things[:_MOST], len(things) > _MOST) for title, things in found if things]


def _kinds(session: Session, text: str) -> Iterator[tuple[str, list[FoundThing]]]:
    cohorts = {cohort.key: cohort for cohort in queries.cohorts(session)}
    people = all_fits(text, ((one, one.name, one.email) for one in search.people(session)))
    ids, addresses = {one.id for one in people}, [one.email for one in people]
    key = without_zeros(text)
    applied = [one for one in search.application_ids(session) if without_zeros(one) == key]
    pairs = [
        p for p in queries.pairings(session) if {p.mentor.id, p.mentee.id} & ids or without_zeros(p.id) == key
    ]
    yield "Cohorts", [_cohort(one) for one in cohorts.values() if _is_named(text, one)]
    yield "People", [_person(one) for one in people]
    yield (
        "Applications",
        [_application(one, cohorts) for one in search.applications_of(session, ids, applied)],
    )
    yield "Pairings", [_pairing(one) for one in pairs]
    letters = search.letters_to(session, text, addresses, _MOST + 1)
    yield "Letters, the latest first", [_letter(one, cohorts) for one in letters]


def _is_named(text: str, cohort: CohortView) -> bool:
    names = (cohort.key, cohort.programme.title, cohort.programme.organisation)
    return any(folded(text) in folded(name) for name in names)


def _cohort(cohort: CohortView) -> FoundThing:
    text = f"{cohort.key}: {cohort.programme.title}, {standing(cohort)}"
    return FoundThing(cohort, text, _next_of_cohort(cohort))


def _next_of_cohort(cohort: CohortView) -> Suggestion:
    match cohort.stage:
        case CohortStage.MATCHING:
            return suggest("match show", cohort.key)
        case CohortStage.ENDED:
            return suggest("cohort report", cohort.key)
    return suggest("cohort status", cohort.key)


def _person(person: PersonView) -> FoundThing:
    amend = suggest("person amend", person.email, "--email", "EMAIL", "--name", "NAME")
    return FoundThing(person, f"{person.name} <{person.email}>", amend)


def _application(view: ApplicationView, cohorts: Cohorts) -> FoundThing:
    waits = f"; it waits for {view.waits_for}" if view.waits_for else ""
    text = f"{view.id}: {with_address(view)}, {view.application.role}, {in_words(view.stage)}{waits}"
    show = suggest("application show", view.cohort, view.id)
    steps = [application_step(view, one, cohorts[view.cohort].programme) for one in view.concerns]
    return FoundThing(view, text, (steps or [show])[0])


def _pairing(view: PairingView) -> FoundThing:
    waits = f"; it waits for {view.waits_for}" if view.waits_for else ""
    steps = [about_pairing(concern, view.cohort, view.id) for concern in view.concerns]
    text = f"{view.id}: {both_names(view)}, {in_words(view.stage)}{waits}"
    return FoundThing(view, text, (steps or [suggest("pairing show", view.id)])[0])


def _letter(letter: LetterView, cohorts: Cohorts) -> FoundThing:
    written = format_day(letter.written_at, cohorts[letter.cohort].programme.zone)
    state = f"written on {written}, {in_words(letter.state)}"
    text = f"{letter.id[:8]}: {letter.subject}, to {letter.recipient}, {state}"
    return FoundThing(letter, text, suggest("mail show", letter.id[:8]))
