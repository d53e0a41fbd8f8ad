"""The quick look: the rows of the store beside the server's listing. What it passes over is well."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from domain.life import LifeKind
from reconciliation.asking import Listed, is_of_another
from reconciliation.beginning import WAYS
from reconciliation.place import Place
from storage.lives import KeptLife, whole_lives

_A_FEW = 200
"""So many lives are read whole at a time."""
_ABOUT_THE_SAME = timedelta(seconds=1)
_OVERDUE = timedelta(minutes=5)
"""What was due so long ago, and is not recorded yet, may never come to be."""

Pair = tuple[KeptLife, Listed]


async def suspicious(
    place: Place, listed: Mapping[str, Listed], kept: Mapping[str, KeptLife], now: datetime
) -> list[tuple[LifeKind, str]]:
    """The kinds and keys of lives to look at closely."""
    both = [(row, seen) for life, row in kept.items() if (seen := listed.get(life))]
    store = await place.store()
    odd = {row.life for row, seen in both if is_of_another(seen, store)}
    odd |= {row.life for row, seen in both if row.stage != seen.stage}
    waits = [(row, seen) for row, seen in both if row.life not in odd and _waits_oddly(row, seen, now)]
    odd |= await _still_apart(place, waits, now)
    odd |= {life for life, row in kept.items() if row.lives and life not in listed}
    known = [(row.kind, row.key) for life, row in kept.items() if life in odd]
    return [*known, *strangers(listed, kept)]


def strangers(listed: Mapping[str, Listed], kept: Mapping[str, KeptLife]) -> Iterator[tuple[LifeKind, str]]:
    """Those that run, and are not in the store."""
    return ((seen.kind, seen.key) for life, seen in listed.items() if life not in kept)


def _waits_oddly(row: KeptLife, seen: Listed, now: datetime) -> bool:
    return not _same(row.until, seen.until) or _is_overdue(row.until, now)


def _is_overdue(until: datetime | None, now: datetime) -> bool:
    return until is not None and until < now - _OVERDUE


async def _still_apart(place: Place, waits: list[Pair], now: datetime) -> set[str]:
    """A row says when something is due as of its last entry; the server is told between entries, too. So
    these are compared with what is due by now, and when."""
    apart = set[str]()
    for kind in LifeKind:
        of_kind = [(row, seen) for row, seen in waits if row.kind is kind]
        for first in range(0, len(of_kind), _A_FEW):
            some = of_kind[first : first + _A_FEW]
            apart |= await place.in_store(partial(_apart, pairs=some, now=now))
    return apart


def _apart(session: Session, pairs: list[Pair], now: datetime) -> set[str]:
    kind = pairs[0][0].kind
    wholes = whole_lives(session, kind, [row.key for row, _ in pairs])
    overdue = {key for key, life in wholes.items() if WAYS[kind].due(life, now - _OVERDUE).entry}
    by_now = {key: WAYS[kind].stands(life, now).until for key, life in wholes.items() if key not in overdue}
    return {
        row.life for row, seen in pairs if row.key not in by_now or not _same(by_now[row.key], seen.until)
    }


def _same(one: datetime | None, other: datetime | None) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) < _ABOUT_THE_SAME
