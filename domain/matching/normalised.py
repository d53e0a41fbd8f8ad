"""Words of forms, made comparable: without regard to case or to spaces around them."""

from collections.abc import Iterable


def normalised(word: str | None) -> str:
    """The word as it is compared; empty if nothing is known."""
    return (word or "").strip().casefold()


def normalised_set(words: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(normalised, words)))
