"""A coordinator's facts as events, in the order in which they happen."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest

from domain.enums import BOTH, EndReason, ReviewChoice, Role
from domain.pairing.events import (
    Accept,
    Answer,
    Attend,
    End,
    LogSession,
    PairingEvent,
    Pause,
    Resume,
    Review,
    Waive,
    Withdraw,
)
from domain.pairing.facts import Fact, FactKind, events_of
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit

LONDON = ZoneInfo("Europe/London")
DAY = date(2027, 7, 20)
MENTOR = (Role.MENTOR,)


def fact(kind: FactKind, **said: object) -> Fact:
    return Fact.model_validate({"kind": kind, "day": DAY, **said})


@every(
    ("told", "roles", "events"),
    [
        (fact(FactKind.ACCEPTED), (), [Accept(role=role, happened_on=DAY) for role in BOTH]),
        (fact(FactKind.ANSWERED), MENTOR, [Answer(role=Role.MENTOR, happened_on=DAY)]),
        (fact(FactKind.EXCUSED, gathering="g"), (), [Waive(gathering="g", happened_on=DAY)]),
        (
            fact(FactKind.MISSED, gathering="g"),
            MENTOR,
            [Attend(gathering="g", roles=MENTOR, attended=False, happened_on=DAY)],
        ),
        (fact(FactKind.ATTENDED, gathering="g"), (), [Attend(gathering="g", happened_on=DAY)]),
        (fact(FactKind.MET, minutes=90), (), [LogSession(day=DAY, minutes=90)]),
        (fact(FactKind.NOT_MET), (), [LogSession(day=DAY, held=False)]),
        (fact(FactKind.MET, at=time(10)), (), [LogSession(starts=utc(2027, 7, 20, 9))]),
        (
            fact(FactKind.REVIEWED, choice=ReviewChoice.END),
            MENTOR,
            [Review(role=Role.MENTOR, choice=ReviewChoice.END, happened_on=DAY)],
        ),
        (fact(FactKind.WITHDREW), MENTOR, [Withdraw(role=Role.MENTOR, happened_on=DAY)]),
        (fact(FactKind.PAUSED), (), [Pause(happened_on=DAY)]),
        (fact(FactKind.RESUMED), (), [Resume(happened_on=DAY)]),
        (fact(FactKind.ENDED), (), [End(happened_on=DAY)]),
        (
            fact(FactKind.ENDED, reason=EndReason.NO_CONTACT),
            (),
            [End(reason=EndReason.NO_CONTACT, happened_on=DAY)],
        ),
    ],
)
def test_a_fact_is_what_its_command_would_tell(
    told: Fact, roles: tuple[Role, ...], events: list[PairingEvent]
) -> None:
    assert list(events_of(told, roles, LONDON)) == events


def test_facts_are_told_day_by_day_and_on_one_day_as_they_happen() -> None:
    left = fact(FactKind.WITHDREW)
    met = fact(FactKind.MET, at=time(10))
    met_later = fact(FactKind.MET, at=time(15))
    before = fact(FactKind.REVIEWED).replace(day=date(2027, 7, 19))
    told = sorted([left, met_later, before, met], key=lambda one: one.order)
    assert told == [before, met, met_later, left]
