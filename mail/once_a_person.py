"""Who applied in both roles is one person: their line manager is asked once, each date is announced once, and
what would be said of both in the same words on one day is said once.

Each of the two applications goes on by itself and calls for its letters; here, where they are written, the
second finds that it has been said. If the first then comes out of the running, a letter that has not gone yet
becomes the other's.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.policy import default

from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.application.due import ApplicationEntry
from domain.application.rules import MANAGER
from domain.enums import ApplicationStage
from domain.letter.letter import Letter, LetterName
from domain.letter.questions import QuestionName, question_of
from domain.letter.states import UNDECIDED, WAITING, LetterState
from mail.facts import Recipient
from mail.page_links import DOES
from mail.templates import words_of
from storage.tables.entities import ApplicationRow
from storage.tables.letters import LetterRow
from storage.tables.people import PersonRow

_TO_MANAGER = (LetterName.MANAGER_REQUEST, LetterName.MANAGER_CHASER)
_IN_THESE_STAGES: Mapping[str, tuple[ApplicationStage, ...]] = {
    LetterName.CLOSING_REMINDER: (ApplicationStage.INCOMPLETE, ApplicationStage.CHECKING),
    LetterName.APPLICATION_IN_ORDER: (ApplicationStage.IN_ORDER,),
    LetterName.RESERVE_LIST: (ApplicationStage.RESERVE,),
    LetterName.CARRIED_OVER: (ApplicationStage.CARRIED,),
}
"""Letters that may say the same of both applications, and where each of these then stands."""
_ONCE = (*_TO_MANAGER, LetterName.GATHERING_ANNOUNCED, *map(LetterName, _IN_THESE_STAGES))
_A_DAY = timedelta(days=1)
_ANY_LINK = "https://tandem.example/"
_NEVER_SAID = (LetterState.CANCELLED, LetterState.EXPIRED)


def other_application(session: Session, entry: ApplicationEntry) -> ApplicationRow | None:
    """The same person's application in the other role of this cohort, if there is one. Until the transaction
    is over nobody else writes for this person."""
    own = session.get_one(ApplicationRow, entry.id)
    of_person = (ApplicationRow.cohort == own.cohort, ApplicationRow.person == own.person)
    other = session.scalar(select(ApplicationRow).where(*of_person, ApplicationRow.id != own.id))
    if other:
        session.get_one(PersonRow, own.person, with_for_update=True)
    return other


def has_been_said(
    session: Session, entry: ApplicationEntry, letter: Letter, address: Callable[[Letter], Recipient]
) -> bool:
    """Whether the other application of this person has had this letter written, or makes it needless."""
    if letter.name not in _ONCE:
        return False
    other = other_application(session, entry)
    if other is None:
        return False
    if letter.name is LetterName.GATHERING_ANNOUNCED and _goes_there(other, letter.gathering):
        return True
    own = session.scalar(select(LetterRow.id).where(LetterRow.key == f"{entry.id}:{letter.key}"))
    to = address(letter)
    said = (
        row
        for row in _written(session, other, letter.name)
        if row.recipient.lower() == to.email.lower() and row.state not in _NEVER_SAID
    )
    if letter.name in _IN_THESE_STAGES:
        return own is not None or any(_says_the_same(row, other, entry, letter, to) for row in said)
    return own is not None or any(
        _occasion(letter.name, row.key.removeprefix(f"{other.id}:")) == _occasion(letter.name, letter.key)
        for row in said
    )


def _says_the_same(
    row: LetterRow, other: ApplicationRow, entry: ApplicationEntry, letter: Letter, to: Recipient
) -> bool:
    """Whether this letter about the other application was written on the same day in the same words, but for
    its link. One that asks something has a link to its own application alone."""
    if abs(entry.at - row.written_at) >= _A_DAY or not row.mime:
        return False
    facts, question = replace(to.facts, reference=other.id), question_of(letter)
    written = [words_of(letter.name, facts, to.own).text]
    if question is QuestionName.HOME:
        linked = replace(facts, page=_ANY_LINK, page_does=DOES[question])
        written.append(words_of(letter.name, linked, to.own).text)
    body = message_from_bytes(row.mime, policy=default).get_body(("plain",))
    said = _but_for_links(str(body.get_content())) if body else []
    return said in map(_but_for_links, written)


def _but_for_links(text: str) -> list[str]:
    return [word for word in text.split() if "://" not in word]


def hand_over(session: Session, entry: ApplicationEntry) -> None:
    """Make those letters the other application's that this entry no longer wants, that have not gone, and
    that the other one still wants."""
    wanted = {f"{entry.id}:{key}" for key in entry.still_wanted} if entry.snapshot.stage.is_open else set()
    workflow = (LetterRow.workflow_id == entry.workflow_id, LetterRow.name.in_(_ONCE))
    has_not_gone = (LetterRow.state.in_((*WAITING, *UNDECIDED)), LetterRow.unsure == 0)
    rows = session.scalars(select(LetterRow).where(*workflow, *has_not_gone, LetterRow.key.not_in(wanted)))
    for row in rows.all():
        if row.is_farewell and row.key.removeprefix(f"{entry.id}:") in entry.still_wanted:
            continue
        other = other_application(session, entry)
        if other and _still_wants(other, row):
            key = f"{other.id}:{row.key.removeprefix(f'{entry.id}:')}"
            if session.scalar(select(LetterRow.id).where(LetterRow.key == key)) is None:
                row.key, row.workflow_id = key, entry.kind.workflow_id(other.id)
    session.flush()


def _written(session: Session, application: ApplicationRow, name: LetterName) -> Iterator[LetterRow]:
    workflow_id = ApplicationEntry.kind.workflow_id(application.id)
    yield from session.scalars(
        select(LetterRow).where(LetterRow.workflow_id == workflow_id, LetterRow.name == name)
    )


def _occasion(name: LetterName, key: str) -> str:
    """What tells two letters of one name apart: a chaser's day, an announcement's dates."""
    if name is LetterName.MANAGER_REQUEST:
        return ""
    return key.split(":")[1] if name is LetterName.MANAGER_CHASER else key


def _goes_there(application: ApplicationRow, gathering: str | None) -> bool:
    seats = [seat.partition(":")[0] for seat in application.signed_up]
    return gathering in (*seats, *application.came_to)


def _still_wants(application: ApplicationRow, row: LetterRow) -> bool:
    if row.name in _TO_MANAGER:
        manager = (application.answers.get("manager_email") or "").lower()
        is_asked = application.stage == ApplicationStage.CHECKING and MANAGER in application.outstanding
        return is_asked and manager == row.recipient.lower()
    if row.name in _IN_THESE_STAGES:
        return application.stage in _IN_THESE_STAGES[row.name]
    return ApplicationStage(application.stage).is_open and not application.signed_up
