"""The names by which workflows, activities and their callers find each other. No heavy imports here."""

from temporalio.common import SearchAttributeKey

PAIRINGS_QUEUE = "tandem-pairings"
MAIL_QUEUE = "tandem-mail"


def workflow_id(pairing: str) -> str:
    return f"pairing-{pairing}"


RECORD = "record"
DELIVER = "deliver"
MATCH = "match"

COHORT = SearchAttributeKey.for_keyword("TandemCohort")
STAGE = SearchAttributeKey.for_keyword("TandemStage")
NEEDS_ATTENTION = SearchAttributeKey.for_bool("TandemNeedsAttention")
NEXT_DUE = SearchAttributeKey.for_datetime("TandemNextDue")
SEARCH_ATTRIBUTES = (COHORT, STAGE, NEEDS_ATTENTION, NEXT_DUE)
