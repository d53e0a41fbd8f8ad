"""How the answers to a question are passed on: by the rule of the GP Patient Survey, and by the profile's
where that is stricter."""

from collections.abc import Mapping

from domain.disclosure.breakdown import Breakdown, PublishedBreakdown, publish
from domain.disclosure.profile import Profile

FEWEST = 10
"""What fewer people have answered is not told."""
_SMALL = 4
"""An option that so few have chosen is not told, nor the one that is next."""
_OPTIONS = "options"


def publish_answers(chosen: Mapping[str, int], profile: Profile) -> PublishedBreakdown | None:
    """How many have chosen each option of a question of which one is chosen; None if too few have answered,
    or if the total alone would give the answers away.

    For a question of which several may be chosen, ask for each option, with those who have not chosen it.
    """
    answered = sum(chosen.values())
    limits = profile.limits
    stricter = limits._replace(withheld_to=max(_SMALL, limits.withheld_to), with_next_lowest=True)
    # That nobody has chosen an option is withheld like a few.
    told = publish(Breakdown(total=answered, ways={_OPTIONS: chosen}), stricter, is_over=False)
    return told if answered >= FEWEST and told.total is not None else None
