"""A draft of a cohort's matches, printed."""

from typing import Any

from cli.output import print_json, print_table, say
from domain.application.form import ApplicationForm
from domain.clock import format_short_date, format_zoned
from domain.enums import in_words
from domain.matching.draft import Proposal, Unplaced
from domain.wording import counted
from services.matching.drafts import DraftedMatches, People


def print_draft(matches: DraftedMatches, json: bool) -> None:
    cohort, kept, people = matches.cohort, matches.stored, matches.people
    if json:
        print_json(_as_json(matches))
        return
    made = format_zoned(kept.made_at, matches.zone)
    rows = [_proposal(proposal, people) for proposal in kept.draft.pairs]
    print_table(f"Draft for {cohort}, made on {made}", ("mentor", "mentee", "why"), rows)
    draft = kept.draft
    pairs, placed = counted(len(draft.pairs), "pair"), counted(draft.placed, "person", "people")
    say(f"\n{pairs}, {placed} placed, {len(draft.unplaced)} without a partner.")
    for unplaced in draft.unplaced:
        say(f"  {_about(people[unplaced.id])} ({unplaced.role}): {in_words(unplaced.reason)}")
    if kept.approved_by and kept.approved_at:
        say(f"Approved by {kept.approved_by} on {format_short_date(kept.approved_at)}.")
    else:
        say("Nobody has been told. Next:")
        say(f"  tandem match why {cohort} NAME    why somebody has this partner, or none")
        say(f"  tandem match approve {cohort}     the pairs begin")


def _proposal(proposal: Proposal, people: People) -> tuple[str, str, str]:
    met = ", ".join(in_words(met.wish) for met in proposal.met)
    return (
        _about(people[proposal.mentor]),
        _about(people[proposal.mentee]),
        "pinned" if proposal.pinned else met,
    )


def _about(person: ApplicationForm) -> str:
    """`Amara Obi (Law, Grade 8)`: with the department and the grade, as far as they are known."""
    known = ", ".join(filter(None, (person.department, person.grade)))
    return f"{person.name} ({known})" if known else person.name


def _as_json(matches: DraftedMatches) -> dict[str, Any]:
    kept, people = matches.stored, matches.people
    return {
        "made_at": kept.made_at,
        "approved_by": kept.approved_by,
        "placed": kept.draft.placed,
        "score": kept.draft.score,
        "pairs": [_proposal_json(proposal, people) for proposal in kept.draft.pairs],
        "unplaced": [_unplaced_json(unplaced, people) for unplaced in kept.draft.unplaced],
    }


def _proposal_json(proposal: Proposal, people: People) -> dict[str, object]:
    mentor, mentee = people[proposal.mentor], people[proposal.mentee]
    emails = {"mentor": mentor.email, "mentee": mentee.email}
    names = {"mentor_name": mentor.name, "mentee_name": mentee.name}
    return {**proposal.model_dump(mode="json"), **emails, **names}


def _unplaced_json(unplaced: Unplaced, people: People) -> dict[str, object]:
    return {
        **unplaced.model_dump(mode="json", exclude={"id"}),
        "email": people[unplaced.id].email,
        "name": people[unplaced.id].name,
    }
