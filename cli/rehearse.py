"""`tandem rehearse`: a programme lived through before its launch, and a page about it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from domain.enums import Role, in_words

if TYPE_CHECKING:
    from rehearsal.rehearse import Rehearsed

app = typer.Typer()


@app.command("rehearse")
def rehearse(
    programme: Annotated[str, typer.Argument(metavar="PROGRAMME", help="A programme's key, or a file.")],
    applications: Annotated[
        Path | None, typer.Option(help="Rehearse with the people of your own file, CSV or a workbook.")
    ] = None,
    role: Annotated[Role | None, typer.Option("--role", help="If the whole file is of one role.")] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COLUMN=FIELD", help="What a column means; may be repeated."),
    ] = None,
    starting: Annotated[
        str | None, typer.Option(metavar="DATE", help="Move the calendar to begin here.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Where the page goes; rehearsal-KEY if left out.")
    ] = None,
    pairs: Annotated[
        int, typer.Option(min=1, max=200, help="How many, if nobody's own file is played.")
    ] = 20,
    no_shows: Annotated[float, typer.Option(min=0, max=1, help="Share that misses a gathering.")] = 0.2,
    silent: Annotated[float, typer.Option(min=0, max=1, help="Share that stops answering.")] = 0.1,
    withdraw: Annotated[float, typer.Option(min=0, max=1, help="Share that leaves on the way.")] = 0.05,
    seed: Annotated[int, typer.Option(help="Another number: other people, other chances.")] = 1,
) -> None:
    """Live through a whole programme with invented people, and write a page about it.

    Nothing is sent, and nothing of yours is touched: it works in memory, whatever the environment says.
    """
    from cli.output import say
    from cli.rehearsals.dates import in_its_dates
    from cli.rehearsals.people import read_people, told
    from cli.rehearsals.screen import screen
    from rehearsal.page.write import write
    from rehearsal.rehearse import rehearse as live
    from rehearsal.reliability import Reliability
    from rehearsal.scripts import ReliabilityScript

    played, moved = in_its_dates(programme, starting)
    if moved:
        say(f"{moved} Another day: --starting DATE\n")
    people = read_people(applications, role, map_ or [], played) if applications else []
    reliability = Reliability(no_shows, silent, withdraw)
    script = ReliabilityScript(pairs, reliability, seed, people)
    with screen(played.key) as watch:
        rehearsed = live(played, script, watch)
    people_sentences = told(rehearsed.record, reliability, applications)
    about = f"{moved} {people_sentences}".strip()
    page = write(rehearsed.record, about, out or Path(f"rehearsal-{played.key}"))
    _say_ending(rehearsed, people_sentences, page)


def _say_ending(rehearsed: "Rehearsed", people: str, page: Path) -> None:
    from cli.output import say
    from rehearsal.findings.all import findings

    record, found = rehearsed.record, findings(rehearsed.record)
    say(f"{people}\n")
    ends = (
        f"{count} {in_words(stage)}{f' ({in_words(why)})' if why else ''}"
        for (stage, why), count in record.pairings.most_common()
    )
    say(f"Pairs: {', '.join(ends)}.")
    say(f"Letters: {len(record.written)}. Decisions for the coordinator: {len(record.decisions)}.")
    say(f"It took {rehearsed.seconds:.0f} s.\n")
    say("What to look at before the launch:" if found else "What to look at before the launch: none.")
    for number, finding in enumerate(found, 1):
        say(f"  {number}. {finding.what} {finding.mend} ({finding.where})")
    say(f"\nThe page: {page}")
