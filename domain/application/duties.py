"""What falls due for an application: letters to the applicant and to the line manager, and
what the coordinator should look at."""

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import pairwise

from domain.application.application import SOON, Application
from domain.application.gatherings import gatherings
from domain.application.rules import INVITATION, MANAGER
from domain.clock import mornings_after
from domain.entity.entity import ConcernDuty, Duty
from domain.enums import ApplicationEndReason, ApplicationStage, Concern, Correspondent
from domain.letter.letter import Letter, LetterName

_ASKED = {
    ApplicationStage.OFFERED: (LetterName.PLACE_OFFERED, LetterName.PLACE_OFFERED_CHASER),
    ApplicationStage.INVITED: (LetterName.APPLICATION_INVITATION, LetterName.APPLICATION_INVITATION_CHASER),
}
_DAYS_TO_THINK = 1
"""After the session at which somebody wanted to hear more."""
_UNFINISHED = (ApplicationStage.INCOMPLETE, ApplicationStage.CHECKING)
_FAREWELLS = {
    ApplicationStage.DECLINED: LetterName.APPLICATION_DECLINED,
    ApplicationStage.CARRIED: LetterName.CARRIED_OVER,
    ApplicationStage.WITHDRAWN: LetterName.APPLICATION_WITHDRAWN,
}


def duties(application: Application) -> Iterator[Duty]:
    """All duties as things stand, past and future; what has been written is not left out."""
    for source in _SOURCES:
        yield from source(application)


def _asked(application: Application) -> Iterator[Duty]:
    """Whoever is invited, or offered a place, is asked, and asked again; not before they have been to the
    session at which they want to hear more."""
    if application.stage not in _ASKED:
        return
    first, again = _ASKED[application.stage]
    by, patience, reopen_suffix = (
        application.asked_until,
        application.rules.patience,
        application.reopen_suffix,
    )
    awaited = _hears_more(application)
    yield _letter(first, f"{first}{reopen_suffix}", application.since, until=by, expires=by)
    if awaited:
        # Who was not sure is asked once more, and no oftener: when they know more.
        at = application.after(awaited, _DAYS_TO_THINK)
        yield _letter(again, f"{again}:heard{reopen_suffix}", at, until=by, expires=by)
    for day, next_day in pairwise((*patience.application_chasers, patience.application_coordinator)):
        at = application.after(application.since, day)
        expires = min(by, application.after(application.since, next_day))
        if not awaited:
            yield _letter(again, f"{again}:{day}{reopen_suffix}", at, until=by, expires=expires)
    silent = application.after(application.since, patience.application_coordinator)
    undecided = application.after(awaited, patience.notice) if awaited else silent
    yield ConcernDuty(concern=Concern.NO_APPLICATION, at=max(silent, undecided))


def _hears_more(application: Application) -> datetime | None:
    """When the last session is over that this person has signed up for, or has been to."""
    seats = (application.seat_at(gathering) for gathering in application.rules.gatherings)
    ends = [sitting.ends for sitting in seats if sitting]
    return max([*ends, application.heard] if application.heard else ends, default=None)


def _received(application: Application) -> Iterator[Duty]:
    """Who is turned down at once, or withdraws, reads that alone; who is let in again, that it is open."""
    if application.received and application.judged and application.is_open and not application.reopened:
        name = LetterName.APPLICATION_RECEIVED
        yield _letter(name, str(name), application.received, until=application.rules.closes)


def _incomplete(application: Application) -> Iterator[Duty]:
    if (
        application.stage is not ApplicationStage.INCOMPLETE
        or not application.received
        or not application.missing
    ):
        return
    patience = application.rules.patience
    # Counted from when it was looked at: what is brought in late is not chased on the same day.
    since = application.judged or application.received
    for day, next_day in pairwise((*patience.application_chasers, patience.application_coordinator)):
        yield _letter(
            LetterName.APPLICATION_INCOMPLETE,
            f"application_incomplete:{day}{application.reopen_suffix}",
            application.after(since, day),
            until=application.rules.closes,
            expires=application.after(since, next_day),
        )
    yield ConcernDuty(
        concern=Concern.INCOMPLETE, at=application.after(since, patience.application_coordinator)
    )


def _manager(application: Application) -> Iterator[Duty]:
    """Asked, and asked again; who would like to talk first is the coordinator's."""
    asks = application.stage in _UNFINISHED and MANAGER in application.outstanding
    if application.asked_to_talk and asks:
        yield ConcernDuty(concern=Concern.MANAGER_ASKS, at=application.asked_to_talk)
    since, by = application.checking_since, application.silence_ends
    if application.stage is not ApplicationStage.CHECKING or since is None or by is None:
        return
    patience = application.rules.patience
    which = f":{application.managers}" if application.managers else ""
    yield _to_manager(LetterName.MANAGER_REQUEST, f"manager_request{which}", since, by)
    for day, next_day in pairwise((*patience.manager_chasers, patience.manager_answer)):
        at, expires = application.after(since, day), application.after(since, next_day)
        chaser = _to_manager(LetterName.MANAGER_CHASER, f"manager_chaser:{day}{which}", at, by)
        yield chaser.replace(expires=expires)
    if application.rules.manager_silence == "coordinator":
        yield ConcernDuty(concern=Concern.MANAGER_SILENT, at=by)


def _uninvited(application: Application) -> Iterator[Duty]:
    if application.stage is ApplicationStage.CHECKING and INVITATION in application.outstanding:
        yield ConcernDuty(concern=Concern.NOT_INVITED, at=application.since)


def _closing(application: Application) -> Iterator[Duty]:
    closes = application.rules.closes
    if application.stage not in _UNFINISHED or closes is None or not application.judged:
        return
    at = mornings_after(closes, -application.rules.patience.closing_reminder, application.rules.zone)
    if at >= application.judged + SOON and application.outstanding != (INVITATION,):
        key = f"closing_reminder:{closes:%Y%m%d}{application.reopen_suffix}"
        yield _letter(LetterName.CLOSING_REMINDER, key, at, until=closes, expires=closes)
    yield ConcernDuty(concern=Concern.NOT_IN_ORDER, at=closes)


def _in_order(application: Application) -> Iterator[Duty]:
    """Who has been told on arrival that there is nothing to do is not told again that all is in order."""
    if application.stage is ApplicationStage.IN_ORDER and application.has_waited:
        name = LetterName.APPLICATION_IN_ORDER
        yield _letter(name, str(name), application.since)


def _reserve(application: Application) -> Iterator[Duty]:
    """Who has just lost a partner may have been written to about that."""
    if application.stage is ApplicationStage.RESERVE and not application.told_of_ending:
        name = LetterName.RESERVE_LIST
        yield _letter(name, str(name), application.since)


def _farewell(application: Application) -> Iterator[Duty]:
    """Who never answered an invitation, or has left a pair and was told so there, hears no more."""
    name = _FAREWELLS.get(application.stage)
    if name and application.reason is not ApplicationEndReason.NO_ANSWER and not _left_a_pair(application):
        again = f":{application.farewells}" if application.farewells > 1 else ""
        yield _letter(name, f"farewell{again}", application.since)


def _reopened(application: Application) -> Iterator[Duty]:
    """Whoever has not applied yet is asked once more instead."""
    if application.reopened and application.is_open and application.stage not in _ASKED:
        name = LetterName.APPLICATION_REOPENED
        yield _letter(name, f"reopened:{application.reopenings}", application.reopened)


def _left_a_pair(application: Application) -> bool:
    return application.told_of_ending and application.stage is ApplicationStage.WITHDRAWN


def _failed(application: Application) -> Iterator[Duty]:
    if application.letter_failed and application.is_open:
        until = application.after(application.letter_failed, application.rules.patience.notice)
        yield ConcernDuty(concern=Concern.LETTER_FAILED, at=application.letter_failed, until=until)


def _letter(name: LetterName, key: str, at: datetime, **dates: datetime | None) -> Letter:
    return Letter(name=name, role=Correspondent.APPLICANT, key=key, at=at, **dates)


def _to_manager(name: LetterName, key: str, at: datetime, by: datetime) -> Letter:
    return Letter(name=name, role=Correspondent.MANAGER, key=key, at=at, until=by, expires=by)


_SOURCES: tuple[Callable[[Application], Iterator[Duty]], ...] = (
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
