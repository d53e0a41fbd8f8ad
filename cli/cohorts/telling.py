"""Telling a cohort what its coordinator wants, and saying how it stands then."""

from temporalio.client import Client

from cli.cohorts.show import say_standing
from cli.doors import ask, relaying, store
from domain.cohort.events import CohortUpdate, EndCohort
from domain.entity.entity import EntityKind
from domain.errors import Refused
from storage import cohorts, queries
from storage.views import CohortView
from temporal.client import Cohorts


def check_open(cohort: CohortView) -> None:
    """Raises Refused if the cohort is over: nobody hears it any more."""
    if not cohort.stage.is_open:
        raise Refused(f"Cohort {cohort.key} has ended; nothing more can be changed in it.")


def tell(key: str, event: CohortUpdate) -> None:
    """Raises Refused with the domain's sentence, NotFound, or Unreachable."""

    async def telling(client: Client) -> None:
        with relaying(client) as relay:  # what it is still to be told comes first
            await relay.tell_all([EntityKind.COHORT.workflow_id(key)])
        await Cohorts(client).update(key, event)

    ask(telling)


def say_how_it_stands(key: str) -> None:
    """As last recorded. Raises NotFound."""
    with store() as session:
        cohort = queries.cohort(session, key)
    say_standing(cohort)


def end_cohort(key: str) -> None:
    """Raises Refused if pairings are open. Ending it again harms nothing."""
    with store() as session:
        cohort = queries.cohort(session, key)
        event = EndCohort(open=cohorts.count_open(session, key))
    if cohort.stage.is_open:
        tell(key, event)
    say_how_it_stands(key)
