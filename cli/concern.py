"""`tandem concern`: what a coordinator can do about concerns, without reading any."""

import typer

from cli.context import ask
from cli.keys import CohortKey
from cli.output import say
from services import raised_concerns

app = typer.Typer(no_args_is_help=True)


@app.callback()
def _noun() -> None:
    """Concerns that people raise with whom the programme names for it, and that you do not read."""


@app.command("resend")
def resend(cohort: CohortKey) -> None:
    """Write anew to whom concerns were told that are not closed, for who has lost the letter.

    Each letter goes to the address to which the first one went, with a new link; the one before is dead then.
    You are not told whether there are any.
    """
    ask(raised_concerns.send_again, cohort)
    say(f"Whoever was told a concern in {cohort} that is not closed gets a letter again, with a new link.")
