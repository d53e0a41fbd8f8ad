"""How numbers, and what somebody has typed, are said in a sentence."""

from collections.abc import Iterable


def counted(number: int, thing: str, things: str | None = None) -> str:
    """`1 pairing`, `2 pairings`; `things` where the plural is not made with an s."""
    return f"{number} {thing}" if number == 1 else f"{number} {things or thing + 's'}"


def shortened(typed: str) -> str:
    """What somebody has typed, cut where it is too long for a sentence."""
    return typed if len(typed) <= 60 else f"{typed[:57]}..."


def it_has(known: Iterable[str]) -> str:
    """Ends a refusal of what is not there: `it has: a, b`, or `it has none`."""
    named = ", ".join(known)
    return f"it has: {named}" if named else "it has none"


def listed(things: Iterable[str]) -> str:
    """`one, two and three`."""
    *others, last = list(things) or [""]
    return f"{', '.join(others)} and {last}" if others else last


def capitalised(text: str) -> str:
    """With a capital at its beginning; the rest as it is."""
    return text[:1].upper() + text[1:]
