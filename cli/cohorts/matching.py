"""Drafting, showing, steering and approving the matches of a cohort."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from sqlalchemy.orm import Session
from temporalio.client import Client

from cli.cohorts.opening import begin_pairings
from cli.cohorts.telling import check_open
from cli.cohorts.words import counted
from cli.doors import ask, store
from cli.output import plain, print_json, print_table, say
from client import draft_matches
from domain.application import Application
from domain.errors import BadInput, Refused
from domain.matching.draft import Draft, Proposal, Unplaced
from domain.matching.explain import why_not, why_pair
from domain.pairs import Pair
from storage import applications, cohorts, drafts, reading
from storage.drafts import KeptDraft, Mark

People = Mapping[str, Application]


def make_draft(cohort: str) -> None:
    """Raises NotFound, Refused if a pin breaks a rule, or Unreachable."""
    people = _people(cohort)
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


def print_draft(cohort: str, json: bool) -> None:
    kept, people = _draft(cohort), _people(cohort)
    if json:
        print_json(_as_json(kept, people))
        return
    rows = [_proposal(proposal, people) for proposal in kept.draft.pairs]
    print_table(f"Draft for {cohort}, {kept.made_at:%-d %b %Y %H:%M} UTC", ("mentor", "mentee", "why"), rows)
    draft = kept.draft
    pairs, placed = counted(len(draft.pairs), "pair"), counted(draft.placed, "person", "people")
    say(f"\n{pairs}, {placed} placed, {len(draft.unplaced)} without a partner.")
    for unplaced in draft.unplaced:
        say(f"  {people[unplaced.id].email} ({unplaced.role}): {plain(unplaced.reason)}")
    if kept.approved_by:
        say(f"Approved by {kept.approved_by} on {kept.approved_at:%-d %b %Y}.")
    else:
        say("Nobody has been told. Next:")
        say(f"  tandem match why {cohort} EMAIL        why somebody has this partner, or none")
        say(f"  tandem match approve {cohort} --by NAME   the pairs begin")


def print_why(cohort: str, email: str) -> None:
    kept, people = _draft(cohort), _people(cohort)
    with store() as session:
        mine = {k.id for k in applications.by_email(session, cohort, email)}
    for proposal in kept.draft.pairs:
        if mine & {proposal.mentor, proposal.mentee}:
            say("\n".join(why_pair(proposal, people[proposal.mentor].name, people[proposal.mentee].name)))
    for unplaced in kept.draft.unplaced:
        if unplaced.id in mine:
            say("\n".join(why_not(unplaced, people[unplaced.id].name)))


def approve_draft(cohort: str, by: str) -> None:
    """Begin the draft's pairs. Doing it twice harms nothing.

    Raises Refused if the draft is older than an application, pin or forbid.
    """
    if not by.strip():
        raise BadInput("--by: say who approves; it is recorded.")

    async def approving(client: Client) -> int:
        new = _write_down(cohort, by.strip())
        await begin_pairings(client, cohort)
        return new

    begun = counted(ask(approving), "pairing")
    say(f"{begun} begun. See how they stand: tandem cohort status {cohort}")


def _write_down(cohort: str, by: str) -> int:
    """How many of the draft's pairs are new."""
    now = datetime.now(UTC)
    with store() as session:
        found = reading.cohort(session, cohort)
        check_open(found)
        kept = drafts.latest_draft(session, cohort)
        if kept.approved_by is None and _is_out_of_date(session, cohort, kept):
            raise Refused(
                f"Something has changed since this draft; make a new one: tandem match draft {cohort}"
            )
        before = len(reading.pairings(session, cohort))
        pairs = drafts.pairs_of(session, cohort, kept.draft)
        _check_each_once(cohort, pairs)
        cohorts.add_pairs(session, found, pairs, now)
        if kept.approved_by is None:
            drafts.approve(session, cohort, by, now)
        return len(reading.pairings(session, cohort)) - before


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


def _is_out_of_date(session: Session, cohort: str, kept: KeptDraft) -> bool:
    """A pin that was taken back leaves no trace but in the draft that was made with it."""
    pinned = {(pair.mentor, pair.mentee) for pair in kept.draft.pairs if pair.pinned}
    unpinned = pinned - drafts.marks(session, cohort, Mark.PIN)
    return bool(unpinned) or drafts.is_out_of_date(session, cohort, kept)


def _draft(cohort: str) -> KeptDraft:
    with store() as session:
        reading.cohort(session, cohort)
        return drafts.latest_draft(session, cohort)


def _people(cohort: str) -> People:
    with store() as session:
        reading.cohort(session, cohort)
        return {kept.id: kept.application for kept in applications.applications(session, cohort)}


def _proposal(proposal: Proposal, people: People) -> tuple[str, str, str]:
    met = ", ".join(plain(met.wish) for met in proposal.met)
    return (
        people[proposal.mentor].email,
        people[proposal.mentee].email,
        "pinned" if proposal.pinned else met,
    )


def _as_json(kept: KeptDraft, people: People) -> dict[str, object]:
    draft: Draft = kept.draft
    return {
        "made_at": kept.made_at,
        "approved_by": kept.approved_by,
        "placed": draft.placed,
        "score": draft.score,
        "pairs": [_pair_json(proposal, people) for proposal in draft.pairs],
        "unplaced": [_unplaced_json(unplaced, people) for unplaced in draft.unplaced],
    }


def _pair_json(proposal: Proposal, people: People) -> dict[str, object]:
    emails = {"mentor": people[proposal.mentor].email, "mentee": people[proposal.mentee].email}
    return {**proposal.model_dump(mode="json"), **emails}


def _unplaced_json(unplaced: Unplaced, people: People) -> dict[str, object]:
    return {**unplaced.model_dump(mode="json", exclude={"id"}), "email": people[unplaced.id].email}


def _with_names(sentence: str, people: People) -> str:
    for candidate, application in people.items():
        sentence = sentence.replace(candidate, application.email)
    return sentence
