"""What falls due in the life of an application: letters to the applicant and to the line manager, and
what the coordinator should look at."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise

from domain.admission.admission import SOON, Admission
from domain.admission.gatherings import gatherings
from domain.admission.rules import INVITATION
from domain.clock import mornings_after
from domain.duties.duty import Duty, Worry
from domain.letters import Letter, LetterName
from domain.words import ApplicationStage, Concern, Correspondent, Reason

_ASKED = {
    ApplicationStage.OFFERED: (LetterName.PLACE_OFFERED, LetterName.PLACE_OFFERED_CHASER),
    ApplicationStage.INVITED: (LetterName.APPLICATION_INVITATION, LetterName.APPLICATION_INVITATION_CHASER),
}
_UNFINISHED = (ApplicationStage.INCOMPLETE, ApplicationStage.CHECKING)
_FAREWELLS = {
    ApplicationStage.DECLINED: LetterName.APPLICATION_DECLINED,
    ApplicationStage.CARRIED: LetterName.CARRIED_OVER,
    ApplicationStage.WITHDRAWN: LetterName.APPLICATION_WITHDRAWN,
}


def duties(admission: Admission) -> Iterator[Duty]:
    """All duties as things stand, past and future; what has been written is not left out."""
    for source in _SOURCES:
        yield from source(admission)


def _asked(admission: Admission) -> Iterator[Duty]:
    """Whoever is invited, or offered a place, is asked, and asked again."""
    if admission.stage not in _ASKED:
        return
    first, again = _ASKED[admission.stage]
    by, patience, anew = admission.asked_until, admission.rules.patience, admission.anew
    yield _letter(first, f"{first}{anew}", admission.since, until=by, expires=by)
    for day, next_day in pairwise((*patience.application_chasers, patience.application_coordinator)):
        at = admission.after(admission.since, day)
        expires = min(by, admission.after(admission.since, next_day))
        yield _letter(again, f"{again}:{day}{anew}", at, until=by, expires=expires)
    silent = admission.after(admission.since, patience.application_coordinator)
    yield Worry(concern=Concern.NO_APPLICATION, at=silent)


def _received(admission: Admission) -> Iterator[Duty]:
    """Who is turned down at once, or withdraws, reads that alone; who is let in again, that it is open."""
    if admission.received and admission.judged and admission.is_open and not admission.reopened:
        name = LetterName.APPLICATION_RECEIVED
        yield _letter(name, str(name), admission.received, until=admission.rules.closes)


def _incomplete(admission: Admission) -> Iterator[Duty]:
    if admission.stage is not ApplicationStage.INCOMPLETE or not admission.received or not admission.missing:
        return
    patience = admission.rules.patience
    # Counted from when it was looked at: what is brought in late is not chased on the same day.
    since = admission.judged or admission.received
    for day, next_day in pairwise((*patience.application_chasers, patience.application_coordinator)):
        yield _letter(
            LetterName.APPLICATION_INCOMPLETE,
            f"application_incomplete:{day}{admission.anew}",
            admission.after(since, day),
            until=admission.rules.closes,
            expires=admission.after(since, next_day),
        )
    yield Worry(concern=Concern.INCOMPLETE, at=admission.after(since, patience.application_coordinator))


def _manager(admission: Admission) -> Iterator[Duty]:
    since, by = admission.checking_since, admission.silence_ends
    if admission.stage is not ApplicationStage.CHECKING or since is None or by is None:
        return
    patience = admission.rules.patience
    which = f":{admission.managers}" if admission.managers else ""
    yield _to_manager(LetterName.MANAGER_REQUEST, f"manager_request{which}", since, by)
    for day, next_day in pairwise((*patience.manager_chasers, patience.manager_answer)):
        at, expires = admission.after(since, day), admission.after(since, next_day)
        chaser = _to_manager(LetterName.MANAGER_CHASER, f"manager_chaser:{day}{which}", at, by)
        yield chaser.changed(expires=expires)
    if admission.rules.manager_silence == "coordinator":
        yield Worry(concern=Concern.MANAGER_SILENT, at=by)


def _uninvited(admission: Admission) -> Iterator[Duty]:
    if admission.stage is ApplicationStage.CHECKING and INVITATION in admission.outstanding:
        yield Worry(concern=Concern.NOT_INVITED, at=admission.since)


def _closing(admission: Admission) -> Iterator[Duty]:
    closes = admission.rules.closes
    if admission.stage not in _UNFINISHED or closes is None or not admission.judged:
        return
    at = mornings_after(closes, -admission.rules.patience.closing_reminder, admission.rules.zone)
    if at >= admission.judged + SOON and admission.outstanding != (INVITATION,):
        key = f"closing_reminder:{closes:%Y%m%d}{admission.anew}"
        yield _letter(LetterName.CLOSING_REMINDER, key, at, until=closes, expires=closes)
    yield Worry(concern=Concern.NOT_IN_ORDER, at=closes)


def _in_order(admission: Admission) -> Iterator[Duty]:
    """Who has been told on arrival that there is nothing to do is not told again that all is in order."""
    if admission.stage is ApplicationStage.IN_ORDER and admission.has_waited:
        name = LetterName.APPLICATION_IN_ORDER
        yield _letter(name, str(name), admission.since)


def _reserve(admission: Admission) -> Iterator[Duty]:
    """Who has just lost a partner may have been written to about that."""
    if admission.stage is ApplicationStage.RESERVE and not admission.heard_of_it:
        name = LetterName.RESERVE_LIST
        yield _letter(name, str(name), admission.since)


def _farewell(admission: Admission) -> Iterator[Duty]:
    """Who never answered an invitation, or has left a pair and was told so there, hears no more."""
    name = _FAREWELLS.get(admission.stage)
    if name and admission.reason is not Reason.NO_ANSWER and not _left_a_pair(admission):
        again = f":{admission.farewells}" if admission.farewells > 1 else ""
        yield _letter(name, f"farewell{again}", admission.since)


def _reopened(admission: Admission) -> Iterator[Duty]:
    """Whoever has not applied yet is asked anew instead."""
    if admission.reopened and admission.is_open and admission.stage not in _ASKED:
        name = LetterName.APPLICATION_REOPENED
        yield _letter(name, f"reopened:{admission.reopenings}", admission.reopened)


def _left_a_pair(admission: Admission) -> bool:
    return admission.heard_of_it and admission.stage is ApplicationStage.WITHDRAWN


def _failed(admission: Admission) -> Iterator[Duty]:
    if admission.letter_failed and admission.is_open:
        until = admission.after(admission.letter_failed, admission.rules.patience.notice)
        yield Worry(concern=Concern.LETTER_FAILED, at=admission.letter_failed, until=until)


def _letter(name: LetterName, key: str, at: datetime, **dates: datetime | None) -> Letter:
    return Letter(name=name, role=Correspondent.APPLICANT, key=key, at=at, **dates)


def _to_manager(name: LetterName, key: str, at: datetime, by: datetime) -> Letter:
    return Letter(name=name, role=Correspondent.MANAGER, key=key, at=at, until=by, expires=by)


_SOURCES: tuple[Callable[[Admission], Iterator[Duty]], ...] = (
    _asked,
    _received,
    _incomplete,
    _manager,
    _uninvited,
    _closing,
    _in_order,
    _reserve,
    _reopened,
    gatherings,
    _farewell,
    _failed,
)
