"""Recording an entry together with the letters it calls for."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from domain.application.due import ApplicationEntry
from domain.entity.entity import Entry
from domain.letter.letter import Letter
from domain.pairing.due import PairingEntry
from mail import once_a_person, outbox
from mail.cohort_facts import to_coordinator
from mail.facts import Recipient, Sender
from mail.facts_of import about_application, to_partner
from mail.putting_right import naming_what_was_wrong
from mail.readdressing import to_former_address
from storage import applications, cohorts, ledger, queries
from storage.views import CohortView

_Address = Callable[[Letter], Recipient]
"""Whom a letter goes to, and what it may say."""


def record_with_letters(
    session: Session, entry: Entry, sender: Sender, spelled: Callable[[str], str] = str
) -> bool:
    """Write down the entry and put its letters into the outbox, unless that has been done. Says whether it
    was new; raises what `ledger.record` raises. `spelled` words the suggestions in a sentence."""
    if not ledger.record(session, entry):
        return False
    if isinstance(entry, ApplicationEntry):
        once_a_person.hand_over(session, entry)
    if entry.letters:
        cohort, address = _addressing(session, entry, spelled)
        if any(letter.puts_right for letter in entry.letters):
            address = naming_what_was_wrong(session, entry, cohort.programme.zone, address)
            address = to_former_address(session, entry, address)
        outbox.write(session, _with_news_alone(session, entry, address), cohort, address, sender)
    else:
        outbox.cancel_unwanted(session, entry)
    if entry.takes_back:
        outbox.restore_wanted(session, entry)
    return True


def _with_news_alone(session: Session, entry: Entry, address: _Address) -> Entry:
    """The entry with the letters that tell their reader something new."""
    if not isinstance(entry, ApplicationEntry):
        return entry
    news = (x for x in entry.letters if not once_a_person.has_been_said(session, entry, x, address))
    return entry.replace(letters=tuple(news))


def _addressing(session: Session, entry: Entry, spelled: Callable[[str], str]) -> tuple[CohortView, _Address]:
    match entry:
        case PairingEntry():
            return _of_pairing(session, entry)
        case ApplicationEntry():
            return _of_application(session, entry)
    return _of_cohort(session, entry, spelled)


def _of_pairing(session: Session, entry: PairingEntry) -> tuple[CohortView, _Address]:
    pairing, closes = queries.pairing(session, entry.id), entry.snapshot.sessions_close
    cohort = queries.cohort(session, pairing.cohort)
    return cohort, lambda letter: to_partner(letter, cohort, pairing, closes)


def _of_application(session: Session, entry: ApplicationEntry) -> tuple[CohortView, _Address]:
    view, snapshot = applications.application(session, entry.id), entry.snapshot
    cohort = queries.cohort(session, view.cohort)
    return cohort, lambda letter: about_application(letter, cohort, view, snapshot)


def _of_cohort(session: Session, entry: Entry, spelled: Callable[[str], str]) -> tuple[CohortView, _Address]:
    cohort = queries.cohort(session, entry.id)
    applied = applications.counted_by_stage(session, entry.id)
    paired = cohorts.counted_by_stage(session, entry.id)
    return cohort, lambda letter: to_coordinator(letter, cohort, applied, paired, spelled)
