"""The coordinator's hand in the matching: pairs that must be, or must not be, and taking that back."""

from collections.abc import Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.enums import Role, in_words
from domain.errors import BadInput, Refused
from domain.matching.candidates import Candidate
from domain.matching.one_pair import broken_rules
from domain.matching.reporting_line import managers
from domain.matching.rules import RULE_SENTENCES, Rule
from domain.suggestion import suggest
from domain.wording import counted
from services.applications.lookup import applications_fitting, find_application, with_address
from services.context import Context
from storage import applications, cohorts, drafts, queries
from storage.drafts import Mark
from storage.erasing import past_pairs
from storage.erasing.past_pairs import PairDigest
from storage.views import ApplicationView, CohortView


class MarkedPair(NamedTuple):
    """Two applicants about whom the coordinator has decided something."""

    mentor: ApplicationView
    mentee: ApplicationView
    is_changed: bool
    """False if there was nothing to take back."""
    beyond: Sequence[str] = ()
    """A sentence for each of them who has more partners by pins than they said they can take."""


def pin(context: Context, key: str, mentor: str, mentee: str) -> MarkedPair:
    """These two become a pair in every draft from now on. `mentor`, `mentee`: by id, address or name. Raises
    NotFound or BadInput if one of them has not applied in that role, and Refused for a pin that no draft
    could keep."""
    with context.store() as session:
        cohort = queries.cohort(session, key)
        one, other = _two(session, key, mentor, mentee)
        _check_possible(session, cohort, one, other, context.pair_digest)
        drafts.mark(session, one.id, other.id, Mark.PIN, context.clock())
        beyond = list(_beyond_capacity(session, key, (one, other)))
    return MarkedPair(one, other, is_changed=True, beyond=beyond)


def forbid(context: Context, key: str, mentor: str, mentee: str) -> MarkedPair:
    """These two never become a pair in a draft from now on. Raises NotFound or BadInput."""
    with context.store() as session:
        queries.cohort(session, key)
        one, other = _two(session, key, mentor, mentee)
        drafts.mark(session, one.id, other.id, Mark.FORBID, context.clock())
    return MarkedPair(one, other, is_changed=True)


def unpin(context: Context, key: str, mentor: str, mentee: str) -> MarkedPair:
    """Take a pin back, and leave a forbid. Raises NotFound or BadInput."""
    return _take_back(context, key, mentor, mentee, Mark.PIN)


def unforbid(context: Context, key: str, mentor: str, mentee: str) -> MarkedPair:
    """Take a forbid back, and leave a pin. Raises NotFound or BadInput."""
    return _take_back(context, key, mentor, mentee, Mark.FORBID)


def _take_back(context: Context, key: str, mentor: str, mentee: str, kind: Mark) -> MarkedPair:
    with context.store() as session:
        queries.cohort(session, key)
        one, other = _two(session, key, mentor, mentee)
        is_there = (one.id, other.id) in drafts.marks(session, key, kind)
        if is_there:
            drafts.mark(session, one.id, other.id, None, context.clock())
    return MarkedPair(one, other, is_there)


def _beyond_capacity(session: Session, key: str, two: Iterable[ApplicationView]) -> Iterator[str]:
    """A pin is the coordinator's decision, also beyond what somebody can take; but it is told."""
    seeking = {candidate.id: candidate for candidate in applications.candidates(session, key)}
    pins = drafts.marks(session, key, Mark.PIN)
    for view in two:
        seeks = seeking.get(view.id)
        earlier = seeks.earlier if seeks else frozenset[str]()
        pinned = sum(view.id in pair and not earlier & set(pair) for pair in pins)
        taken = view.application.capacity - seeks.application.capacity if seeks else 0
        if not seeks and view.stage.may_be_matched:  # every place is taken
            taken = view.application.capacity
        if pinned + taken > view.application.capacity:
            name, can = view.application.name, counted(view.application.capacity, "partner")
            yield f"{name} can take {can}, and has {pinned + taken} with this pin. The pin counts."


def _two(session: Session, key: str, mentor: str, mentee: str) -> Iterator[ApplicationView]:
    for text, role in ((mentor, Role.MENTOR), (mentee, Role.MENTEE)):
        found = applications_fitting(session, key, text)
        if all(view.application.role is not role for view in found):
            who = with_address(found[0])
            raise BadInput(f"{who} has not applied as {role}, but as {role.partner}; name the mentor first.")
        yield find_application(session, key, text, role)


def _check_possible(
    session: Session,
    cohort: CohortView,
    mentor: ApplicationView,
    mentee: ApplicationView,
    digest: PairDigest | None,
) -> None:
    """Raises Refused with every rule that keeps these two from ever being a pair."""
    for view in (mentor, mentee):
        if not view.stage.is_open:
            stage = in_words(view.stage)
            raise Refused(f"{view.application.email} is in no draft: the application is {stage}.")
    broken = [r for r in rules_between(session, cohort, digest, mentor, mentee) if r is not Rule.FORBIDDEN]
    if broken:
        who = f"{mentor.application.email} and {mentee.application.email}"
        why = f"{who} cannot be pinned: {'; '.join(RULE_SENTENCES[rule] for rule in broken)}."
        raise Refused(" ".join((why, *how_again(session, mentor, mentee, broken))))


def how_again(
    session: Session, mentor: ApplicationView, mentee: ApplicationView, broken: Sequence[Rule]
) -> Iterator[str]:
    """How two of this cohort become a pair once more, if nothing else keeps them from it."""
    before = cohorts.latest_of_these_two(session, mentor.cohort, mentor.person, mentee.person)
    if before and not before.stage.is_open and list(broken) == [Rule.EARLIER_PAIR]:
        yield f"To pair them once more all the same: {suggest('pairing again', before.id)}"


def rules_between(
    session: Session,
    cohort: CohortView,
    digest: PairDigest | None,
    mentor: ApplicationView,
    mentee: ApplicationView,
) -> list[Rule]:
    """The rules that keep these two from being a pair, the coordinator's own ruling last. `digest`: by which
    pairs are known of whom somebody was erased."""
    emails = (mentor.application.email, mentee.application.email)
    paired = queries.were_a_pair(session, mentor.person, mentee.person) or (
        digest is not None and past_pairs.were_a_pair(session, digest, *emails)
    )
    one, other = _candidate(mentor, earlier={mentee.id} if paired else set()), _candidate(mentee)
    # Also through others who have applied, however many steps there are between the two.
    above = managers(_candidate(view) for view in applications.applications(session, cohort.key))
    broken = broken_rules(one, other, cohort.programme.matching, cohort.programme.grades, above)
    is_forbidden = (mentor.id, mentee.id) in drafts.marks(session, cohort.key, Mark.FORBID)
    return [*broken, Rule.FORBIDDEN] if is_forbidden else broken


def _candidate(view: ApplicationView, earlier: Set[str] = frozenset()) -> Candidate:
    return Candidate(id=view.id, application=view.application, earlier=frozenset(earlier))
