"""`tandem cohort announce`: what comes next."""

from typing import Annotated

import typer

from cli.context import read
from cli.keys import CohortKey
from cli.output import say
from domain.clock import format_date
from services.cohorts.announcing import announce as keep_announcement


def announce(
    key: CohortKey,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What comes next, in a few sentences.")],
) -> None:
    """Write down what comes next with the programme; whoever took part is told on the day that it names.

    The letter goes on the first working morning from that day on. Until then, saying it again changes it.
    """
    day = read(keep_announcement, key, text)
    say(f"Kept. Whoever took part in {key} is told on {format_date(day)}, or the next working morning.")
