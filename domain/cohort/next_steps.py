"""What a coordinator could tell a cohort now, so that it goes on."""

from domain.cohort.cohort import Cohort
from domain.entity.next_steps import Step
from domain.enums import CohortStage


def unblocking(cohort: Cohort) -> tuple[Step, ...]:
    """None for a cohort that is over, or that waits for its first day or for its pairings."""
    return tuple(Step(command=f"tandem {command}") for command in _commands(cohort))


def _commands(cohort: Cohort) -> tuple[str, ...]:
    key = cohort.id
    match cohort.stage:
        case CohortStage.OPEN:
            return (f"cohort close-applications {key}",)
        case CohortStage.MATCHING if cohort.drafted:
            return (f"match show {key}", f"match approve {key}")
        case CohortStage.MATCHING:
            return (f"match draft {key}",)
        case CohortStage.RUNNING:
            return (f"pairing list --cohort {key} --attention",)
    return ()
