"""What a coordinator could tell a cohort now, so that it goes on."""

from domain.cohort.cohort import Cohort
from domain.enums import CohortStage
from domain.suggestion import Suggestion, suggest


def unblocking(cohort: Cohort) -> tuple[Suggestion, ...]:
    """None for a cohort that is over, or that waits for its first day or for its pairings."""
    key = cohort.id
    match cohort.stage:
        case CohortStage.OPEN:
            return (suggest("cohort close-applications", key),)
        case CohortStage.MATCHING if cohort.drafted:
            return (suggest("match show", key), suggest("match approve", key))
        case CohortStage.MATCHING:
            return (suggest("match draft", key),)
        case CohortStage.RUNNING:
            return (suggest("pairing list", "--cohort", key, "--attention"),)
    return ()
