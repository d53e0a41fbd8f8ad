"""A cohort of invented people as it is written down: who applies, and which pairs are approved."""

from datetime import datetime

from sqlalchemy.orm import Session

from domain.clock import mornings_after
from domain.errors import Refused
from domain.matching.draft import Draft
from domain.programme.letters_plan import LettersPlan
from domain.programme.programme import Programme
from domain.programme.rules import Rules
from rehearsal.applicant_personas import Applicant, applies
from rehearsal.scripts import Script
from storage import arrivals, cohorts, drafts, queries

_APPROVED_BEFORE = 3
"""Days before the introductions."""


def unreviewed(programme: Programme) -> Programme:
    """Nobody reviews letters that go nowhere."""
    return programme.replace(letters=LettersPlan())


def applicants(session: Session, programme: Programme, script: Script, now: datetime) -> list[Applicant]:
    """Write down everybody who will apply to the cohort of this programme."""
    found = []
    for application, interest in script.applying(programme):
        _, key = arrivals.upsert(session, programme.key, application, now)
        found.append(applies(key, programme.key, application, programme, interest))
    return found


def approved_at(rules: Rules) -> datetime:
    """When the coordinator approves the draft."""
    return mornings_after(rules.introductions, -_APPROVED_BEFORE, rules.zone)


def approve(session: Session, key: str, at: datetime, now: datetime) -> list[str]:
    """Write down that the latest draft is approved; the ids of its pairings. Raises Refused if nobody could
    be paired."""
    draft = drafts.latest_draft(session, key).draft
    check_anybody_paired(key, draft)
    pairs = drafts.pairs_of(session, key, draft)
    ids = cohorts.add_pairs(session, queries.cohort(session, key), pairs, now)
    drafts.approve(session, key, "the demo", at)
    return ids


def check_anybody_paired(key: str, draft: Draft) -> None:
    """Raises Refused if nobody is."""
    if not draft.pairs:
        raise Refused(f"Nobody could be paired in {key}: there is nothing to rehearse after that.")
