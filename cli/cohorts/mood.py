"""`tandem cohort mood`: how participants are half-way."""

from cli.context import read
from cli.keys import CohortKey
from cli.output import print_table, say
from services.evaluation.mood import ItemMood
from services.evaluation.mood import mood as mood_of


def mood(key: CohortKey) -> None:
    """What participants have answered half-way: both roles together, small numbers withheld.

    Nobody's answer can be told from it. Reads the store alone.
    """
    found = read(mood_of, key)
    for one in found:
        if one.ways:
            print_table(f"\n{one.item.text}", ("answer", "how many"), _rows(one))
        else:
            say(f"\n{one.item.text}\nToo few have answered to say.")
    say("\nWhat you put right because of it: tandem cohort note COHORT TEXT")


def _rows(one: ItemMood) -> list[tuple[str, object]]:
    return [(text, "*" if one.ways[way] is None else one.ways[way]) for way, text in one.item.ways.items()]
