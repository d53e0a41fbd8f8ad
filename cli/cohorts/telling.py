"""Telling a cohort what its coordinator wants, and saying how it stands then."""

from temporalio.client import Client

from cli.cohorts.show import say_standing
from cli.doors import ask, relaying, store
from client import Cohorts
from domain.cohort.events import End, Told
from domain.errors import Refused
from domain.life import LifeKind
from storage import cohorts, reading
from storage.views import Cohort


def check_open(cohort: Cohort) -> None:
    """Raises Refused if the cohort is over: nobody hears it any more."""
    if not cohort.stage.is_open:
        raise Refused(f"Cohort {cohort.key} has ended; nothing more can be changed in it.")


def tell(key: str, event: Told) -> None:
    """Raises Refused with the domain's sentence, NotFound, or Unreachable."""

    async def telling(client: Client) -> None:
        with relaying(client) as relay:  # what it is still to be told comes first
            await relay.tell_all([LifeKind.COHORT.of(key)])
        await Cohorts(client).tell(key, event)

    ask(telling)


def say_how_it_stands(key: str) -> None:
    """As last recorded. Raises NotFound."""
    with store() as session:
        cohort = reading.cohort(session, key)
    say_standing(cohort)


def end_cohort(key: str) -> None:
    """Raises Refused if pairings are open. Ending it again harms nothing."""
    with store() as session:
        cohort = reading.cohort(session, key)
        event = End(open=cohorts.count_open(session, key))
    if cohort.stage.is_open:
        tell(key, event)
    say_how_it_stands(key)
