"""`tandem mail`: the letters, and what became of them."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli.confirming import Yes, confirm
from cli.context import ask, read
from cli.exports.option import Export, exports
from cli.keys import OfCohort, OneCohort, cohort_key
from cli.letters import views
from cli.letters.sheets import letter_list_sheet
from cli.output import say
from cli.spelling import spelled
from domain.enums import Role
from domain.errors import Refused
from domain.letter.states import LetterState
from domain.wording import counted
from services import letters as services
from services.previews import preview as previewed
from services.programmes import find_programme
from services.reports.zones import zones

app = typer.Typer(no_args_is_help=True)

LetterId = Annotated[str, typer.Argument(metavar="ID", help="The letter's id, or how it begins.")]
LetterIds = Annotated[list[str], typer.Argument(metavar="ID...", help="Letters' ids, or how they begin.")]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command("list")
@exports
def list_letters(
    state: Annotated[
        str | None, typer.Option(metavar="STATE", help="Only in this state, such as failed.")
    ] = None,
    cohort: OfCohort = None,
    json: Json = False,
    *,
    export: Export,
) -> None:
    """List the letters in the order in which they were written. Reads the store alone."""
    wanted = _state(state) if state else None
    found = read(services.list_letters, wanted, cohort)
    if not export.write(lambda: [letter_list_sheet("Letters", found.letters, read(zones))]):
        views.print_letters(found, read(zones), json)


@app.command("show")
def show(letter: LetterId) -> None:
    """A letter as its reader sees it, and what became of it."""
    views.print_letter(*read(services.read_letter, letter))


@app.command("review")
@exports
def review(
    cohort: OneCohort = None,
    json: Json = False,
    *,
    export: Export,
) -> None:
    """The drafts that wait for you to release them, where the programme wants that."""
    found = read(services.drafts, cohort)
    if not export.write(lambda: [letter_list_sheet("Drafts", found.waiting, read(zones))]):
        views.print_drafts(found, json)


@app.command("release")
def release(
    letters: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Letters' ids, or how they begin.")
    ] = None,
    all_of: Annotated[
        str | None,
        typer.Option("--all", metavar="COHORT", help="Every draft of this cohort.", parser=cohort_key),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask first; also what may have arrived.")] = False,
) -> None:
    """Send drafts on their way, or letters that were held; at whatever hour it is."""
    if bool(letters) is bool(all_of):
        raise typer.BadParameter("Name the letters by their ids, or give --all COHORT.", param_hint="ID")
    if all_of:
        _confirm_drafts(all_of, yes)
        views.print_released(ask(services.release_drafts, all_of))
    elif letters:
        _ask_about([letter.id[:8] for letter in read(services.in_doubt, letters)], yes)
        views.print_released(ask(services.release, letters))


@app.command("hold")
def hold(letters: LetterIds) -> None:
    """Keep letters that wait, or drafts, until you release them."""
    held = ask(services.hold, letters)
    what = counted(held, "letter is", "letters are")
    say(f"{what} held until you release {'it' if held == 1 else 'them'}: tandem mail release ID")


@app.command("resend")
def resend(
    letter: LetterId,
    to_current: Annotated[
        bool, typer.Option("--to-current", help="To the address that its reader has now.")
    ] = False,
) -> None:
    """Send a letter again, byte for byte the same, or to its reader's present address."""
    going = ask(services.resend, letter, to_current)
    say(f"Letter {going.id[:8]} is on its way {f'to {going.recipient}' if to_current else 'again'}.")


@app.command("bounce")
def bounce(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The report, saved as .eml.")],
    yes: Yes = False,
) -> None:
    """Note that a letter came back, from the mail server's report.

    A report that does not name the letter is asked about first.
    """
    report = file.read_bytes()
    found = read(services.find_bounce, report)
    if not found.is_named:
        confirm(views.which_letter(found), yes)
    views.print_bounce(ask(services.note_bounce, report))


@app.command("unbounce")
def unbounce(
    who: Annotated[
        str,
        typer.Argument(metavar="PERSON", help="The address that is right again, or whose it is, or a part."),
    ],
) -> None:
    """Let letters go again to an address that one came back from."""
    right = ask(services.unbounce, who)
    held = counted(right.held, "that was held is", "that were held are")
    say(f"Letters go to {right.address} again{f'; {held} on the way' if right.held else ''}.")
    say("One that came back is sent once more with: tandem mail resend ID")


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
    if letter is None:
        views.print_names()
        return
    made = previewed(letter, find_programme(programme, starting), role, spelled)
    views.print_preview(made)
    if open_:
        views.browse(made)


@app.command("start")
def start() -> None:
    """Have all waiting letters delivered now, also if the mail server has refused everybody."""
    say(f"What waited is on its way: {counted(ask(services.start_again), 'letter')}.")


def _state(text: str) -> LetterState:
    try:
        return LetterState(text)
    except ValueError:
        known = ", ".join(LetterState)
        raise typer.BadParameter(
            f"{text!r} is not a state; there are: {known}.", param_hint="--state"
        ) from None


def _confirm_drafts(cohort: str, yes: bool) -> None:
    """To whom every draft of a cohort would go."""
    drafts = () if yes else read(services.list_letters, LetterState.DRAFT, cohort).letters
    if drafts:
        what = counted(len(drafts), "draft")
        confirm(f"This sends {what} of {cohort}:", yes, [f"{one.recipient}: {one.subject}" for one in drafts])


def _ask_about(in_doubt: Sequence[str], sure: bool) -> None:
    """Whether these, which may have arrived, are to go once more."""
    if not in_doubt or sure:
        return
    which = f"{'Letter' if len(in_doubt) == 1 else 'Letters'} {', '.join(in_doubt)} may have arrived"
    if not sys.stdin.isatty():
        raise Refused(f"{which}. If a second copy does no harm: tandem mail release --yes ID")
    typer.confirm(f"{which}. Send once more?", abort=True)
