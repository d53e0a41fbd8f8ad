"""Opening a cohort: checked whole, written down, and each pairing begun. Doing it twice harms nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime

from cli.doors import ask, store
from client import Pairings
from domain.errors import Refused
from domain.pairs import Pair
from domain.programme import Programme, check_key
from domain.timetable import check_not_over, rules_of
from storage import cohorts, reading
from storage.views import Cohort
from workflows.start import PairingStart


def open_with_pairs(programme: Programme, key: str, pairs: Sequence[Pair]) -> tuple[Cohort, list[str]]:
    """The cohort, and the ids of the pairings that were begun now.

    Raises Refused or BadInput before anything is written, Unreachable if the server is away.
    """
    _check(programme, key)

    async def opening(pairings: Pairings) -> tuple[Cohort, list[str]]:
        cohort, ids = _write_down(programme, key, pairs)
        return cohort, [pairing for pairing in ids if await begin(pairings, cohort, pairing)]

    return ask(opening)


def open_for_applications(programme: Programme, key: str) -> Cohort:
    """The cohort, open and without pairs yet. Raises Refused or BadInput."""
    _check(programme, key)
    return _write_down(programme, key, ())[0]


def _check(programme: Programme, key: str) -> None:
    check_key(key)
    check_not_over(programme, datetime.now(UTC))


async def begin(pairings: Pairings, cohort: Cohort, pairing: str) -> bool:
    """Begin the life of a pairing that the store knows. Says whether it was new.

    The store decides, not the server: that forgets a pairing some time after it is over, and a
    pairing must never live twice.
    """
    with store() as session:
        view = reading.pairing(session, pairing)
    if view.revision:
        return False
    rules = rules_of(cohort.programme)
    return await pairings.start(
        PairingStart(pairing=pairing, cohort=cohort.key, arrangement=view.arrangement, rules=rules)
    )


def _write_down(programme: Programme, key: str, pairs: Sequence[Pair]) -> tuple[Cohort, list[str]]:
    now = datetime.now(UTC)
    with store() as session:
        cohort = cohorts.open_cohort(session, key, programme, now, is_demo=False)
        if cohort.programme.key != programme.key:
            raise Refused(
                f"Cohort {key!r} is open already, for {cohort.programme.key}; choose another with --key."
            )
        return cohort, cohorts.add_pairs(session, cohort, pairs, now)
