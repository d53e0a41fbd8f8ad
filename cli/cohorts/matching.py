"""Drafting and approving the matches of a cohort."""

from collections.abc import Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session
from temporalio.client import Client

from cli.cohorts.draft_present import People, people_of
from cli.cohorts.opening import begin_pairings
from cli.cohorts.telling import check_open
from cli.doors import ask, relaying, store
from cli.output import say
from domain.cohort.events import Approve
from domain.entity.entity import EntityKind
from domain.errors import BadInput, Refused
from domain.people import Pair
from domain.wording import counted
from storage import cohorts, drafts, messages, queries
from storage.drafts import Mark, StoredDraft
from storage.messages import Message
from temporal.client import draft_matches


def make_draft(cohort: str) -> None:
    """Raises NotFound, Refused if a pin breaks a rule, or Unreachable."""
    people = people_of(cohort)
    if not people:
        raise Refused(
            f"Nobody has applied yet; bring applications in: tandem application import {cohort} FILE"
        )

    async def drafting(client: Client) -> None:
        await draft_matches(client, cohort)

    try:
        ask(drafting)
    except Refused as refusal:
        raise Refused(_with_names(str(refusal), people)) from None


def approve_draft(cohort: str, by: str) -> None:
    """Begin the draft's pairs. Doing it twice harms nothing.

    Raises Refused if the draft is older than an application, pin or forbid.
    """
    if not by.strip():
        raise BadInput("--by: say who approves; it is recorded.")

    async def approving(client: Client) -> int:
        new, message = _write_down(cohort, by.strip())
        with relaying(client) as relay:
            await relay.update(message)
        await begin_pairings(cohort)
        return new

    begun = counted(ask(approving), "pairing")
    say(f"{begun} begun. See how they stand: tandem cohort status {cohort}")


def _write_down(cohort: str, by: str) -> tuple[int, Message]:
    """How many of the draft's pairs are new, and what the cohort is to be told."""
    now = datetime.now(UTC)
    with store() as session:
        found = queries.cohort(session, cohort)
        check_open(found)
        kept = drafts.latest_draft(session, cohort)
        if kept.approved_by is None and _is_out_of_date(session, cohort, kept):
            raise Refused(
                f"Something has changed since this draft; make a new one: tandem match draft {cohort}"
            )
        pairs = drafts.pairs_of(session, cohort, kept.draft)
        _check_each_once(cohort, pairs)
        new = cohorts.add_new_pairs(session, found, pairs, now)
        if kept.approved_by is None:
            drafts.approve(session, cohort, by, now)
        return new, messages.update(session, EntityKind.COHORT.workflow_id(cohort), Approve(), now)


def _check_each_once(cohort: str, pairs: Sequence[Pair]) -> None:
    """Two who have both applied in both roles are one pair, not two."""
    seen: set[frozenset[str]] = set()
    for pair in pairs:
        two = frozenset((pair.mentor.email, pair.mentee.email))
        if two in seen:
            raise Refused(
                f"{pair.mentor.email} and {pair.mentee.email} are in this draft twice, once in either role. "
                f"Forbid one of the two and draft again: tandem match forbid {cohort} {pair.mentor.email} "
                f"{pair.mentee.email}"
            )
        seen.add(two)


def _is_out_of_date(session: Session, cohort: str, kept: StoredDraft) -> bool:
    """A pin that was taken back leaves no trace but in the draft that was made with it."""
    pinned = {(pair.mentor, pair.mentee) for pair in kept.draft.pairs if pair.pinned}
    unpinned = pinned - drafts.marks(session, cohort, Mark.PIN)
    return bool(unpinned) or drafts.is_out_of_date(session, cohort, kept)


def _with_names(sentence: str, people: People) -> str:
    for candidate, application in people.items():
        sentence = sentence.replace(candidate, application.email)
    return sentence
