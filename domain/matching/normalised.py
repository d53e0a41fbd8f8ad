"""Words of forms, made comparable: without regard to case or to how many spaces there are."""

from collections.abc import Iterable


def normalised(word: str | None) -> str:
    """The word as it is compared; empty if nothing is known."""
    return " ".join((word or "").casefold().split())


def normalised_set(words: Iterable[str]) -> frozenset[str]:
    return frozenset(filter(None, map(normalised, words)))
