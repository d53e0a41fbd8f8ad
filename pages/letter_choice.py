"""What somebody chose in a letter: it is said at that choice on the page, and not chosen there. Whatever
opens every link and sends every form as it is would answer in their name otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pages.inputs import Checkboxes, Choice, Input, Radios

_SAYS = "You chose this in the letter. Choose it here, and it is recorded."


def marked(inputs: Sequence[Input], chosen: Iterable[tuple[str, str]]) -> Sequence[Input]:
    """The same inputs. `chosen`: names and values, as the link in the letter has them."""
    told = set(chosen)
    return tuple(_marked(one, told) if isinstance(one, Radios | Checkboxes) else one for one in inputs)


def _marked(one: Radios | Checkboxes, told: set[tuple[str, str]]) -> Input:
    return replace(one, choices=tuple(_said(each, (one.name, each.value) in told) for each in one.choices))


def _said(choice: Choice, is_chosen: bool) -> Choice:
    return replace(choice, hint=_SAYS) if is_chosen else choice
