"""The rules of applications, role by role, as the five programmes have them."""

import pytest

from domain.application.rules import ApplicationRules, Condition, application_rules
from domain.enums import Role
from tests.applying import bucks, programme, rules_for, south_west
from tests.every import every
from tests.living import utc

pytestmark = pytest.mark.unit

EVERY = [
    (key, role)
    for key in ("bristol-2021", "bucks", "city-2021", "exco-2020", "south-west-2022")
    for role in Role
]


def which(holds: object) -> list[tuple[str, str]]:
    """The programmes and roles whose rules have this."""
    return [(key, role.value) for key, role in EVERY if getattr(rules_for(key, role), str(holds))]


def test_only_leaders_of_bucks_enter_by_invitation() -> None:
    assert which("invited_only") == [("bucks", "mentee")]


def test_only_leaders_of_bucks_have_prerequisites() -> None:
    assert which("prerequisites") == [("bucks", "mentee")]
    assert bucks().prerequisites == (
        Condition(key="workshop", gathering="workshop"),
        Condition(key="experience"),
    )


def test_the_first_phase_of_bucks_ends_with_its_last_day() -> None:
    assert which("invited_until") == [("bucks", "mentee")]
    assert bucks().invited_until == utc(2027, 2, 26, 23, 59)


def test_only_south_west_needs_the_line_managers_support() -> None:
    assert which("manager_support") == [("south-west-2022", "mentor"), ("south-west-2022", "mentee")]
    assert south_west().manager_silence == "coordinator"


@every(
    ("key", "closes"),
    [
        ("bristol-2021", utc(2027, 6, 7, 22, 59)),
        ("bucks", utc(2027, 2, 26, 23, 59)),
        ("city-2021", utc(2027, 9, 3, 22, 59)),
        ("exco-2020", None),
        ("south-west-2022", utc(2027, 6, 18, 22, 59)),
    ],
)
def test_applications_close_at_the_end_of_the_day_local_time(key: str, closes: object) -> None:
    assert {rules_for(key, role).closes for role in Role} == {closes}


def test_all_five_keep_late_interest_for_the_next_cohort() -> None:
    assert {rules_for(key, role).late for key, role in EVERY} == {"next_cohort"}


@every(
    ("key", "role", "gatherings"),
    [
        ("bristol-2021", Role.MENTOR, ["information"]),
        ("bucks", Role.MENTOR, []),
        ("bucks", Role.MENTEE, ["workshop"]),
        ("city-2021", Role.MENTEE, []),
        ("exco-2020", Role.MENTOR, []),
        ("south-west-2022", Role.MENTEE, ["awareness"]),
    ],
)
def test_only_gatherings_before_the_pairing_and_for_the_role_travel(
    key: str, role: Role, gatherings: list[str]
) -> None:
    assert [gathering.key for gathering in rules_for(key, role).gatherings] == gatherings


def test_what_a_programme_says_of_late_interest_and_of_silence_is_kept() -> None:
    south_west = programme("south-west-2022")
    assert south_west.applications
    strict = south_west.applications.replace(late="declined", manager_silence="declined")
    rules = application_rules(south_west.replace(applications=strict), Role.MENTOR)
    assert (rules.late, rules.manager_silence) == ("declined", "declined")


@every(("key", "role"), EVERY)
def test_the_rules_survive_their_journey_and_carry_no_text(key: str, role: Role) -> None:
    rules = rules_for(key, role)
    travels = rules.model_dump_json()
    assert ApplicationRules.model_validate_json(travels) == rules
    told = programme(key).role(role)
    assert told.who not in travels
    assert programme(key).contact.email not in travels
