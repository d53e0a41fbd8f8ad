"""Letters as the domain writes them: taken from lives, never made up."""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from functools import cache
from typing import Any

from domain.entity.entity import TakeBack
from domain.entity.taking_back import slips
from domain.enums import BOTH, Arrangement, Role, Stage
from domain.letter.letter import Letter, LetterName
from domain.pairing.events import (
    Accept,
    AddressChanged,
    Attend,
    BookSession,
    CancelSession,
    ChangeArrangement,
    End,
    MoveSession,
    Pause,
    ProposeArrangement,
    ProposeTimes,
    Reschedule,
    Resume,
    Waive,
    Withdraw,
)
from domain.pairing.machine import PAIRING
from domain.programme.programme import Programme
from domain.programme.timetable import rules_of
from mail.facts import Aim, Facts, Link, Recipient, Section, Sender, TodoItem
from mail.facts_of import to_partner
from mail.message import mime_of
from mail.templates import words_of
from storage.views import CohortView, PairingView, PersonView
from tests.living import Life, accepted, bristol, bristol_rules, evaluation, mentoring, utc
from tests.mail import application_stories
from tests.mail.application_stories import about_a_place, written

SENDER = Sender("tandem@uni.example", store="0b1c")
GONE_BY_MISTAKE = ("\u201cTaking a pause\u201d, of Monday 4 October 2027",)
"""What a letter that puts another right says of that; the store knows it."""
ANN, TOM = (application_stories.person_of(role) for role in BOTH)


def cohort(programme: Programme | None = None) -> CohortView:
    return application_stories.cohort_of(programme or bristol())


def bare_programme() -> Programme:
    """Bristol's programme with everything left out that may be left out."""
    full = bristol()
    return full.replace(
        applications=None,
        contact=full.contact.replace(telephone=None),
        wellbeing=None,
        resources=(),
        gatherings=tuple(g.replace(about=None) for g in full.gatherings),
        evaluation=full.evaluation and full.evaluation.replace(questionnaire=None),
    )


def couple(
    mentor: PersonView = ANN, mentee: PersonView = TOM, arrangement: Arrangement = Arrangement.RECIPROCAL
) -> PairingView:
    """A pairing of these two as the store knows it."""
    return PairingView(
        id="spring-01",
        cohort="spring",
        mentor=mentor,
        mentee=mentee,
        arrangement=arrangement,
        revision=1,
        stage=Stage.MENTORING,
        since=utc(2027, 7, 6),
        reason=None,
        paused=False,
        sessions=0,
        minimum=4,
        waits_for=None,
        until=None,
        concerns=(),
    )


@cache
def one_of_each(role: Role = Role.MENTOR) -> dict[LetterName, Letter]:
    """A letter of every name: to this partner, about their application, or to the coordinator."""
    lives = (_reminded(), _choosing(), _silent(), _full(), _changing_its_mind(role), _moved_and_left(role))
    before = {name: found.letter for name, found in written("bristol", role).items()}
    on_their_own = (_announced(role), *_of_an_address(role))
    return (
        before
        | {letter.name: letter for letter in on_their_own}
        | {letter.name: letter for entity in lives for letter in entity.letters if letter.role is role}
    )


def _announced(role: Role) -> Letter:
    """No life calls for it: the cohort's morning writes it, when the pairing may be long over."""
    return Letter(name=LetterName.NEXT_STEPS, role=role, key=f"next_steps:{role}", at=utc(2028, 7, 3, 6, 30))


def _of_an_address(role: Role) -> Iterator[Letter]:
    """Nor for these: they are about a person."""
    for name in (LetterName.ADDRESS_CHANGED, LetterName.FORMER_ADDRESS):
        yield Letter(name=name, role=role, key=f"{name}:{role}", at=utc(2027, 7, 3, 9))


def _reminded() -> Life:
    """Of the questions half a year on."""
    entity = _full()
    assert entity.look_again
    entity.until(entity.look_again)
    return entity


def _choosing() -> Life:
    """Of two whose training is for each of them alone, and who do not say when."""
    rules = bristol_rules()
    alone = tuple(one.replace(one_to_one=one.key == "training") for one in rules.gatherings)
    entity = accepted(Life(rules.replace(gatherings=alone)))
    entity.until(utc(2027, 7, 5))
    return entity


def _silent() -> Life:
    entity = Life()
    entity.until(utc(2027, 7, 2))
    return entity


def _full() -> Life:
    entity = evaluation(Life())
    entity.until_over()
    assert entity.look_again
    entity.until(entity.look_again)
    return entity


def _changing_its_mind(role: Role) -> Life:
    entity = mentoring(Life())
    entity.update(ProposeArrangement(role=role.partner, arrangement=Arrangement.COMBINED))
    times = tuple(utc(2027, 7, day, 9) for day in (20, 21, 22))
    entity.update(ProposeTimes(role=role.partner, times=times, minutes=60))
    entity.update(BookSession(starts=utc(2027, 7, 20, 9), minutes=60))
    entity.update(MoveSession(session=1, starts=utc(2027, 7, 21, 9)))
    entity.update(CancelSession(session=1))
    entity.update(BookSession(starts=utc(2027, 7, 22, 9), minutes=60))
    for role in BOTH:
        entity.update(AddressChanged(role=role))
    entity.until(utc(2027, 9, 27))
    entity.update(Pause())
    entity.until(utc(2027, 10, 4))
    entity.update(Resume())
    entity.update(ChangeArrangement(arrangement=Arrangement.REVERSE))
    entity.update(End())
    entity.finish()
    entity.update(TakeBack(number=slips(PAIRING, entity.pairing, 1)[0].number))
    return entity


def _moved_and_left(role: Role) -> Life:
    entity = accepted(Life())
    entity.until(utc(2027, 6, 18))
    entity.update(
        Reschedule(gathering="training", sitting="1", starts=utc(2027, 7, 8, 13), ends=utc(2027, 7, 8, 15))
    )
    entity.until(utc(2027, 6, 30, 11))
    entity.update(Attend(gathering="induction", attended=False))
    other = Life()
    for partner in BOTH:
        other.until(utc(2027, 6, 15))
        other.update(Accept(role=partner))
    other.update(Waive(gathering="induction", roles=(role,)))
    other.update(Withdraw(role=role.partner))
    other.finish()
    entity.update(Withdraw(role=role))
    entity.finish()
    entity.entries += other.entries
    return entity


def addressed(
    letter: Letter,
    pairing: PairingView | None = None,
    programme: Programme | None = None,
    role: Role = Role.MENTOR,
) -> Recipient:
    """Whom this letter goes to and what it may say, as the activities make it. `role`: in which role
    somebody has applied, where the letter does not say so itself."""
    if isinstance(letter.role, Role):
        close = rules_of(programme or bristol()).sessions.closes
        to = to_partner(letter, cohort(programme), pairing or couple(), close)
        wrong = GONE_BY_MISTAKE if letter.puts_right else ()
        return replace(to, facts=replace(to.facts, wrong_letters=wrong))
    person = pairing.person(role) if pairing else None
    known = cohort(programme or application_stories.demanding("bristol"))
    told = written("bristol", role) | about_a_place("bristol", role)
    return application_stories.addressed(replace(told[letter.name], letter=letter), known, role, person)


def facts(
    letter: Letter,
    pairing: PairingView | None = None,
    programme: Programme | None = None,
    role: Role = Role.MENTOR,
) -> Facts:
    return addressed(letter, pairing, programme, role).facts


_NOT_TYPED = (
    "arrangement",
    "proposed_arrangement",
    "wellbeing_url",
    "questionnaire",
    "form",
    "recording",
    "reason",
)
_TYPED_LISTS = (
    "also",
    "benefits",
    "commitments",
    "competencies",
    "conditions",
    "expectations",
    "ground_rules",
    "preferred",
    "questions",
    "readers",
    "sittings",
)


def all_typed_as(facts: Facts, typed: str) -> Facts:
    """The same facts where everything that people type is this."""
    changes: dict[str, Any] = {
        f.name: typed
        for f in fields(facts)
        if isinstance(getattr(facts, f.name), str) and f.name not in _NOT_TYPED
    }
    changes |= {name: (typed,) * len(getattr(facts, name)) for name in _TYPED_LISTS}
    changes["matters"] = (Section(typed, (TodoItem(typed, typed),)),) if facts.matters else ()
    for name in ("resources", "recordings"):
        changes[name] = (Link(title=typed, url="https://uni.example/", by=typed),)
    for name in ("objectives", "meanings", "quotes"):
        changes[name] = (Aim(of=typed, text=typed),) * 2
    return replace(facts, **changes)


def mime(
    letter: Letter,
    pairing: PairingView | None = None,
    programme: Programme | None = None,
    sender: Sender = SENDER,
) -> bytes:
    """The bytes of this letter, as the outbox makes them."""
    to = addressed(letter, pairing, programme)
    words = words_of(letter.name, to.facts)
    written = letter.at + timedelta(seconds=1)
    return mime_of(letter, words, to, sender, f"{to.facts.reference}:{letter.key}", written)
