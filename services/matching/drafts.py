"""Drafting the matches of a cohort, reading the draft, and approving it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from domain.application.form import ApplicationForm
from domain.cohort.events import Approve
from domain.entity.entity import EntityKind
from domain.errors import Refused
from domain.people import Pair
from domain.suggestion import suggest
from services.cohorts.changes import check_open
from services.context import Context
from services.polling import Watch, ignore, pairings_begun
from services.writes import write_and_update
from storage import applications, cohorts, drafts, messages, queries
from storage.drafts import Mark, StoredDraft
from storage.messages import Message

People = Mapping[str, ApplicationForm]
"""Who has applied to a cohort, by the id of the application."""


class DraftedMatches(NamedTuple):
    cohort: str
    stored: StoredDraft
    people: People
    zone: ZoneInfo


async def make_draft(context: Context, cohort: str) -> DraftedMatches:
    """Have a worker draft the matches. Raises NotFound, Refused if nobody has applied or a pin breaks a rule,
    or Unreachable."""
    from temporal.client import draft_matches

    with context.store() as session:
        people = _people(session, cohort)
    if not people:
        raise Refused(
            f"Nobody has applied yet; bring applications in: {suggest('application import', cohort, 'FILE')}"
        )
    try:
        await draft_matches(await context.client(), cohort)
    except Refused as refusal:
        raise Refused(_with_names(str(refusal), people)) from None
    return latest_draft(context, cohort)


def latest_draft(context: Context, cohort: str) -> DraftedMatches:
    """Raises NotFound if there is none."""
    with context.store() as session:
        zone = queries.cohort(session, cohort).programme.zone
        return DraftedMatches(cohort, drafts.latest_draft(session, cohort), _people(session, cohort), zone)


async def approve(context: Context, cohort: str, watch: Watch = ignore) -> int:
    """Begin the latest draft's pairs, and wait until they have begun; how many are new. Doing it twice harms
    nothing, and who approved it first is kept.

    Raises NotFound, Refused if the draft is older than an application, pin or forbid, Unreachable.
    """

    def write(session: Session) -> tuple[int, Message]:
        now, new = context.clock(), _add_pairs(context, session, cohort)
        event = context.signed(session, Approve())
        return new, messages.update(session, EntityKind.COHORT.workflow_id(cohort), event, now)

    new, _ = await write_and_update(context, write)
    await pairings_begun(context, cohort, watch)
    return new


def _add_pairs(context: Context, session: Session, cohort: str) -> int:
    """The draft is approved and its pairs are there; how many are new."""
    found, now = queries.cohort(session, cohort), context.clock()
    check_open(found)
    kept = drafts.latest_draft(session, cohort)
    if kept.approved_by is None and _is_out_of_date(context, session, cohort, kept):
        again = suggest("match draft", cohort)
        raise Refused(f"Something has changed since this draft; make a new one: {again}")
    pairs = drafts.pairs_of(session, cohort, kept.draft)
    _check_each_once(cohort, pairs)
    new = cohorts.add_new_pairs(session, found, pairs, now)
    if kept.approved_by is None:
        drafts.approve(session, cohort, context.actor, now)
    return new


def _people(session: Session, cohort: str) -> People:
    """Raises NotFound."""
    queries.cohort(session, cohort)
    return {view.id: view.application for view in applications.applications(session, cohort)}


def _check_each_once(cohort: str, pairs: Sequence[Pair]) -> None:
    """Two who have both applied in both roles are one pair, not two."""
    seen: set[frozenset[str]] = set()
    for pair in pairs:
        two = frozenset((pair.mentor.email, pair.mentee.email))
        if two in seen:
            raise Refused(
                f"{pair.mentor.email} and {pair.mentee.email} are in this draft twice, once in either role. "
                "Forbid one of the two and draft again: "
                f"{suggest('match forbid', cohort, pair.mentor.email, pair.mentee.email)}"
            )
        seen.add(two)


def _is_out_of_date(context: Context, session: Session, cohort: str, kept: StoredDraft) -> bool:
    """A pin that was taken back leaves no trace but in the draft that was made with it."""
    pinned = {(pair.mentor, pair.mentee) for pair in kept.draft.pairs if pair.pinned}
    unpinned = pinned - drafts.marks(session, cohort, Mark.PIN)
    return bool(unpinned) or drafts.is_out_of_date(session, cohort, kept, context.pair_digest)


def _with_names(sentence: str, people: People) -> str:
    for candidate, application in people.items():
        sentence = sentence.replace(candidate, application.email)
    return sentence
