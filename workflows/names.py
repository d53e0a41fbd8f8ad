"""The names by which workflows, activities and their callers find each other. No heavy imports here."""

from datetime import datetime
from typing import Any

from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

from domain.entity.entity import EntityKind

PAIRINGS_QUEUE = "tandem-pairings"
MAIL_QUEUE = "tandem-mail"

RECORD = "record"
RECORD_APPLICATION = "record_application"
RECORD_COHORT = "record_cohort"
RECORDS = (RECORD, RECORD_APPLICATION, RECORD_COHORT)
DELIVER = "deliver"
MATCH = "match"
TO_BEGIN = "to_begin"
BROADCAST = "spread"
TELL_UNMATCHED = "tell_unmatched"
COUNT_OPEN = "count_open"
CLOSE_APPLICATIONS = "hand_over"
DIGEST = "digest"
RELAY = "relay"
RECONCILE = "reconcile"
RETAIN = "retain"

COHORT = SearchAttributeKey.for_keyword("TandemCohort")
STAGE = SearchAttributeKey.for_keyword("TandemStage")
NEEDS_ATTENTION = SearchAttributeKey.for_bool("TandemNeedsAttention")
NEXT_DUE = SearchAttributeKey.for_datetime("TandemNextDue")
CONFLICT = "conflict"
"""What the stage says of an entity whose store tells another story: an operator must look."""
SEARCH_ATTRIBUTES = (COHORT, STAGE, NEEDS_ATTENTION, NEXT_DUE)


def search_attributes_of(
    cohort: str, stage: str, needs_attention: bool = False, until: datetime | None = None
) -> TypedSearchAttributes:
    """What an entity that begins, or begins again, can be found by."""
    found: list[SearchAttributePair[Any]] = [
        SearchAttributePair(COHORT, cohort),
        SearchAttributePair(STAGE, stage),
        SearchAttributePair(NEEDS_ATTENTION, needs_attention),
    ]
    if until:
        found.append(SearchAttributePair(NEXT_DUE, until))
    return TypedSearchAttributes(found)


def cohort_of(workflow: str) -> str | None:
    """The key of the cohort that this workflow belongs to, which stands in its id; None if the id does not
    say so."""
    kind, _, key = workflow.partition("-")
    if kind == EntityKind.COHORT:
        return key
    of_somebody = kind in (EntityKind.PAIRING, EntityKind.APPLICATION)
    return key.rpartition("-")[0] or None if of_somebody else None


def delivery_of(letter: str) -> str:
    """The id of the activity that delivers this letter."""
    return f"letter:{letter}"


def letter_of(delivery: str) -> str | None:
    """The id of the letter that this activity delivers; None if it is another's."""
    prefix = delivery_of("")
    return delivery.removeprefix(prefix) if delivery.startswith(prefix) else None
