"""Who of a cohort's pairs came to a gathering, and who did not."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from domain.entity.entity import EntityKind
from domain.enums import Role
from domain.errors import BadInput, NotFound
from domain.pairing.attendance import everybody_came, is_expected
from domain.pairing.events import Attend
from domain.pairing.seats import check_is_held
from domain.programme.rules import Gathering
from domain.text_search import best_fits, without_zeros
from services.cohorts.sittings_begun import check_is_clear, has_missed_theirs, sittings_begun
from services.pairing_lookup import partners
from storage import queries, statistics
from storage.entities import load_entity
from storage.views import CohortView, PairingView

Partner = tuple[str, Role]
"""A pairing's id, and which of the two."""


def updates_of_pairs(
    session: Session,
    cohort: CohortView,
    gathering: Gathering,
    absent: Sequence[str],
    sitting: str | None,
    now: datetime,
) -> list[tuple[str, Attend]]:
    """What each pairing is to be told, by its id. `absent`: as PAIRING:ROLE, or by address or name;
    `sitting`: of those alone who were to come to this one, or have chosen none.

    Raises Refused if the gathering is still to come, NotFound or BadInput if nobody of that name was
    expected, or if there have been several sittings and it is not said which.
    """
    check_is_held(gathering)
    begun = sittings_begun(gathering, sitting, now, cohort.programme.zone)
    pairings = [p for p in queries.pairings(session, cohort=cohort.key) if is_expected(p.stage)]
    missing = {partner for text in absent for partner in _absentees(text, pairings, gathering)}
    chosen = statistics.seats(session, cohort.key, gathering.key)
    elsewhere = {partner for partner, key in chosen.items() if key not in {one.key for one in begun}}
    there = (statistics.attended(session, cohort.key, gathering.key) | elsewhere) - missing
    told = [
        (pairing.id, event) for pairing in pairings for event in _events(pairing, gathering, missing, there)
    ]
    if sitting is not None:
        day = begun[0].starts.astimezone(cohort.programme.zone).date()
        return [(key, event.replace(happened_on=day)) for key, event in told]
    again = {one for one in missing & chosen.keys() if _is_known_to_have_missed(session, one, gathering)}
    if any((key, role) not in chosen.keys() - again for key, event in told for role in event.roles):
        check_is_clear(gathering, begun, cohort.programme.zone)
    return told


def _is_known_to_have_missed(session: Session, partner: Partner, gathering: Gathering) -> bool:
    """Said once more, it would be of the next date."""
    key, role = partner
    return has_missed_theirs(load_entity(session, EntityKind.PAIRING, key), gathering, role)


def _events(
    pairing: PairingView, gathering: Gathering, missing: set[Partner], there: set[Partner]
) -> Iterator[Attend]:
    absent, recorded = ({role for key, role in some if key == pairing.id} for some in (missing, there))
    yield from everybody_came(gathering, absent, recorded)


def _absentees(text: str, pairings: Sequence[PairingView], gathering: Gathering) -> list[Partner]:
    if ":" not in text:
        return _of_person(text, pairings, gathering)
    key, _, role = text.rpartition(":")
    ids = [p.id for p in pairings if without_zeros(p.id) == without_zeros(key)]
    if not ids:
        raise NotFound(f"--absent {text}: there is no open pairing {key!r} in this cohort.")
    if role not in gathering.roles:
        raise BadInput(f"--absent {text}: write PAIRING:{' or '.join(gathering.roles)}.")
    return [(ids[0], Role(role))]


def _of_person(text: str, pairings: Sequence[PairingView], gathering: Gathering) -> list[Partner]:
    """Somebody may be in several pairs."""
    found = best_fits(text, partners(pairings))
    if not found:
        raise NotFound(
            f"--absent {text}: nobody in an open pairing of this cohort has this name or address. "
            f"A pair is written as PAIRING:{' or '.join(gathering.roles)}."
        )
    people = {view.person(role).id: f"{view.person(role).name} ({view.id})" for view, role in found}
    if len(people) > 1:
        raise BadInput(f"--absent {text}: it fits several; which is meant? {'; '.join(people.values())}.")
    expected = [(view.id, role) for view, role in found if role in gathering.roles]
    if not expected:
        who = next(iter(people.values()))
        raise BadInput(f"--absent {text}: {gathering.key} is for {gathering.roles[0]}s only, not for {who}.")
    return expected
