from datetime import timedelta

import pytest

from domain.enums import Arrangement, Role
from domain.letter.letter import Letter, LetterName
from domain.programme.gathering_plan import SittingDate
from mail.templates import words_of
from tests.living import Life, accepted, bristol, lived, utc
from tests.mail.stories import ANN, bare_programme, couple, facts, one_of_each

pytestmark = pytest.mark.unit


def reminded(entity: Life) -> Life:
    accepted(entity).until(utc(2027, 6, 29))
    return entity


def _letter(name: LetterName, role: Role = Role.MENTOR) -> Letter:
    return one_of_each(role)[name]


def test_each_partner_reads_about_the_other() -> None:
    known = {r: facts(_letter(LetterName.INTRODUCTION, r)) for r in Role}

    assert (known[Role.MENTOR].name, known[Role.MENTOR].partner) == ("Ann Adeyemi", "Tom Thwaite")
    assert (known[Role.MENTEE].name, known[Role.MENTEE].partner) == ("Tom Thwaite", "Ann Adeyemi")
    assert known[Role.MENTEE].partner_email == "ann@uni.example"


def test_who_is_asked_for_a_yes_reads_which_dates_it_promises() -> None:
    known = facts(_letter(LetterName.INTRODUCTION))

    assert known.commitments[0].endswith("induction: Wednesday 30 June 2027, 09:30 to 11:30")
    assert len(known.commitments) == 3  # and not the information session, which is over and asked of nobody
    assert known.commitments[2] in words_of(LetterName.INTRODUCTION, known).text


def test_the_roles_are_called_as_the_programme_calls_them() -> None:
    known = facts(_letter(LetterName.INTRODUCTION, Role.MENTEE))

    assert (known.role, known.partner_role) == ("Senior partner", "Partner")


def test_only_the_mentor_mentors() -> None:
    pairing = couple(arrangement=Arrangement.REVERSE)

    assert facts(_letter(LetterName.INTRODUCTION, Role.MENTOR), pairing).mentors
    assert not facts(_letter(LetterName.INTRODUCTION, Role.MENTEE), pairing).mentors


def test_the_time_said_is_the_letters_and_not_the_programmes() -> None:
    known = facts(_letter(LetterName.GATHERING_MOVED))

    assert bristol().gathering("training").sittings[0].hours == "14:00-16:00"
    assert known.gathering == "Development session 2: training"
    assert known.when == "Thursday 8 July 2027, 14:00 to 16:00"


@pytest.mark.parametrize(
    ("month", "said"),
    [(7, "Tuesday 20 July 2027, 10:00 to 11:00"), (12, "Monday 20 December 2027, 09:00 to 10:00")],
)
def test_hours_are_said_in_local_time_in_summer_and_winter(month: int, said: str) -> None:
    times = {"starts": utc(2027, month, 20, 9), "ends": utc(2027, month, 20, 10)}

    assert facts(_letter(LetterName.SESSION_BOOKED).replace(**times)).when == said


def test_a_reader_elsewhere_is_told_whose_time_it_is() -> None:
    from_delhi = couple(mentor=ANN.replace(timezone="Asia/Kolkata"))
    booked, moved = _letter(LetterName.SESSION_BOOKED), _letter(LetterName.GATHERING_MOVED)
    times = {"starts": utc(2027, 7, 20, 9), "ends": utc(2027, 7, 20, 10)}

    assert (
        facts(booked.replace(**times), from_delhi).when == "Tuesday 20 July 2027, 10:00 to 11:00, London time"
    )
    assert facts(moved, from_delhi).when == "Thursday 8 July 2027, 14:00 to 16:00, London time"
    here = couple(mentor=ANN.replace(timezone="Europe/London"))
    assert facts(moved, here).when == facts(moved).when == "Thursday 8 July 2027, 14:00 to 16:00"


def test_a_reminder_says_what_else_is_on_that_week() -> None:
    reminder = next(
        x
        for x in lived(reminded).letters
        if x.name is LetterName.GATHERING_REMINDER and x.role is Role.MENTOR
    )
    from_delhi = couple(mentor=ANN.replace(timezone="Asia/Kolkata"))

    assert facts(reminder).also == ("Development session 2: training: Tuesday 6 July 2027, 14:00 to 16:00",)
    assert facts(reminder, from_delhi).also[0].endswith("14:00 to 16:00, London time")


@pytest.mark.parametrize(("month", "said"), [(7, "Friday 2 July 2027"), (12, "Wednesday 1 December 2027")])
def test_the_day_to_act_by_is_a_local_day(month: int, said: str) -> None:
    times = {"at": utc(2027, 6, 1), "until": utc(2027, month, 1, 23, 30)}  # late in the evening

    assert facts(_letter(LetterName.EVALUATION).replace(**times)).until == said


def test_nobody_is_asked_to_act_by_a_day_that_is_over() -> None:
    letter = _letter(LetterName.EVALUATION)

    assert facts(letter.replace(until=letter.at - timedelta(days=1))).until is None


def test_hours_across_the_change_of_the_clocks_are_those_on_the_wall() -> None:
    night = {"starts": utc(2027, 10, 31, 0, 30), "ends": utc(2027, 10, 31, 2, 0)}

    known = facts(_letter(LetterName.SESSION_BOOKED).replace(**night))

    assert known.when == "Sunday 31 October 2027, 01:30 to 02:00"


def test_a_letter_without_a_day_to_act_by_has_none() -> None:
    assert facts(_letter(LetterName.THANKS)).until is None


def test_a_letter_about_no_meeting_has_no_time_and_no_place() -> None:
    known = facts(_letter(LetterName.THANKS))

    assert (known.when, known.where, known.gathering, known.session) == (None, None, None, None)


def test_who_missed_the_last_sitting_is_told_of_no_other() -> None:
    assert facts(_letter(LetterName.GATHERING_MISSED)).when is None


def test_the_place_and_the_link_are_the_sittings() -> None:
    programme, place = bristol(), {"where": "Room 4", "link": "https://uni.example/join"}
    training = programme.gathering("training")
    sittings = [
        SittingDate.model_validate({**s.model_dump(by_alias=True), **place}) for s in training.sittings
    ]
    there = training.replace(sittings=tuple(sittings))
    changed = programme.replace(
        gatherings=tuple(there if g.key == "training" else g for g in programme.gatherings)
    )

    known = facts(_letter(LetterName.GATHERING_MOVED), programme=changed)

    assert (known.where, known.link) == ("Room 4", "https://uni.example/join")
    words = words_of(LetterName.GATHERING_MOVED, known)
    assert "Join online: https://uni.example/join" in words.text
    assert 'href="https://uni.example/join"' in words.html


def test_what_a_programme_leaves_out_is_none() -> None:
    known = facts(_letter(LetterName.EVALUATION), programme=bare_programme())

    assert known.contact_telephone is None
    assert (known.wellbeing_text, known.wellbeing_url, known.questionnaire) == (None, None, None)
    assert known.resources == ()
