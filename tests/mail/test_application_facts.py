from typing import get_args

import pytest

from domain.application import events
from domain.enums import BOTH, ApplicationEndReason, Correspondent, Role
from domain.letter.letter import LetterName
from domain.programme.applications_plan import Need
from domain.programme.cancelling import cancelled
from domain.programme.dates import Place, held_once_more, read_slot
from mail.facts_of import FIELD_WORDS, about_application
from tests.living import utc
from tests.mail.application_stories import (
    MANAGER_EMAIL,
    Written,
    addressed,
    application,
    cohort_of,
    demanding,
    living,
    person_of,
    programme,
    view,
    written,
)

pytestmark = pytest.mark.unit

_APPLIED = utc(2027, 5, 20)


def _found(name: LetterName, role: Role = Role.MENTOR, key: str = "bristol") -> Written:
    return written(key, role)[name]


@pytest.mark.parametrize("role", BOTH)
def test_an_applicant_is_written_to_as_themselves(role: Role) -> None:
    to = addressed(_found(LetterName.APPLICATION_RECEIVED, role), cohort_of(programme("bristol")), role)

    somebody = person_of(role)
    assert (to.person, to.name, to.email) == (somebody.id, somebody.name, somebody.email)
    assert (to.facts.name, to.facts.applicant) == (somebody.name, None)
    assert to.facts.role == programme("bristol").role(role).label
    assert to.facts.reference == "spring-a01"


@pytest.mark.parametrize("name", [LetterName.MANAGER_REQUEST, LetterName.MANAGER_CHASER])
def test_a_manager_has_an_address_and_no_person_no_name_and_no_role(name: LetterName) -> None:
    to = addressed(_found(name), cohort_of(demanding("bristol")))

    assert (to.person, to.name, to.email) == (None, "", MANAGER_EMAIL)
    assert (to.facts.name, to.facts.applicant, to.facts.role) == ("colleague", "Ann Adeyemi", None)


def test_what_is_missing_is_said_in_words() -> None:
    entity = living(programme("south-west-2022"), Role.MENTOR, _APPLIED, complete=False)
    (entry, *_) = entity.entries
    (letter,) = (x for x in entry.letters if x.name is LetterName.APPLICATION_RECEIVED)

    known = about_application(letter, cohort_of(programme("south-west-2022")), view(), entry.snapshot)

    assert known.facts.missing == (
        "your line manager's email address",
        "what you would like to learn or work on",
    )


def test_every_field_that_a_programme_may_need_has_its_words() -> None:
    assert set(get_args(Need)) == set(FIELD_WORDS)


def test_what_must_still_happen_is_said_in_words() -> None:
    received = _found(LetterName.APPLICATION_RECEIVED, Role.MENTEE, "bucks")

    known = addressed(received, cohort_of(demanding("bucks")), Role.MENTEE).facts

    assert known.conditions == (
        "an invitation from us",
        "the support of your line manager",
        "the two-hour workshop for leaders",
        "evidence of earlier coaching or mentoring, or of training in it",
    )


FOR_BOTH = (
    "Supervision: Tuesday 5 October 2027, 14:00 to 15:00 (Online)",
    "Feedback session: Tuesday 25 January 2028, 14:00 to 15:00 (Online)",
    "Evaluation session: Wednesday 16 February 2028, 14:00 to 15:00 (Online)",
)
"""What the South West asks of both, besides the induction."""
UNTITLED = tuple(dated.partition(": ")[2] for dated in FOR_BOTH)


def test_who_is_asked_to_take_part_reads_what_it_takes() -> None:
    invitation = _found(LetterName.APPLICATION_INVITATION, Role.MENTOR, "south-west-2022")

    known = addressed(invitation, cohort_of(programme("south-west-2022"))).facts

    assert known.commitments == (
        "Induction: Tuesday 13 July 2027, 14:00 to 16:00 (Online)",
        "Training for mentors: Tuesday 20 July 2027, 12:00 to 14:00 (Online)",
        *FOR_BOTH,
    )


def test_a_mentee_is_not_asked_to_the_training_of_the_mentors() -> None:
    invitation = _found(LetterName.APPLICATION_INVITATION, Role.MENTEE, "south-west-2022")

    known = addressed(invitation, cohort_of(programme("south-west-2022")), Role.MENTEE).facts

    assert known.commitments == ("Induction: Tuesday 13 July 2027, 14:00 to 16:00 (Online)", *FOR_BOTH)


def test_a_manager_reads_only_of_the_dates_that_are_left() -> None:
    request = _found(LetterName.MANAGER_REQUEST, Role.MENTOR, "south-west-2022")
    training = cancelled(programme("south-west-2022"), "training", utc(2027, 6, 1), opens=True).programme

    known = addressed(request, cohort_of(training)).facts

    assert known.commitments == ("Tuesday 13 July 2027, 14:00 to 16:00 (Online)", *UNTITLED)


def test_a_manager_reads_each_date_that_there_is_to_choose_from() -> None:
    request = _found(LetterName.MANAGER_REQUEST, Role.MENTOR, "south-west-2022")
    slot, now = read_slot("2027-07-15 10:00-12:00"), utc(2027, 6, 1)
    twice = held_once_more(programme("south-west-2022"), "induction", slot, now, Place("Hall 1")).programme

    known = addressed(request, cohort_of(twice)).facts

    assert known.commitments[0] == (
        "Tuesday 13 July 2027, 14:00 to 16:00 (Online) or Thursday 15 July 2027, 10:00 to 12:00 (Hall 1)"
    )


def test_a_manager_reads_the_dates_without_their_titles() -> None:
    request = _found(LetterName.MANAGER_REQUEST, Role.MENTOR, "south-west-2022")

    known = addressed(request, cohort_of(programme("south-west-2022"))).facts

    assert known.commitments == (
        "Tuesday 13 July 2027, 14:00 to 16:00 (Online)",
        "Tuesday 20 July 2027, 12:00 to 14:00 (Online)",
        *UNTITLED,
    )


def test_why_an_application_was_declined_is_known_to_its_letter() -> None:
    entity = living(demanding("bristol"), Role.MENTOR, _APPLIED)
    entity.update(events.Confirm(condition="manager", met=False))
    entry = entity.entries[-1]
    (letter,) = entry.letters

    to = about_application(letter, cohort_of(demanding("bristol")), view(), entry.snapshot)

    assert letter.name is LetterName.APPLICATION_DECLINED
    assert to.facts.reason == ApplicationEndReason.MANAGER_DECLINED


def test_the_dates_that_are_to_come_are_told_and_not_those_that_were() -> None:
    entity = living(programme("south-west-2022"), Role.MENTOR, utc(2027, 6, 11))
    entity.until(utc(2027, 6, 14, 9))
    (letter,) = (x for x in entity.letters if x.name is LetterName.GATHERING_ANNOUNCED)

    known = about_application(
        letter, cohort_of(programme("south-west-2022")), view(), entity.entries[-1].snapshot
    )

    assert known.facts.gathering == "Awareness session"
    assert known.facts.sittings == (
        "Tuesday 15 June 2027, 14:00 to 15:00 (Online)",
        "Tuesday 13 July 2027, 10:00 to 12:00 (Online)",
    )


def test_a_programme_without_a_day_for_applications_names_none() -> None:
    known = addressed(_found(LetterName.APPLICATION_INVITATION), cohort_of(programme("exco-2020"))).facts

    assert (known.closes, known.form, known.how_to_apply) == (None, None, None)


def test_the_applicant_of_these_stories_has_told_everything() -> None:
    assert application().manager_email == MANAGER_EMAIL
    assert _found(LetterName.MANAGER_REQUEST).letter.role is Correspondent.MANAGER
