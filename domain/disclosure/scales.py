"""How the answers on an ordered scale are passed on: as finely as it can be done without a gap."""

from collections.abc import Mapping, Sequence

from domain.disclosure.answers import publish_answers
from domain.disclosure.cell import Shown
from domain.disclosure.profile import Profile
from domain.value import Value

Grouping = Sequence[tuple[str, Sequence[str]]]
"""The names of groups of options that lie beside each other, with the options of each."""

_OPTIONS = "options"


class PublishedScale(Value):
    """As it is passed on."""

    answered: Shown
    """How many have; None: too few for anything to be told of them."""
    options: Mapping[str, Shown] = {}
    """How many have chosen each, or each group; empty where that is withheld."""


def publish_scale(
    chosen: Mapping[str, int], groupings: Sequence[Grouping], profile: Profile
) -> PublishedScale:
    """`groupings`: the finest first. The first of which every part can be told is told; the total alone if
    there is none. Which one it is goes by what could be shown."""
    answered: Shown = None
    for grouping in groupings:
        grouped = {name: sum(chosen[option] for option in options) for name, options in grouping}
        told = publish_answers(grouped, profile)
        if told and all(number is not None for number in told.ways[_OPTIONS].values()):
            return PublishedScale(answered=told.total, options=told.ways[_OPTIONS])
        answered = told.total if told else answered
    return PublishedScale(answered=answered)
