"""Whom somebody would like as a partner: by name or address, the first choice first."""

from collections.abc import Sequence

from domain.application.form import ApplicationForm
from domain.matching.normalised import normalised
from domain.people import name_key

_ORDINALS = ("first", "second", "third")


def keys_of(form: ApplicationForm) -> tuple[str, str]:
    """By what others may name this person."""
    return normalised(form.email), name_key(form.name)


def named_by(choice: str) -> str:
    """What of `keys_of` this choice names. `Lee, Ann` is Ann Lee."""
    if "@" in choice:
        return normalised(choice)
    last, _, first = choice.partition(",")
    return name_key(f"{first} {last}")


def place_of(asker: ApplicationForm, partner: ApplicationForm) -> int | None:
    """Which choice of the asker the partner is, from 1; None if no choice at all."""
    keys = keys_of(partner)
    places = (place for place, choice in enumerate(asker.wishes, 1) if named_by(choice) in keys)
    return next(places, None)


def weight_of(place: int, weights: Sequence[float]) -> float:
    """Choices beyond the weights there are weigh as much as the last of them."""
    return weights[min(place, len(weights)) - 1] if weights else 0


def in_words(place: int) -> str:
    return f"{_ORDINALS[place - 1]} choice" if place <= len(_ORDINALS) else f"choice number {place}"
