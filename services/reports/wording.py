"""How a number that may be passed on, or may not, is said in a sentence."""

from domain.disclosure.cell import Shown
from domain.disclosure.profile import Limits
from domain.disclosure.ratios import percentage
from domain.wording import capitalised

WITHHELD = "*"
_WORDS = (
    *("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven"),
    "twelve",
)


def shown(number: Shown | float) -> str:
    return WITHHELD if number is None else str(number)


def spelled(number: int) -> str:
    """A number of the programme's own, such as `four`: it counts nobody."""
    return _WORDS[number] if 0 <= number < len(_WORDS) else str(number)


def about(number: Shown, thing: str) -> str:
    """`about 40 pairs`, `no pairs`, `a withheld number of pairs`."""
    if number is None:
        return f"a withheld number of {thing}"
    return f"about {number} {thing}" if number else f"no {thing}"


def how_many(number: Shown, thing: str, did: str) -> str:
    """`about 40 pairs agreed`, `how many pairs agreed cannot be told without telling of a few`."""
    if number is None:
        return f"how many {thing} {did} cannot be told without telling of a few"
    return f"{about(number, thing)} {did}"


def per_cent(part: Shown, whole: Shown, limits: Limits) -> str:
    found = percentage(part, whole, limits)
    return WITHHELD if found is None else f"{found}%"


def sentence(text: str) -> str:
    """With a capital at its beginning and a full stop at its end."""
    text = text.strip()
    return capitalised(text) + ("" if text.endswith((".", "!", "?")) else ".")
