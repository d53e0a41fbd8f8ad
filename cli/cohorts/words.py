"""How numbers and days are said."""

from datetime import date


def counted(number: int, thing: str, things: str | None = None) -> str:
    """`1 pairing`, `2 pairings`; `things` where the plural is not made with an s."""
    return f"{number} {thing}" if number == 1 else f"{number} {things or thing + 's'}"


def weekday(value: date) -> str:
    """`Mon 7 Jun 2027`."""
    return f"{value:%a %-d %b %Y}"
