"""`tandem cohort open`: what opening it with pairs will do today is said, or asked, before it is done."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli.cohorts.views import print_opened, say_how_many_are_left
from cli.confirming import Yes, confirm
from cli.context import ask, read
from cli.keys import cohort_key
from cli.options import Encoding
from cli.output import print_notes, say
from domain.clock import format_day
from domain.enums import in_words
from domain.people import Pair
from domain.programme.programme import Programme
from domain.wording import counted
from importing.pairs import PairsFile, read_pairs
from services.cohorts.opening import open_cohort
from services.cohorts.pairs_known import ReaddressedPerson
from services.cohorts.preview import OpeningPreview, preview_opening
from services.cohorts.renaming import RenamedPerson, renamed_in
from services.programmes import find_programme

ProgrammeKey = Annotated[str, typer.Argument(metavar="PROGRAMME", help="A programme's key, or a file.")]
Pairs = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Pairs matched by hand, one a row: CSV or a workbook.")
]
Sheet = Annotated[str | None, typer.Option("--sheet", help="Which sheet of a workbook.")]
CohortKey = Annotated[str | None, typer.Option(help="The cohort's key; the programme's if left out.")]
Starting = Annotated[str | None, typer.Option(metavar="DATE", help="Move the calendar to begin here.")]
Previous = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="PREVIOUS", help="Whoever was carried over is offered a place.", parser=cohort_key
    ),
]
TakenOver = Annotated[
    bool,
    typer.Option(
        "--taken-over", help="The pairs have been running elsewhere: nothing is written of what is past."
    ),
]
Update = Annotated[
    bool, typer.Option("--update", help="Take over the file's names of people who are known already.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="With --pairs: only say what would be written today.")
]


def open_(
    programme: ProgrammeKey,
    pairs: Pairs = None,
    sheet: Sheet = None,
    encoding: Encoding = None,
    key: CohortKey = None,
    starting: Starting = None,
    previous: Previous = None,
    taken_over: TakenOver = False,
    update: Update = False,
    dry_run: DryRun = False,
    yes: Yes = False,
) -> None:
    """Open a cohort: for applications, or with pairs matched by hand; each becomes a pairing.

    A file of pairs needs the columns mentor_name, mentor_email, mentee_name and mentee_email, and where
    the programme offers more than one, arrangement. Opening it again adds only what is new.
    """
    found = find_programme(programme, starting)
    called = key or found.key
    if pairs is None and (taken_over or update or dry_run):
        raise typer.BadParameter("--taken-over, --update and --dry-run go with --pairs.")
    made = _shown(pairs, read_pairs(pairs, found.arrangements, sheet, encoding, yes)) if pairs else None
    if made is not None and not _is_to_open(found, called, made, taken_over, update, dry_run, yes):
        return
    opened = ask(
        open_cohort,
        found,
        called,
        made,
        previous,
        say_how_many_are_left,
        taken_over=taken_over,
        take_names=update,
    )
    _say_renamed(opened.renamed, taken=update)
    print_opened(opened, found, made is not None, previous, taken_over)


def _shown(file: Path, read: PairsFile) -> list[Pair]:
    print_notes(file.name, read.notes)
    return read.pairs


def _is_to_open(
    programme: Programme,
    key: str,
    pairs: Sequence[Pair],
    taken_over: bool,
    update: bool,
    dry_run: bool,
    yes: bool,
) -> bool:
    """Whether to go on: not where it is a dry run. Asks first where people would be introduced late."""
    preview = read(preview_opening, programme, key, pairs, taken_over, take_names=update)
    _say_readdressed(preview.readdressed)
    if dry_run:
        _say_renamed(read(renamed_in, pairs), taken=False)
        _say_preview(preview, taken_over)
        return False
    if preview.is_late and preview.new and not taken_over:
        confirm(_late(preview, programme), yes)
    return True


def _late(preview: OpeningPreview, programme: Programme) -> str:
    people = counted(2 * preview.new, "person is", "people are")
    day = format_day(preview.introductions, programme.zone)
    return (
        f"Introductions were on {day}: {people} introduced and asked to accept now. If the pairs have been "
        "running elsewhere, open it with --taken-over instead."
    )


def _say_preview(preview: OpeningPreview, taken_over: bool) -> None:
    say(f"Nothing has been done. {counted(preview.new, 'pairing')} would begin.")
    for name, count in preview.letters.items():
        say(f"  written today: {counted(count, 'letter')} ({in_words(name)})")
    if not preview.letters:
        say("  written today: nothing")
    if taken_over and preview.new:
        say(
            "They stand at the beginning until you tell what has happened: who accepted, came and met. "
            "Nobody is written to about what lies in the past."
        )


def _say_renamed(renamed: Sequence[RenamedPerson], taken: bool) -> None:
    """Who is called otherwise in the file than here, and what becomes of it."""
    for person, in_file in renamed:
        if taken:
            say(f"{person.email}: was {person.name!r}, and is called {in_file!r} from now on.")
        else:
            say(
                f"{person.email} is {person.name!r} here and {in_file!r} in the file; the name "
                "here stays. To take over the file's: --update. If it is somebody else, the address is wrong."
            )


def _say_readdressed(readdressed: Sequence[ReaddressedPerson]) -> None:
    for person, in_file in readdressed:
        say(f"{person.name} has the address {in_file} in the file, and {person.email} here, which stays.")
