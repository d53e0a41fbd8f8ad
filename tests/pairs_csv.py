"""Files of pairs, such as a coordinator would bring."""

import csv
import io

from importing.pairs import COLUMNS
from rehearsal.people import people


def pairs_csv(pairs: int, seed: int) -> str:
    """So many pairs of people who do not exist."""
    crowd = people(2 * pairs, seed)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for mentor, mentee in zip(crowd[::2], crowd[1::2], strict=True):
        writer.writerow((*mentor, *mentee))
    return text.getvalue()
