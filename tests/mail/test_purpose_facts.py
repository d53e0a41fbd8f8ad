"""What a programme says of itself is read where it helps: before a choice, before a yes, and afterwards."""

from datetime import datetime

import pytest

from domain.enums import BOTH, Role
from domain.letter.letter import LetterName
from domain.programme.contacts import Sponsor
from domain.programme.programme import Programme
from domain.programme.roles import Prerequisite
from mail.facts import Facts
from mail.facts_of import about_application
from mail.samples import sample
from mail.templates import words_of
from tests.every import every
from tests.factories import programme
from tests.living import bristol, utc
from tests.mail.application_stories import cohort_of, living, view

pytestmark = pytest.mark.unit

CHOOSING = (LetterName.APPLICATION_INVITATION, LetterName.APPLICATION_RECEIVED)
RECORDING = "https://bristol.example/information-session"
SESSION = utc(2027, 5, 27, 8)
"""When Bristol's information session is held."""


def text_of(name: LetterName, of: Programme, role: Role = Role.MENTOR) -> str:
    """The letter in one line, as somebody reads it."""
    _, to = sample(name, of, role)
    return " ".join(words_of(name, to.facts).text.split())


def acknowledged(at: datetime) -> Facts:
    """What somebody is told who applies to Bristol at this moment."""
    (entry, *_) = living(bristol(), Role.MENTOR, at).entries
    (letter,) = (x for x in entry.letters if x.name is LetterName.APPLICATION_RECEIVED)
    return about_application(letter, cohort_of(bristol()), view(), entry.snapshot).facts


def test_who_applies_after_the_session_finds_its_recording_in_the_acknowledgement() -> None:
    before, after = (acknowledged(SESSION.replace(day=day)) for day in (26, 28))

    assert before.recordings == ()
    assert RECORDING in words_of(LetterName.APPLICATION_RECEIVED, after).text


@every("name", CHOOSING)
def test_who_chooses_an_arrangement_reads_first_what_each_is(name: LetterName) -> None:
    explained = programme("south-west-2022").explanations

    text = text_of(name, programme("south-west-2022"))

    for meaning in (explained.reverse, explained.reciprocal, explained.combined):
        assert meaning
        assert meaning in text


@every("role", BOTH)
def test_who_applies_reads_which_dates_belong_to_it(role: Role) -> None:
    text = text_of(LetterName.APPLICATION_RECEIVED, bristol(), role)

    for title in ("Development session 1: induction", "Development session 2: training", "Mid-way review"):
        assert title in text


def test_who_is_asked_when_dates_are_over_reads_of_those_to_come() -> None:
    (entry, *_) = living(bristol(), Role.MENTOR, SESSION).entries
    letter = entry.letters[0].replace(at=utc(2027, 7, 1))

    known = about_application(letter, cohort_of(bristol()), view(), entry.snapshot).facts

    assert [dated.partition(": ")[0] for dated in known.commitments] == [
        "Development session 2",
        "Mid-way review",
    ]


def test_the_invitation_says_what_there_is_to_gain_and_who_stands_behind_it() -> None:
    text = text_of(LetterName.APPLICATION_INVITATION, bristol())

    assert all(benefit in text for benefit in bristol().roles.mentor.benefits)
    assert not any(benefit in text for benefit in bristol().roles.mentee.benefits)
    assert "Behind it: The Provost, co-chair of the Anti-Racism Steering Group; The director" in text


def test_what_a_sponsor_says_stands_in_the_invitation_with_who_says_it() -> None:
    said = Sponsor(name="Ada Invented", position="an invented chair", quote="I learned to ask first.")

    text = text_of(LetterName.APPLICATION_INVITATION, bristol().replace(sponsors=(said,)))

    assert '"I learned to ask first." (Ada Invented, an invented chair)' in text
    assert "Behind it" not in text


def test_the_invitation_names_what_helps_and_is_not_asked_for() -> None:
    roles = bristol().roles
    mentor = roles.mentor.replace(preferred=("experience",))
    helped = bristol().replace(
        roles=roles.replace(mentor=mentor),
        prerequisites=(Prerequisite(key="experience", text="some earlier mentoring"),),
    )

    text = text_of(LetterName.APPLICATION_INVITATION, helped)

    assert "It helps if you bring some earlier mentoring. You don't need to." in text
    assert "It helps" not in text_of(LetterName.APPLICATION_INVITATION, helped, Role.MENTEE)


@every("key", ["bristol-2021", "bucks", "city-2021", "exco-2020", "south-west-2022"])
def test_partners_read_what_they_agree_to_before_they_say_yes(key: str) -> None:
    found = programme(key)
    assert found.agreement

    text = text_of(LetterName.INTRODUCTION, found)

    question = text.index("Would you like to go ahead?")
    for said in (*found.expectations, found.agreement.confidentiality, *found.agreement.ground_rules):
        assert said in text[:question]


@every("name", [LetterName.MENTORING_BEGINS, LetterName.THANKS, LetterName.FOLLOW_UP])
def test_what_there_is_to_read_is_named_with_its_makers_also_afterwards(name: LetterName) -> None:
    text = text_of(name, programme("exco-2020"))

    assert text.count("by People of Colour (for members)") == 3


def test_who_only_applies_sees_what_is_for_everybody() -> None:
    text = text_of(LetterName.APPLICATION_RECEIVED, programme("city-2021"))

    assert "https://city.example/spotlight-stories" in text
    assert "mentoring-resources" not in text_of(LetterName.APPLICATION_RECEIVED, bristol())


def test_the_funder_is_named_with_the_thanks() -> None:
    funder = programme("exco-2020").funder
    assert funder
    assert funder.acknowledgement

    assert funder.acknowledgement in text_of(LetterName.THANKS, programme("exco-2020"))


def test_who_is_asked_how_it_was_reads_who_will_read_it() -> None:
    text = text_of(LetterName.EVALUATION, bristol())

    assert bristol().report
    assert "The Anti-Racism Steering Group, on" in text


def test_who_leads_through_a_discussion_is_said_when_it_is_announced() -> None:
    city = programme("city-2021")
    held = city.gathering("discussion")
    only = city.replace(gatherings=(held,))

    assert "Led by people who know the field." in text_of(LetterName.GATHERING_INVITATION, only)
