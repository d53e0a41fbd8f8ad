"""What opening a cohort with pairs would do today, before anything is done."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.entity.preview import letters_until
from domain.enums import Arrangement
from domain.letter.letter import LetterName
from domain.pairing.due import due
from domain.pairing.pairing import propose
from domain.people import Pair
from domain.programme.fields import check_key
from domain.programme.programme import Programme
from domain.programme.rules import Rules
from domain.programme.timetable import check_not_over, end_of, rules_of
from services.cohorts.pairs_known import ReaddressedPerson, as_known, refuse_others_addresses
from services.context import Context
from storage import cohorts, queries

PairKey = tuple[str, str]
"""The addresses of mentor and mentee."""


class OpeningPreview(NamedTuple):
    new: int
    """How many of the pairs are not there yet."""
    letters: Counter[LetterName]
    """What is written about the new ones today, by itself."""
    introductions: datetime
    is_late: bool
    """Whether the day of introductions is over, so that new pairs are introduced today."""
    readdressed: Sequence[ReaddressedPerson] = ()
    """Who has another address here than in the pairs, since it was put right."""


def preview_opening(
    context: Context,
    programme: Programme,
    key: str,
    pairs: Sequence[Pair],
    taken_over: bool = False,
    take_names: bool = False,
) -> OpeningPreview:
    """`programme`: by which it is opened, if it is not open yet; the others: see `open_cohort`. Raises
    BadInput where that would."""
    now = context.clock()
    check_key(key)
    check_not_over(programme, now)
    with context.store() as session:
        known, rules = _as_it_is(session, key, programme)
        found, readdressed = as_known(session, key, pairs)
        if not take_names:
            refuse_others_addresses(session, key, found)
    new = len({(pair.mentor.email, pair.mentee.email) for pair in found} - known)
    letters = Counter({name: count * new for name, count in _of_first_day(rules, now, taken_over).items()})
    is_late = rules.introductions.astimezone(rules.zone).date() < now.astimezone(rules.zone).date()
    return OpeningPreview(new, letters if new else Counter(), rules.introductions, is_late, readdressed)


def _as_it_is(session: Session, key: str, programme: Programme) -> tuple[set[PairKey], Rules]:
    if not cohorts.is_known(session, key):
        return set(), rules_of(programme)
    pairs = {(view.mentor.email, view.mentee.email) for view in queries.pairings(session, key)}
    return pairs, rules_of(queries.cohort(session, key).programme)


def _of_first_day(rules: Rules, now: datetime, taken_over: bool) -> Counter[LetterName]:
    """Of one pair; all that begin today are alike."""
    pairing = propose("new", Arrangement.RECIPROCAL, rules, now, taken_over=now if taken_over else None)
    tonight = end_of(now.astimezone(rules.zone).date(), rules.zone)
    return Counter(letter.name for letter in letters_until(due, pairing, now, max(now, tonight)))
