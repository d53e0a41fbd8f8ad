"""`tandem mail`: the letters, and what became of them."""

from typing import Annotated

import typer

app = typer.Typer(help="The letters, and what became of them.", no_args_is_help=True)

LetterId = Annotated[str, typer.Argument(metavar="ID", help="The letter's id, or how it begins.")]


@app.command("list")
def list_letters(
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="Only in this state, such as failed.")
    ] = None,
    cohort: Annotated[str | None, typer.Option(metavar="KEY", help="Only of this cohort.")] = None,
    json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """List the letters in the order in which they were written. Reads the store alone."""
    from cli.letter_views import print_letters

    print_letters(state, cohort, json)


@app.command("show")
def show(letter: LetterId) -> None:
    """A letter as its reader sees it, and what became of it."""
    from cli.letter_views import print_letter

    print_letter(letter)


@app.command("resend")
def resend(letter: LetterId) -> None:
    """Send a letter again, byte for byte the same."""
    from cli.letter_views import send_again
    from cli.output import say

    say(f"Letter {send_again(letter)[:8]} is on its way again.")


@app.command("preview")
def preview(
    letter: Annotated[
        str | None,
        typer.Argument(metavar="[LETTER]", help="Which one, such as introduction; all are listed."),
    ] = None,
    programme: Annotated[
        str, typer.Option(metavar="KEY", help="A programme's key, or a file.")
    ] = "bristol-2021",
    open_: Annotated[bool, typer.Option("--open", help="Show it in a browser, too.")] = False,
) -> None:
    """Read a letter as a programme would send it, to people who do not exist."""
    from cli.letter_preview import print_names, print_preview

    if letter is None:
        print_names()
    else:
        print_preview(letter, programme, open_)


@app.command("start")
def start() -> None:
    """Have all waiting letters delivered now, also if the mail server has refused everybody."""
    from cli.letter_stop import start_again
    from cli.output import say

    say(f"What waited is on its way: {start_again()} letters.")
