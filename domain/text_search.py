"""Whom or what somebody means by a part of a name, an address or an id, accents and case aside."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import TypeVar

from domain.errors import BadInput
from domain.wording import shortened

T = TypeVar("T")

_LONGEST = 254
"""Characters of the longest address; a name and an id are shorter."""
_MOST_LISTED = 15
"""So many are listed one by one."""

_UNSPLIT = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "’": "'"}
)
"""Letters that Unicode does not take apart into a letter and an accent."""


def folded(text: str) -> str:
    """The text as it is compared: without case and accents, and with single blanks."""
    apart = unicodedata.normalize("NFKD", text.casefold().translate(_UNSPLIT))
    return " ".join("".join(letter for letter in apart if not unicodedata.combining(letter)).split())


def check_length(text: str) -> None:
    """Raises BadInput for what is too long to be a name, an address or an id."""
    if len(text) > _LONGEST:
        raise BadInput(
            f"{shortened(text)!r} has {len(text):,} characters; no name, address or id has so many."
        )


def without_zeros(key: str) -> str:
    """The id as it is compared: `Kent-01` and `kent-1` are one, `kent-a07` and `kent-a7` as well."""
    return re.sub(r"-(a?)0+(?=\d+$)", r"-\1", folded(key))


def best_fits(text: str, named: Iterable[tuple[T, str, str]]) -> list[T]:
    """Those whose name or address fits this text best: as a whole, else word by word, else in any part.

    `named`: each with a name and an address.
    """
    wanted, among = folded(text), [(one, folded(name), folded(email)) for one, name, email in named]
    for fits in (_is_whole, _begins, _is_within) if wanted else ():
        found = [one for one, name, email in among if fits(wanted, name, email)]
        if found:
            return found
    return []


def all_fits(text: str, named: Iterable[tuple[T, str, str]]) -> list[T]:
    """All whose name or address fits this text in any way, in their order."""
    wanted = folded(text)
    tests = (_is_whole, _begins, _is_within)
    return [one for one, *known in named if any(fits(wanted, *map(folded, known)) for fits in tests)]


def nearest(text: str, known: Iterable[T], spellings: Callable[[T], Sequence[str]]) -> list[T]:
    """At most three of these that were perhaps meant, the likeliest first."""
    spelled: dict[str, list[T]] = {}
    for one in known:
        for spelling in spellings(one):
            spelled.setdefault(folded(spelling), []).append(one)
    close = [one for found in get_close_matches(folded(text), spelled, 9, 0.7) for one in spelled[found]]
    return [one for number, one in enumerate(close) if one not in close[:number]][:3]


def _is_whole(wanted: str, name: str, email: str) -> bool:
    return wanted in (name, email)


def _begins(wanted: str, name: str, email: str) -> bool:
    """Every word begins a word of the name, or the text begins the address."""
    if email.startswith(wanted):
        return True
    words = _words(name)
    return all(any(word.startswith(part) for word in words) for part in _words(wanted) or [wanted])


def _is_within(wanted: str, name: str, email: str) -> bool:
    return wanted in name or wanted in email


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def several_fit(text: str, things: str, asks: str, each: Sequence[str]) -> Iterator[str]:
    """That it fits so many `things`, with a line for each of the first, for whoever is asked to say which."""
    yield f"{shortened(text)!r} fits {things}; nothing was done. {asks}"
    yield from (f"  {one}" for one in each[:_MOST_LISTED])
    if len(each) > _MOST_LISTED:
        yield f"  ... and {len(each) - _MOST_LISTED} more"
