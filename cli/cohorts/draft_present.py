"""A draft of a cohort's matches, as it is shown. Reads the store alone."""

from collections.abc import Mapping

from cli.doors import store
from cli.output import plain, print_json, print_table, say
from domain.application.form import ApplicationForm
from domain.matching.draft import Draft, Proposal, Unplaced
from domain.matching.explain import why_not, why_pair
from domain.wording import counted
from storage import applications, drafts, queries
from storage.drafts import StoredDraft

People = Mapping[str, ApplicationForm]


def print_draft(cohort: str, json: bool) -> None:
    kept, people = _draft(cohort), people_of(cohort)
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
    kept, people = _draft(cohort), people_of(cohort)
    with store() as session:
        mine = {k.id for k in applications.by_email(session, cohort, email)}
    for proposal in kept.draft.pairs:
        if mine & {proposal.mentor, proposal.mentee}:
            say("\n".join(why_pair(proposal, people[proposal.mentor].name, people[proposal.mentee].name)))
    for unplaced in kept.draft.unplaced:
        if unplaced.id in mine:
            say("\n".join(why_not(unplaced, people[unplaced.id].name)))


def _draft(cohort: str) -> StoredDraft:
    with store() as session:
        queries.cohort(session, cohort)
        return drafts.latest_draft(session, cohort)


def people_of(cohort: str) -> People:
    """Who has applied to this cohort, by the id of the application. Raises NotFound."""
    with store() as session:
        queries.cohort(session, cohort)
        return {kept.id: kept.application for kept in applications.applications(session, cohort)}


def _proposal(proposal: Proposal, people: People) -> tuple[str, str, str]:
    met = ", ".join(plain(met.wish) for met in proposal.met)
    return (
        people[proposal.mentor].email,
        people[proposal.mentee].email,
        "pinned" if proposal.pinned else met,
    )


def _as_json(kept: StoredDraft, people: People) -> dict[str, object]:
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
