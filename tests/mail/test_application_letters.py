"""The letters of applications and cohorts, in each of the five programmes."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.enums import BOTH, ApplicationEndReason, Correspondent, Role
from domain.letter.letter import Letter, LetterName
from domain.programme.programme import Programme
from mail.facts import Facts
from mail.facts_of import facts_of
from mail.templates import LetterText, words_of
from tests.every import every
from tests.mail.application_stories import (
    FIVE,
    Written,
    about_a_place,
    addressed,
    closing,
    cohort_of,
    demanding,
    living,
    person_of,
    programme,
    written,
)
from tests.mail.stories import couple, one_of_each

pytestmark = pytest.mark.unit

every_programme = every("key", FIVE)
every_role = every("role", BOTH)

_OURS = sorted(written("bristol", Role.MENTOR))
_TO_MANAGERS = (LetterName.MANAGER_REQUEST, LetterName.MANAGER_CHASER)


def _facts(key: str, role: Role) -> Iterator[tuple[LetterName, Facts]]:
    """What every letter may say, where the programme asks for everything and as the programme is."""
    for name, found in [*written(key, role).items(), *about_a_place(key, role).items()]:
        yield name, addressed(found, cohort_of(demanding(key)), role).facts
        if found.letter.gathering is None:
            yield name, addressed(found, cohort_of(programme(key)), role).facts


def _words(key: str, role: Role) -> Iterator[tuple[LetterName, Facts, LetterText]]:
    for name, facts in _facts(key, role):
        yield name, facts, words_of(name, facts)


def _to_pair(letter: Letter, found: Programme) -> Letter:
    """The same letter where it is about a gathering of this programme."""
    if letter.gathering is None:
        return letter
    plan = next(plan for plan in found.gatherings if plan.kind.stage)
    return letter.replace(gathering=plan.key, sitting=plan.sitting_keys[0])


def test_an_application_or_its_cohort_calls_for_every_letter_that_a_pairing_does_not() -> None:
    of_pairings = {name for name in LetterName if isinstance(one_of_each()[name].role, Role)}

    assert set(_OURS) == set(LetterName) - of_pairings
    assert len(_OURS) == 22


@every_programme
@every_role
def test_each_letter_has_been_written_in_some_life(key: str, role: Role) -> None:
    assert sorted(written(key, role)) == _OURS


@every_programme
@every_role
def test_a_letter_greets_its_reader_and_says_who_writes(key: str, role: Role) -> None:
    found = demanding(key)
    readers = {
        Correspondent.APPLICANT: person_of(role).name,
        Correspondent.MANAGER: "colleague",
        Correspondent.COORDINATOR: found.contact.name,
        Correspondent.CONCERNS: found.concerns.name if found.concerns else None,
    }

    for name, facts, words in _words(key, role):
        letter = {**written(key, role), **about_a_place(key, role)}[name].letter
        reader = readers[Correspondent(letter.role)]
        if name is LetterName.APPLICATION_FORM:  # nobody knows yet who that is
            reader = "colleague"
        for body in (words.text, words.html):
            assert f"Dear {reader}," in body, name
            assert found.contact.email in body, name
            assert facts.reference in body, name


_HOLES = re.compile(r"None|[{}]|\(\)|\w [,.;:?!](\s|$)|\b(by|on|with) \.")
"""What a sentence looks like where a fact that it needs is not there."""


@every_programme
@every_role
def test_nothing_is_left_unsaid(key: str, role: Role) -> None:
    for name, _, words in _words(key, role):
        for part in (words.subject, words.text, re.sub("<[^>]*>", "", words.html)):
            assert not _HOLES.search(part), name


@every_programme
@every_role
def test_every_letter_of_a_pairing_is_whole_in_every_programme(key: str, role: Role) -> None:
    known = cohort_of(programme(key))
    for arrangement in known.programme.arrangements:
        for name in set(LetterName) - set(_OURS):
            letter = _to_pair(one_of_each(role)[name], known.programme)
            words = words_of(name, facts_of(letter, known, couple(arrangement=arrangement), letter.at))

            assert f"Dear {person_of(role).name}," in words.text, name
            assert not _HOLES.search(words.subject + words.text), name


@every_programme
@every_role
def test_the_subject_is_one_short_line_that_names_nobody(key: str, role: Role) -> None:
    for name, _, words in _words(key, role):
        assert 0 < len(words.subject) <= 120, name
        assert len(words.subject.splitlines()) == 1, name
        assert not {"Ann", "Adeyemi", "Tom", "Thwaite"} & set(words.subject.split()), name


@every_programme
@every_role
def test_the_subject_says_nothing_about_anyones_characteristics(key: str, role: Role) -> None:
    """Beside the programme's own title, and that of a gathering, which the programme answers for."""
    found = demanding(key)
    labels = [found.role(each).label for each in BOTH]
    told = ["mentor", "mentee", "ethnic", "black", "asian", "white", "senior", "reverse", "grade", *labels]

    for name, facts, words in _words(key, role):
        ours = words.subject.replace(found.title, "").replace(facts.gathering or "\0", "")
        assert [word for word in told if _says(ours, word)] == [], name


def _says(text: str, word: str) -> bool:
    return re.search(rf"\b{re.escape(word)}s?\b", text, re.IGNORECASE) is not None


@every_programme
@every_role
@every("name", _TO_MANAGERS)
def test_a_manager_does_not_learn_in_which_role_somebody_has_applied(
    key: str, role: Role, name: LetterName
) -> None:
    found = demanding(key)
    words = words_of(name, addressed(written(key, role)[name], cohort_of(found), role).facts)

    for part in (words.subject, words.text, words.html):
        ours = " ".join(part.split()).replace(found.title, "").replace(found.organisation, "")
        assert [x for x in ("mentor", "mentee", *(found.role(r).label for r in BOTH)) if _says(ours, x)] == []
    assert person_of(role).name in words.text
    assert not any(plan.title in words.text for plan in found.gatherings)


@pytest.mark.parametrize("name", _TO_MANAGERS)
def test_a_manager_reads_when_the_time_is_needed(name: LetterName) -> None:
    found = written("south-west-2022", Role.MENTOR)[name]
    words = words_of(name, addressed(found, cohort_of(demanding("south-west-2022"))).facts)

    text = " ".join(words.text.split())
    assert "Tuesday 13 July 2027, 14:00 to 16:00 (Online)" in text
    assert "at least 3 sessions of 60 minutes" in text
    assert re.search(r'"yes" or "no" to this letter by \w+ \d+ \w+ 2027', text)


def _declined_for(reason: ApplicationEndReason) -> str:
    found = written("bristol", Role.MENTOR)[LetterName.APPLICATION_DECLINED]
    entry = found.entry.replace(snapshot=found.snapshot.replace(reason=reason))
    to = addressed(type(found)(found.letter, entry), cohort_of(demanding("bristol")))
    return words_of(LetterName.APPLICATION_DECLINED, to.facts).text


def test_whether_a_manager_said_no_or_nothing_stays_with_us() -> None:
    assert _declined_for(ApplicationEndReason.MANAGER_DECLINED) == _declined_for(
        ApplicationEndReason.MANAGER_SILENT
    )


@every("reason", ApplicationEndReason)
def test_whatever_the_reason_nobody_is_blamed(reason: ApplicationEndReason) -> None:
    text = " ".join(_declined_for(reason).split())

    assert "That is no judgement of you" in text
    assert "manager" not in text
    assert reason.value not in text


def test_who_declines_or_leaves_is_told_whom_to_talk_to() -> None:
    support = programme("bristol").wellbeing
    assert support
    for name in (LetterName.APPLICATION_DECLINED, LetterName.RESERVE_LIST, LetterName.APPLICATION_WITHDRAWN):
        found = written("bristol", Role.MENTOR)[name]
        words = words_of(name, addressed(found, cohort_of(demanding("bristol"))).facts)
        assert support.text in " ".join(words.text.split())
        assert str(support.url) in words.html


@every_programme
def test_text_is_wrapped_for_mail_but_for_what_is_copied(key: str) -> None:
    for name, _, words in _words(key, Role.MENTOR):
        long = [line for line in words.text.splitlines() if len(line) > 76]
        assert all("https://" in line or line.startswith("    tandem ") for line in long), name


@pytest.mark.parametrize(
    "name", [LetterName.COHORT_CLOSING, LetterName.DRAFT_READY, LetterName.COHORT_REPORT]
)
def test_the_coordinator_is_told_the_figures_and_the_next_command(name: LetterName) -> None:
    to = addressed(written("bristol", Role.MENTOR)[name], cohort_of(demanding("bristol")))
    words = words_of(name, to.facts)

    for body in (words.text, words.html):
        assert "12 applications: in order" in body
        assert "1 application: incomplete" in body
        assert "1 pairing: mentoring" in body
        assert "withdrawn" not in body
        assert f"{to.facts.command}" in body
    assert f"\n    {to.facts.command}\n" in words.text


def test_who_applied_on_the_last_day_is_not_asked_to_reply_by_a_day_that_is_over() -> None:
    found = programme("bristol")
    entity = living(found, Role.MENTOR, closing(found) - timedelta(days=1), complete=False)
    entity.until(closing(found) + timedelta(days=20))
    entry = next(e for e in entity.entries for x in e.letters if x.name is LetterName.APPLICATION_INCOMPLETE)

    chaser = Written(entry.letters[0], entry)
    text = words_of(chaser.letter.name, addressed(chaser, cohort_of(found)).facts).text

    assert "Please reply to this letter with:" in " ".join(text.split())
