"""`tandem person`: who takes part, and how they are reached."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cli.confirming import Yes
from cli.context import ask, read
from cli.exports.files import check_new, write_whole
from cli.output import print_table, say
from domain.errors import BadInput
from domain.letter.link_address import address_of
from domain.wording import counted
from importing.answers import whole_name
from services import people
from services.links import new_links
from services.subject_access.export import export as export_record
from services.subject_access.export import show as show_record
from settings import read_settings
from storage.subject_access import PairingRecord, PersonRecord

app = typer.Typer(no_args_is_help=True)

Person = Annotated[str, typer.Argument(metavar="PERSON", help="Their address or name, or a part of it.")]


@app.callback()
def _noun() -> None:
    """Who takes part, and how they are reached."""


@app.command("amend")
def amend(
    person: Person,
    new_email: Annotated[
        str | None, typer.Option("--email", metavar="EMAIL", help="Where letters go from now on.")
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="NAME", help="How letters greet them from now on.")
    ] = None,
) -> None:
    """Put right somebody's name or address, in every cohort.

    With a new address, what is to come in their calendar moves there, and so do letters that have not gone.
    """
    if name is not None:
        whole_name(name)  # refused before anybody is looked for
    amended = ask(people.amend, read(people.find_person, person).email, new_email, name)
    say(f"{people.with_address(amended.person)}: letters are written to this name and address from now on.")
    if amended.moved:
        what = counted(amended.moved, "letter")
        say(f"{what} to {amended.before} had not gone yet, and will go to {amended.person.email}.")


@app.command("link")
def link(person: Person) -> None:
    """Make new links to somebody's page, one for each pairing and application of theirs that goes on.

    For somebody who cannot find a letter. Whoever has the link is taken for them: give it to nobody else.
    """
    pages = read_settings().letters_lead_to
    if not pages:
        raise BadInput("There are no pages: TANDEM_PAGES_URL is not set.")
    for about, token in read(new_links, read(people.find_person, person).email):
        say(f"{about}: {address_of(pages, token)}")


@app.command("show")
def show(person: Person) -> None:
    """Everything that is kept about somebody, and where. Reads the store alone."""
    record = read(show_record, read(people.find_person, person).email)
    say(people.with_address(record.person))
    print_table("", ("where", "what", "how many"), _places(record))


@app.command("export")
def export(
    person: Person,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, such as ann.zip.")],
    overwrite: Annotated[bool, typer.Option("--overwrite", help="Also over a file that is there.")] = False,
) -> None:
    """What is kept about somebody, for them: a ZIP with a page to read, the same as JSON, and their letters.

    Their partner, and whoever else is named in it, is left out. It is what a subject access request asks for.
    """
    check_new(file, overwrite)
    record, content = read(export_record, read(people.find_person, person).email)
    write_whole(file, content)
    say(f"{file}: what is kept about {record.person.name}. Read person.html in it before you hand it over.")


@app.command("erase")
def erase(
    person: Person,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what would go, place by place; change nothing.")
    ] = False,
    yes: Yes = False,
) -> None:
    """Erase somebody: their name, address, answers and letters, wherever they stand.

    What of theirs still goes on is ended first, as if they had withdrawn; their partner is told so. A row
    without a name stays for the partner's record. It cannot be undone; what was sent is in mailboxes.
    """
    from cli import erasing

    erasing.erase(person, dry_run, yes)


def _places(record: PersonRecord) -> Iterator[tuple[str, str, int]]:
    yield "people", "name, address and timezone", 1
    for one in record.applications:
        yield "applications", f"{one.view.id}: what they told ({one.view.application.role})", 1
        yield "outcomes", f"{one.view.id}: what happened", len(one.outcomes)
    for pairing in record.pairings:
        yield "pairings", f"{pairing.view.id} ({pairing.role})", 1
        yield "outcomes", f"{pairing.view.id}: what happened", len(pairing.outcomes)
        yield from _written(pairing)
    theirs = sum(letter.is_theirs for letter in record.letters)
    yield "letters", "that they received, text and all", theirs
    yield "letters", "to a line manager, about them", len(record.letters) - theirs
    yield "applications of others", "that hold their address", len(record.named_by)
    yield "drafts of matches", "in which they stand", len(record.drafts)
    yield "marks", "that a coordinator made on pairs with them", record.marks
    yield "bounces", "of letters to them", int(record.bounce is not None)
    yield "erasures", "that it was asked to erase them", int(record.erasure_asked_at is not None)
    yield "links", "to their page, as digests", len(record.links)
    yield "audit", "entries about them, with ids alone", len(record.seen)


def _written(pairing: PairingRecord) -> Iterator[tuple[str, str, int]]:
    """That they wrote something, and how much; the words are in their own export alone."""
    written, of = pairing.written, pairing.view.id
    yield "answers", f"{of}: to the programme's questions", sum(map(len, written.answers.values()))
    yield (
        "contact wishes",
        f"{of}: that the coordinator may get in touch",
        int(bool(written.contact_asked_at)),
    )
    yield "agreements", f"{of}: what the pair agreed on", int(bool(written.agreement))
    yield "goals", f"{of}: and plans of theirs", len(written.goals)
    yield "feedback", f"{of}: of theirs on goals of their partner", len(written.feedback)
    yield "actions", f"{of}: changes they made at work", len(written.actions)
    yield "stories", f"{of}: of theirs, or that name them", len(written.stories)
