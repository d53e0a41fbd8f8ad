"""Letters as the domain writes them: taken from lives, never made up."""

from dataclasses import fields, replace
from datetime import timedelta
from functools import cache

from domain.events import (
    Accept,
    Attend,
    BookSession,
    CancelSession,
    End,
    MoveSession,
    Pause,
    Reschedule,
    Resume,
    Withdraw,
)
from domain.letters import Letter, LetterName
from domain.programme import Programme
from domain.timetable import rules_of
from domain.words import BOTH, Arrangement, Role, Stage
from mail.addressed import Addressed
from mail.facts import Facts, Link
from mail.facts_of import facts_of
from mail.message import mime_of
from mail.templates import words_of
from storage.views import Cohort, PairingView, Person
from tests.living import Life, accepted, bristol, evaluation, mentoring, utc

MAIL_FROM = "tandem@uni.example"
ANN = Person(id="1", name="Ann Adeyemi", email="ann@uni.example")
TOM = Person(id="2", name="Tom Thwaite", email="tom@uni.example")


def cohort(programme: Programme | None = None) -> Cohort:
    opened = utc(2027, 6, 1)
    return Cohort(
        key="spring", programme=programme or bristol(), is_demo=False, opened_at=opened, since=opened
    )


def bare_programme() -> Programme:
    """Bristol's programme with everything left out that may be left out."""
    full = bristol()
    return full.changed(
        contact=full.contact.changed(telephone=None),
        wellbeing=None,
        resources=(),
        gatherings=tuple(g.changed(about=None) for g in full.gatherings),
        evaluation=full.evaluation and full.evaluation.changed(questionnaire=None),
    )


def couple(
    mentor: Person = ANN, mentee: Person = TOM, arrangement: Arrangement = Arrangement.RECIPROCAL
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
    """A letter of every name to this partner."""
    lives = (_silent(), _full(), _changing_its_mind(), _moved_and_left(role))
    return {letter.name: letter for life in lives for letter in life.letters if letter.role is role}


def _silent() -> Life:
    life = Life()
    life.until(utc(2027, 7, 2))
    return life


def _full() -> Life:
    life = evaluation(Life())
    life.until_over()
    return life


def _changing_its_mind() -> Life:
    life = mentoring(Life())
    life.tell(BookSession(starts=utc(2027, 7, 20, 9), minutes=60))
    life.tell(MoveSession(session=1, starts=utc(2027, 7, 21, 9)))
    life.tell(CancelSession(session=1))
    life.tell(BookSession(starts=utc(2027, 7, 22, 9), minutes=60))
    life.until(utc(2027, 9, 27))
    life.tell(Pause())
    life.until(utc(2027, 10, 4))
    life.tell(Resume())
    life.tell(End())
    return life


def _moved_and_left(role: Role) -> Life:
    life = accepted(Life())
    life.tell(
        Reschedule(gathering="training", sitting="1", starts=utc(2027, 7, 8, 13), ends=utc(2027, 7, 8, 15))
    )
    life.until(utc(2027, 6, 30, 11))
    life.tell(Attend(gathering="induction", attended=False))
    other = Life()
    for partner in BOTH:
        other.until(utc(2027, 6, 15))
        other.tell(Accept(role=partner))
    other.tell(Withdraw(role=role.partner))
    life.tell(Withdraw(role=role))
    life.entries += other.entries
    return life


def facts(letter: Letter, pairing: PairingView | None = None, programme: Programme | None = None) -> Facts:
    close = rules_of(programme or bristol()).sessions.closes
    return facts_of(letter, cohort(programme), pairing or couple(), close)


_NOT_TYPED = ("arrangement", "wellbeing_url", "questionnaire", "resources", "minimum", "minutes")


def all_typed_as(facts: Facts, typed: str) -> Facts:
    """The same facts where everything that people type is this."""
    texts = {f.name: typed for f in fields(facts) if isinstance(getattr(facts, f.name), str)}
    for name in _NOT_TYPED:
        texts.pop(name, None)
    return replace(facts, **texts, resources=(Link(title=typed, url="https://uni.example/"),))  # type: ignore[arg-type]


def mime(
    letter: Letter,
    pairing: PairingView | None = None,
    programme: Programme | None = None,
    mail_from: str = MAIL_FROM,
) -> bytes:
    """The bytes of this letter, as the outbox makes them."""
    view = pairing or couple()
    known = facts(letter, view, programme)
    words = words_of(letter.name, known)
    recipient = view.person(Role(letter.role))
    to = Addressed(person=recipient.id, name=recipient.name, email=recipient.email, facts=known)
    written = letter.at + timedelta(seconds=1)
    return mime_of(letter, words, to, mail_from, f"{view.id}:{letter.key}", written)
