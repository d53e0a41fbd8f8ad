import pytest

from cli.spelling import spelled
from domain.enums import Role
from domain.letter.letter import LetterName
from mail.cohort_facts import to_coordinator
from tests.mail.application_stories import cohort_of, programme, written

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("name", "command"),
    [
        (LetterName.COHORT_CLOSING, "tandem application list spring"),
        (LetterName.DRAFT_READY, "tandem match show spring"),
        (LetterName.COHORT_REPORT, "tandem cohort report spring"),
    ],
)
def test_the_letter_goes_to_the_programmes_contact_with_the_next_command(
    name: LetterName, command: str
) -> None:
    letter = written("bristol", Role.MENTOR)[name].letter

    to = to_coordinator(letter, cohort_of(programme("bristol")), {}, {}, spelled)

    contact = programme("bristol").contact
    assert (to.person, to.name, to.email) == (None, contact.name, contact.email)
    assert (to.facts.name, to.facts.reference, to.facts.command) == (contact.name, "spring", command)
    assert to.facts.figures == ()


def test_figures_are_said_one_by_one_and_in_plain_words() -> None:
    letter = written("bristol", Role.MENTOR)[LetterName.DRAFT_READY].letter

    to = to_coordinator(
        letter,
        cohort_of(programme("bristol")),
        {"in_order": 12, "checking": 1, "withdrawn": 0},
        {"midway_review": 2},
    )

    assert to.facts.figures == (
        "12 applications: in order",
        "1 application: checking",
        "2 pairings: midway review",
    )
