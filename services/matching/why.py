"""Why somebody has this partner in the latest draft, or none; and why two people are a pair, or are not."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from sqlalchemy.orm import Session

from domain.application.form import ApplicationForm
from domain.enums import ApplicationStage, Role, in_words
from domain.matching.criteria import criteria_met
from domain.matching.draft import Draft, Proposal
from domain.matching.explain import why_not, why_pair
from domain.matching.rules import RULE_SENTENCES, Rule
from domain.matching.unmet_choices import unmet_choices
from domain.programme.programme import Programme
from domain.suggestion import suggest
from services.applications.lookup import of_one_person
from services.applications.reading import stage_in_words
from services.context import Context
from services.matching.drafts import DraftedMatches, People, latest_draft
from services.matching.marks import how_again, rules_between
from storage import applications, queries
from storage.erasing.past_pairs import PairDigest
from storage.views import ApplicationView, CohortView

Applications = Sequence[ApplicationView]


def why(context: Context, cohort: str, person: str, other: str | None = None) -> list[str]:
    """Sentences on why this person (by address, name or id) has this partner in the latest draft, or none,
    and what the nearest change would be; with `other`, why these two are a pair, or are not. Raises
    NotFound, or BadInput if several fit."""
    matches = latest_draft(context, cohort)
    with context.store() as session:
        mine = of_one_person(session, cohort, person)
        if other is None:
            return [*_why_one(matches, mine), *_of_choices(session, matches, mine, context.pair_digest)]
        theirs = of_one_person(session, cohort, other)
        return list(_why_two(session, matches, mine, theirs, context.pair_digest))


def _why_one(matches: DraftedMatches, mine: Applications) -> Iterator[str]:
    draft, people = matches.stored.draft, matches.people
    ids = {view.id for view in mine}
    for pair in draft.pairs:
        if ids & {pair.mentor, pair.mentee}:
            yield from why_pair(pair, people[pair.mentor].name, people[pair.mentee].name)
    for unplaced in draft.unplaced:
        if unplaced.id in ids:
            yield from why_not(unplaced, people[unplaced.id].name)
    yield from (_why_not_there(view, matches.cohort) for view in mine if view.id not in draft.everybody)


def _of_choices(
    session: Session, matches: DraftedMatches, mine: Applications, digest: PairDigest | None
) -> Iterator[str]:
    """What became of choices that are not met, and who came first among equals."""
    cohort = queries.cohort(session, matches.cohort)
    for view in mine:
        if view.id in matches.stored.draft.everybody:
            broken = partial(_broken, session, cohort, digest, view)
            yield from unmet_choices(view.id, matches.stored.draft, matches.people, broken)
    if applications.has_waited(session, matches.cohort, mine[0].person):
        yield f"{mine[0].application.name} has waited since the last cohort, and comes first among equals."


def _broken(
    session: Session, cohort: CohortView, digest: PairDigest | None, view: ApplicationView, other: str
) -> list[Rule]:
    """The rules that keep somebody from being a pair with the application of this id."""
    partner = applications.application(session, other)
    is_mentor = view.application.role is Role.MENTOR
    return rules_between(session, cohort, digest, *((view, partner) if is_mentor else (partner, view)))


def _why_not_there(view: ApplicationView, cohort: str) -> str:
    who = f"{view.application.name} is not in this draft as {view.application.role}"
    if view.stage is ApplicationStage.PAIRED:
        return f"{who}: there is a partner already, and no place for another."
    if view.stage.may_be_matched:
        return f"{who}, which is older; make a new one: {suggest('match draft', cohort)}"
    lacks = ", ".join(map(in_words, [*view.missing, *view.outstanding]))
    return f"{who}: the application is {stage_in_words(view)}{'; it lacks ' + lacks if lacks else ''}."


def _why_two(
    session: Session,
    matches: DraftedMatches,
    one: Applications,
    other: Applications,
    digest: PairDigest | None,
) -> Iterator[str]:
    possible = [
        (mentor, mentee)
        for mentors, mentees in ((one, other), (other, one))
        for mentor in mentors
        for mentee in mentees
        if (mentor.application.role, mentee.application.role) == (Role.MENTOR, Role.MENTEE)
    ]
    if not possible:
        names = f"{one[0].application.name} and {other[0].application.name}"
        yield f"{names} have both applied as {one[0].application.role}: {RULE_SENTENCES[Rule.ROLE]}."
    for mentor, mentee in possible:
        yield from _why_pair_or_not(session, matches, mentor, mentee, digest)


def _why_pair_or_not(
    session: Session,
    matches: DraftedMatches,
    mentor: ApplicationView,
    mentee: ApplicationView,
    digest: PairDigest | None,
) -> Iterator[str]:
    draft, names = matches.stored.draft, (mentor.application.name, mentee.application.name)
    for pair in draft.pairs:
        if (pair.mentor, pair.mentee) == (mentor.id, mentee.id):
            yield from why_pair(pair, *names)
            return
    cohort = queries.cohort(session, matches.cohort)
    broken = rules_between(session, cohort, digest, mentor, mentee)
    two = " and ".join(names)
    if broken:
        yield f"{two} cannot be a pair: {'; '.join(RULE_SENTENCES[rule] for rule in broken)}."
        yield from how_again(session, mentor, mentee, broken)
        return
    absent = [view for view in (mentor, mentee) if view.id not in draft.everybody]
    yield f"{two} are not a pair in this draft, though the rules allow it."
    yield from (_why_not_there(view, matches.cohort) for view in absent)
    yield from _met(mentor.application, mentee.application, cohort.programme)
    if not absent:
        yield from _instead(draft, matches.people, (mentor.id, mentee.id))
        pin = suggest("match pin", matches.cohort, mentor.application.email, mentee.application.email)
        yield f"To have them together in every draft: {pin}"


def _met(mentor: ApplicationForm, mentee: ApplicationForm, programme: Programme) -> Iterator[str]:
    """The wishes that the two would meet."""
    arrangement = mentor.arrangement.together(mentee.arrangement)
    assert arrangement, "no rule is against them"
    met = criteria_met(mentor, mentee, arrangement, programme.matching.weights, programme.grades)
    would = Proposal(mentor="", mentee="", arrangement=arrangement, score=0, met=met)
    yield from why_pair(would, mentor.name, mentee.name)[1:] if met else ("They would meet no wish.",)


def _instead(draft: Draft, people: People, ids: Iterable[str]) -> Iterator[str]:
    """Whom the draft gives them: more people are placed so, or more wishes are met by all together."""
    for one in ids:
        partners = [
            people[_other(pair, one)].name for pair in draft.pairs if one in (pair.mentor, pair.mentee)
        ]
        has = f"is with {' and '.join(partners)}" if partners else "has no partner"
        yield f"{people[one].name} {has}: so more people are placed, or more wishes met by all together."


def _other(pair: Proposal, one: str) -> str:
    return pair.mentee if pair.mentor == one else pair.mentor
