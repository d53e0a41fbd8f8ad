"""Recording attendance for a whole cohort at once."""

from collections.abc import Sequence
from datetime import UTC, datetime

from temporalio.client import Client

from cli.doors import ask, store
from client import Pairings
from domain.clock import spoken
from domain.errors import BadInput, NotFound, Refused
from domain.events import Attend
from domain.rules import Gathering
from domain.timetable import rules_of
from domain.words import Role, Stage
from storage import reading
from storage.views import PairingView


def record_attendance(cohort_key: str, gathering_key: str, absent: Sequence[str]) -> tuple[int, int]:
    """How many attended and how many missed it. Raises before anything is recorded if a name is wrong."""
    with store() as session:
        rules = rules_of(reading.cohort(session, cohort_key).programme)
        pairings = [p for p in reading.pairings(session, cohort=cohort_key) if _takes_part(p)]
    gathering = rules.gathering(gathering_key)
    if gathering.sittings[0].starts > datetime.now(UTC):
        raise Refused(
            f"{gathering_key} begins on {spoken(gathering.sittings[0].starts, rules.zone)}; not yet."
        )
    missing = {_absentee(text, pairings, gathering) for text in absent}

    async def telling(client: Client) -> int:
        running, present = Pairings(client), 0
        for pairing in pairings:
            here = tuple(role for role in gathering.roles if (pairing.id, role) not in missing)
            gone = tuple(role for role in gathering.roles if (pairing.id, role) in missing)
            present += len(here)
            for roles, attended in ((here, True), (gone, False)):
                if roles:
                    await _signal(running, pairing, gathering, roles, attended)
        return present

    return ask(telling), len(missing)


def _takes_part(pairing: PairingView) -> bool:
    """A pair that has not accepted has not been invited."""
    return pairing.stage.is_open and pairing.stage is not Stage.APPLICATION


async def _signal(
    running: Pairings, pairing: PairingView, gathering: Gathering, roles: tuple[Role, ...], attended: bool
) -> None:
    await running.signal(pairing.id, Attend(gathering=gathering.key, roles=roles, attended=attended))


def _absentee(text: str, pairings: list[PairingView], gathering: Gathering) -> tuple[str, Role]:
    pairing, _, role = text.rpartition(":")
    if pairing not in {p.id for p in pairings}:
        raise NotFound(f"--absent {text}: there is no open pairing {pairing!r} in this cohort.")
    if role not in gathering.roles:
        known = " or ".join(gathering.roles)
        raise BadInput(f"--absent {text}: write PAIRING:{known}.")
    return pairing, Role(role)
