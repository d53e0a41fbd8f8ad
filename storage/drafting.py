"""From what the store knows to a draft of a cohort's matches."""

from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.matching.candidates import Candidate, IdPair
from domain.matching.draft import Draft
from domain.programme.programme import Programme
from storage import applications, drafts, queries
from storage.drafts import Mark
from storage.erasing.past_pairs import PairDigest


class MatchingQuestion(NamedTuple):
    """Who is to be matched, and by what."""

    programme: Programme
    candidates: list[Candidate]
    pins: frozenset[IdPair]
    forbids: frozenset[IdPair]


def question(session: Session, cohort: str, digest: PairDigest | None = None) -> MatchingQuestion:
    """What there is to be matched in this cohort now. A pin of two who have been partners since is
    fulfilled. `digest`: by which pairs are known of whom somebody was erased."""
    candidates = applications.candidates(session, cohort, digest)
    by_id = {candidate.id: candidate for candidate in candidates}
    pins = frozenset(
        (mentor, mentee)
        for mentor, mentee in drafts.marks(session, cohort, Mark.PIN)
        if mentor in by_id and mentee in by_id and mentee not in by_id[mentor].earlier
    )
    programme = queries.cohort(session, cohort).programme
    return MatchingQuestion(programme, candidates, pins, drafts.marks(session, cohort, Mark.FORBID))


def drafted(asked: MatchingQuestion) -> Draft:
    """The best draft there is. Raises Refused if a pin breaks a rule."""
    from domain.matching.drafting import make_draft  # brings the solver, which takes a while

    programme = asked.programme
    return make_draft(asked.candidates, programme.matching, programme.grades, asked.pins, asked.forbids)
