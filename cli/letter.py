"""`tandem mail`: the letters, and what became of them."""

from pathlib import Path
from typing import Annotated

import typer

from domain.enums import Role

app = typer.Typer(help="The letters, and what became of them.", no_args_is_help=True)

LetterId = Annotated[str, typer.Argument(metavar="ID", help="The letter's id, or how it begins.")]
LetterIds = Annotated[list[str], typer.Argument(metavar="ID...", help="Letters' ids, or how they begin.")]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command("list")
def list_letters(
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="Only in this state, such as failed.")
    ] = None,
    cohort: Annotated[str | None, typer.Option(metavar="KEY", help="Only of this cohort.")] = None,
    json: Json = False,
) -> None:
    """List the letters in the order in which they were written. Reads the store alone."""
    from cli.letters.views import print_letters

    print_letters(state, cohort, json)


@app.command("show")
def show(letter: LetterId) -> None:
    """A letter as its reader sees it, and what became of it."""
    from cli.letters.views import print_letter

    print_letter(letter)


@app.command("review")
def review(
    cohort: Annotated[str | None, typer.Argument(metavar="[COHORT]", help="Only of this cohort.")] = None,
    json: Json = False,
) -> None:
    """The drafts that wait for you to release them, where the programme wants that."""
    from cli.letters.views import print_drafts

    print_drafts(cohort, json)


@app.command("release")
def release(
    letters: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Letters' ids, or how they begin.")
    ] = None,
    all_of: Annotated[
        str | None, typer.Option("--all", metavar="COHORT", help="Every draft of this cohort.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Also what may have arrived; do not ask.")] = False,
) -> None:
    """Send drafts on their way, or letters that were held; at whatever hour it is."""
    from cli.letters.deciding import release as released

    if bool(letters) is bool(all_of):
        raise typer.BadParameter("Name the letters by their ids, or give --all COHORT.", param_hint="ID")
    released(letters or [], all_of, yes)


@app.command("hold")
def hold(letters: LetterIds) -> None:
    """Keep letters that wait, or drafts, until you release them."""
    from cli.letters.deciding import hold as held

    held(letters)


@app.command("resend")
def resend(letter: LetterId) -> None:
    """Send a letter again, byte for byte the same."""
    from cli.letters.deciding import send_again

    send_again(letter)


@app.command("bounce")
def bounce(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The report, saved as .eml.")],
) -> None:
    """Note that a letter came back, from the mail server's report."""
    from cli.letters.bounces import note_bounce

    note_bounce(file)


@app.command("unbounce")
def unbounce(
    address: Annotated[str, typer.Argument(metavar="ADDRESS", help="An address that is right again.")],
) -> None:
    """Let letters go again to an address that one came back from."""
    from cli.letters.bounces import unbounce as right_again

    right_again(address)


@app.command("preview")
def preview(
    letter: Annotated[
        str | None,
        typer.Argument(metavar="[LETTER]", help="Which one, such as introduction; all are listed."),
    ] = None,
    programme: Annotated[
        str, typer.Option(metavar="KEY", help="A programme's key, or a file.")
    ] = "bristol-2021",
    starting: Annotated[
        str | None, typer.Option(metavar="DATE", help="Move the calendar to begin here.")
    ] = None,
    role: Annotated[Role, typer.Option(help="Who reads it, where it goes to both.")] = Role.MENTEE,
    open_: Annotated[bool, typer.Option("--open", help="Show it in a browser, too.")] = False,
) -> None:
    """Read a letter as a programme would send it, to people who do not exist."""
    from cli.letters.preview import print_names, print_preview
    from cli.programmes.files import find

    if letter is None:
        print_names()
    else:
        print_preview(letter, find(programme, starting), role, open_)


@app.command("start")
def start() -> None:
    """Have all waiting letters delivered now, also if the mail server has refused everybody."""
    from cli.letters.starting import start_again
    from cli.output import say
    from domain.wording import counted

    say(f"What waited is on its way: {counted(start_again(), 'letter')}.")
