"""What is said when somebody's letters go to another address: there, the links to their pages, since those
in earlier letters are dead; at the address before, that it was changed, so that nobody is moved unnoticed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.entity.calendar_sync import has_dates_to_come
from domain.entity.entity import EntityKind
from domain.enums import ApplicationStage, Correspondent, Role
from domain.letter.letter import Letter, LetterName
from mail import bounces, outbox
from mail.facts import Facts, Recipient, Sender
from mail.facts_of import of_programme
from mail.page_links import with_page
from storage import applications, people, queries
from storage.entities import load_entity
from storage.views import CohortView, PersonView


class _Life(NamedTuple):
    """A pairing or an application that somebody takes part in."""

    kind: EntityKind
    key: str
    role: Role | Correspondent
    cohort: CohortView
    is_paired: bool = False
    """Whether it is the application of somebody who has a partner, whose pairing says all."""


def write(session: Session, person: PersonView, before: str, now: datetime, sender: Sender) -> list[str]:
    """Put them into the outbox, and give their ids. `before`: the address of before. At the new one nothing
    is written about what another letter tells them anyway, nor where there are no pages; at the one of
    before, nothing if letters come back from there."""
    lives = list(_lives(session, person.id))
    written = [_link(session, life, person, now, sender) for life in _with_page(lives) if sender.pages]
    known = lives or list(_lives(session, person.id, also_over=True))
    if known and before not in bounces.barred(session):
        written.append(_notice(session, known[-1], person, before, now, sender))
    return [letter for letter in written if letter]


def _lives(session: Session, person: str, also_over: bool = False) -> Iterator[_Life]:
    for workflow_id, role in people.takes_part_in(session, person, also_over):
        name, _, key = workflow_id.partition("-")
        kind = EntityKind(name)
        find = queries.pairing if kind is EntityKind.PAIRING else applications.application
        view = find(session, key)
        is_paired = view.stage is ApplicationStage.PAIRED
        yield _Life(kind, key, role, queries.cohort(session, view.cohort), is_paired)


def _with_page(lives: Sequence[_Life]) -> list[_Life]:
    """Those whose page is asked for: a partner's, and not that of the application which led to it."""
    paired_in = {life.cohort.key for life in lives if life.kind is EntityKind.PAIRING}
    return [life for life in lives if not (life.is_paired and life.cohort.key in paired_in)]


def _link(session: Session, life: _Life, person: PersonView, now: datetime, sender: Sender) -> str | None:
    entity, about = load_entity(session, life.kind, life.key), life.kind.workflow_id(life.key)
    is_told_anyway = entity is not None and has_dates_to_come(entity, life.role, now)
    if is_told_anyway or outbox.is_awaited(session, about, person.email):
        return None
    letter = _letter(LetterName.ADDRESS_CHANGED, life, now)
    to = with_page(session, letter, about, now, _addressed(letter, life, person, person.email), sender.pages)
    return _put(session, letter, life, to, sender)


def _notice(
    session: Session, life: _Life, person: PersonView, before: str, now: datetime, sender: Sender
) -> str:
    letter = _letter(LetterName.FORMER_ADDRESS, life, now)
    return _put(session, letter, life, _addressed(letter, life, person, before), sender)


def _letter(name: LetterName, life: _Life, now: datetime) -> Letter:
    return Letter(name=name, role=life.role, key=f"{name}:{now:%Y%m%dT%H%M%S%f}:{life.role}", at=now)


def _put(session: Session, letter: Letter, life: _Life, to: Recipient, sender: Sender) -> str:
    # On its own way: what happens to the pairing or the application does not make it wrong.
    source = outbox.Source(life.key, f"address-{life.key}", life.cohort.key, letter.at)
    return outbox.write_one(session, letter, source, to, sender).id


def _addressed(letter: Letter, life: _Life, person: PersonView, email: str) -> Recipient:
    programme = life.cohort.programme
    facts = Facts(name=person.name, reference=life.key, **of_programme(programme))
    own = programme.words.get(letter.name)
    return Recipient(person=person.id, name=person.name, email=email, facts=facts, own=own)
