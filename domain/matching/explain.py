"""Why a pair, and why somebody has none, in sentences that a coordinator reads."""

from collections.abc import Iterator

from domain.enums import Arrangement, Role
from domain.matching.choices import in_words
from domain.matching.criteria import Criterion, MetCriterion, chosen_place
from domain.matching.draft import Proposal, Relaxation, Removed, Unplaced, UnplacedReason
from domain.matching.rules import Rule
from domain.wording import counted, listed


def why_pair(proposal: Proposal, mentor: str, mentee: str) -> tuple[str, ...]:
    """One sentence on the pair, and one for every wish it meets. `mentor` and `mentee` are the names as
    they shall read."""
    return (_opening(proposal, mentor, mentee), *(_met(m, mentor, mentee) for m in proposal.met))


def why_not(unplaced: Unplaced, name: str) -> tuple[str, ...]:
    """Why this person has no partner, and the nearest thing that would change it."""
    return (_reason(unplaced, name), *_rules(unplaced), *_change(unplaced, name))


_OPENINGS = {
    Arrangement.REVERSE: "{mentor} mentors {mentee}",
    Arrangement.RECIPROCAL: "{mentor} and {mentee} mentor each other",
    Arrangement.COMBINED: "{mentor} mentors {mentee}, and at times they mentor each other",
}


def _opening(proposal: Proposal, mentor: str, mentee: str) -> str:
    opening = _OPENINGS[proposal.arrangement].format(mentor=mentor, mentee=mentee)
    if proposal.pinned:
        return f"{opening}; the coordinator decided this pair."
    return f"{opening}." if proposal.met else f"{opening}; the rules allow it, and no wish is met."


def _met(met: MetCriterion, mentor: str, mentee: str) -> str:
    words = listed(met.words)
    match met.wish:
        case Criterion.CHOICE:
            return _chosen(met, mentor, mentee)
        case Criterion.GOALS:
            return f"{mentor} offers what {mentee} seeks: {words}."
        case Criterion.OTHER_GOALS:
            return f"{mentee} offers what {mentor} seeks: {words}."
        case Criterion.PROFESSION | Criterion.SITE | Criterion.AVAILABILITY:
            return f"{_BOTH[met.wish]} {words}."
        case Criterion.BACKGROUND:
            return _background(met, mentor, mentee)
        case Criterion.GRADE_GAP:
            return _grades(int(met.words[0]), mentor, mentee)


_BOTH = {
    Criterion.PROFESSION: "Both work in",
    Criterion.SITE: "Both are at",
    Criterion.AVAILABILITY: "Both can meet:",
}


def _chosen(met: MetCriterion, mentor: str, mentee: str) -> str:
    names = {Role.MENTOR: (mentor, mentee), Role.MENTEE: (mentee, mentor)}
    said = []
    for word in met.words:
        asker, partner = names[Role(word.split()[0])]
        said.append(f"{partner} is {asker}'s {in_words(chosen_place(word))}")
    return f"{listed(said)}."


def _background(met: MetCriterion, mentor: str, mentee: str) -> str:
    names = {Role.MENTOR.value: mentor, Role.MENTEE.value: mentee}
    return f"The partner's background is as {listed([names[role] for role in met.words])} asked."


def _grades(steps: int, mentor: str, mentee: str) -> str:
    if not steps:
        return f"{mentor} and {mentee} have the same grade."
    where = "above" if steps > 0 else "below"
    return f"{mentor} is {counted(abs(steps), 'grade')} {where} {mentee}."


def _reason(unplaced: Unplaced, name: str) -> str:
    partners = counted(unplaced.others, unplaced.role.partner)
    match unplaced.reason:
        case UnplacedReason.NO_PARTNERS_AT_ALL:
            return f"{name} has no partner: there is no other person among the {unplaced.role.partner}s."
        case UnplacedReason.NO_ALLOWED_PARTNER:
            return f"{name} has no partner: of {partners}, the rules allow none."
        case UnplacedReason.ALL_TAKEN:
            return (
                f"{name} has no partner: of {partners}, the rules allow {unplaced.allowed}, "
                "and every place with them is taken."
            )


def _rules(unplaced: Unplaced) -> Iterator[str]:
    if unplaced.removed:
        several = " (one may be removed by several rules)" if len(unplaced.removed) > 1 else ""
        yield f"Removed by the rules{several}: {', '.join(map(_removed, unplaced.removed))}."


def _removed(removed: Removed) -> str:
    return f"{removed.partners} by {RULE_NAMES[removed.rule]}"


def _change(unplaced: Unplaced, name: str) -> Iterator[str]:
    if unplaced.reason is UnplacedReason.ALL_TAKEN:
        whom = "the one allowed" if unplaced.allowed == 1 else f"any one of the {unplaced.allowed} allowed"
        yield f"If {whom} took one partner more, {name} could be placed."
    if unplaced.nearest:
        yield _relaxed(unplaced.nearest, unplaced.role.partner)
    elif unplaced.reason is UnplacedReason.NO_ALLOWED_PARTNER:
        yield "No single rule, if it alone were relaxed, would allow anybody."


def _relaxed(nearest: Relaxation, partner: Role) -> str:
    more = counted(nearest.partners, f"more {partner}")
    room = "none of them" if not nearest.with_room else f"{nearest.with_room} of them"
    return (
        f"If {RULE_NAMES[nearest.rule]} alone were relaxed, {more} would be allowed; "
        f"{room} could take one more partner beside this draft."
    )


RULE_NAMES = {
    Rule.ROLE: "their role",
    Rule.SAME_PERSON: "being the same person",
    Rule.SAME_NAME: "having the same name, with two addresses",
    Rule.ARRANGEMENT: "the arrangement they asked for",
    Rule.CONFLICT: "a declared conflict of interest",
    Rule.REPORTING_LINE: "the reporting line",
    Rule.APART: "what the programme keeps apart",
    Rule.EARLIER_PAIR: "having been a pair before",
    Rule.GRADE_GAP: "the gap between the grades",
    Rule.FORBIDDEN: "the coordinator's own ruling",
}
