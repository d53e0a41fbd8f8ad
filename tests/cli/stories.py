"""Lives that have come to whatever a coordinator may have to see to, and what becomes of them in neglect."""

from collections.abc import Callable, Iterator
from copy import copy
from datetime import datetime, timedelta
from typing import Any

from domain.application import events as of_application
from domain.enums import BOTH, CohortStage, Correspondent, GatheringKind, ReviewChoice, Role
from domain.errors import Refused
from domain.pairing.due import due
from domain.pairing.events import Attend, BookSession, LetterFailed, LogSession, Pause, Review
from domain.pairing.machine import PAIRING
from domain.programme.rules import Rules
from tests.applying import OPEN, Applying, Following, applied, bristol, bucks
from tests.applying import at as application_at
from tests.domain.application.test_machine import BEGINNINGS, VARIED
from tests.domain.cohort.keeping import CLOSES, Keeping
from tests.domain.cohort.keeping import at as cohort_at
from tests.domain.varied import closing_feedback, gathering, with_gathering
from tests.living import Life, accepted, bristol_rules, evaluation, lived, mentoring, utc

Living = Following[Any, Any]
"""A life of whatever kind."""

_MOST_LOOKS = 40


def neglected(living: Living) -> Iterator[Living]:
    """The life as it is, and at each later moment at which it looks what is due, if nobody tells anything."""
    for _ in range(_MOST_LOOKS):
        yield again(living)
        if living.look_again is None:
            return
        living.until(living.look_again)


def again(living: Living) -> Living:
    """A copy, to which something else may happen."""
    other = copy(living)
    other.entries = list(living.entries)
    return other


def pairings() -> Iterator[Living]:
    yield _pairing(lambda entity: entity)
    yield _pairing(accepted)
    yield _pairing(accepted, Attend(gathering="induction", attended=False), now=utc(2027, 7, 1))
    yield _pairing(accepted, Attend(gathering="induction"), now=utc(2027, 7, 1))
    for told in (Pause(), LetterFailed(role=Role.MENTOR), BookSession(starts=utc(2027, 7, 20), minutes=60)):
        yield _pairing(mentoring, told)
    yield _pairing(mentoring, rules=_supervised)
    enough = [LogSession(starts=utc(2027, 7, day), minutes=60) for day in (7, 8, 9, 10)]
    yield _pairing(mentoring, *enough, now=utc(2027, 7, 11))
    adjusted = [Review(role=role, choice=ReviewChoice.ADJUST) for role in BOTH]
    yield _pairing(mentoring, *enough, *adjusted, now=utc(2027, 10, 8))
    yield _pairing(mentoring, *enough[:2], now=utc(2027, 7, 11))
    yield _pairing(evaluation)
    yield _pairing(evaluation, rules=closing_feedback)


def _pairing(
    how: Callable[[Life], Life],
    *told: Any,
    now: datetime | None = None,
    rules: Callable[[], Rules] = bristol_rules,
) -> Living:
    """One that has come so far, and is told this then."""
    entity = lived(how, rules)
    if now:
        entity.until(now)
    living: Living = Following(entity.pairing, entity.now, PAIRING.apply, due)
    living.update(*told)
    return living


def _supervised() -> Rules:
    return with_gathering(gathering("supervision", GatheringKind.SUPERVISION, utc(2027, 8, 10)))


def applications() -> Iterator[Living]:
    for rules, introductions in VARIED.values():
        for begins in BEGINNINGS.values():
            for missing in ((), ("goals", "manager_email")):
                yield begins(rules, introductions - timedelta(weeks=4), missing=missing)
    for stage in OPEN:
        for told in _OUT_OF_THE_RUNNING:
            living = application_at(stage)
            try:
                living.update(told)
            except Refused:  # as whoever has a partner does not withdraw from here
                continue
            yield living
    yield _signed_up_for_two()
    tomorrow = utc(2027, 5, 19)
    yield Applying(bristol(), tomorrow - timedelta(days=1), received=tomorrow)


_OUT_OF_THE_RUNNING = (
    of_application.Decline(),
    of_application.WithdrawApplication(),
    of_application.Confirm(condition="manager", met=False),
    of_application.Close(),
    of_application.Freed(pairing="p-01", how="left"),
    of_application.Freed(pairing="p-01", how="completed"),
    LetterFailed(role=Correspondent.APPLICANT),
)


def _signed_up_for_two() -> Living:
    """For a talk in a fortnight, and for the workshop, which is before it."""
    (workshop,) = bucks().gatherings
    talk = gathering("talk", GatheringKind.AWARENESS, utc(2027, 2, 24), required=False)
    living = applied(bucks().replace(gatherings=(talk, workshop)), utc(2027, 2, 1, 10), invited=True)
    for key in ("talk", "workshop"):
        living.update(of_application.SignUp(gathering=key, sitting="1"))
    return living


def cohorts() -> Iterator[Living]:
    for stage in CohortStage:
        yield cohort_at(stage)
        failed = cohort_at(stage)
        failed.update(LetterFailed(role=Correspondent.COORDINATOR))
        yield failed
    undrafted = Keeping()
    undrafted.until(CLOSES)
    undrafted.work(made=False)
    yield undrafted
