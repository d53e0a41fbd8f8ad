"""`tandem story`: what participants agree to tell, who has approved it, and what was taken back."""

from pathlib import Path
from typing import Annotated

import typer

from cli.context import read
from cli.exports.option import Export, exports
from cli.exports.table import Table
from cli.keys import CohortKey
from cli.output import print_table, say
from cli.pairings.named import InCohort, Named, One
from domain.enums import Role
from domain.errors import BadInput
from domain.evaluation.story import Naming, Story
from services import stories
from services.pairing_lookup import find_pairing, one_role, with_role
from services.stories import StoryText
from storage.views import PairingView

app = typer.Typer(no_args_is_help=True)

StoryId = Annotated[str, typer.Argument(metavar="STORY", help="Its id, such as city-2021-s3.")]
Words = Annotated[str | None, typer.Option("--text", metavar="TEXT", help="The words that are to be told.")]
File = Annotated[Path | None, typer.Option("--file", metavar="FILE", help="The same, from a text file.")]
LinkTo = Annotated[
    str | None, typer.Option("--link", metavar="URL", help="Where it is, if it is a film or a page.")
]
Named_ = Annotated[
    Naming | None,
    typer.Option("--named", help="How its author is named: by name, by role, or not at all."),
]
NamesPartner = Annotated[
    bool | None,
    typer.Option(
        "--names-partner/--names-nobody-else",
        help="Whether the partner can be recognised in it; then both must approve it.",
    ),
]


@app.callback()
def _noun() -> None:
    """What participants agree to tell, who has approved it, and what was taken back."""


@app.command("add")
def add(
    pairing: Named,
    who: One = None,
    text: Words = None,
    file: File = None,
    link: LinkTo = None,
    named: Named_ = None,
    names_partner: NamesPartner = None,
    cohort: InCohort = None,
) -> None:
    """A partner agrees to tell their story: its words or a link, or nothing yet.

    Nothing is told before this version is approved by its author, and by the partner if it names them.
    """
    found = read(find_pairing, pairing, who, cohort)
    role = one_role(found)
    told = _text(text, file, link, named, names_partner)
    story = read(stories.add_story, found.id, role, told)
    say(f"Story {story.id} of {with_role(found.pairing, role)}: {story.state}.")
    _say_next(story)


@app.command("change")
def change(
    story: StoryId,
    text: Words = None,
    file: File = None,
    link: LinkTo = None,
    named: Named_ = None,
    names_partner: NamesPartner = None,
) -> None:
    """Another version of a story, which is approved anew by everybody who must."""
    changed = read(stories.change_story, story, _text(text, file, link, named, names_partner))
    say(f"Story {changed.id}, version {changed.version}: {changed.state}.")
    _say_next(changed)


@app.command("list")
@exports
def list_(key: CohortKey, *, export: Export) -> None:
    """The stories of a cohort, without their words. Reads the store alone."""
    table = _sheet(read(stories.list_stories, key))
    if not export.write(lambda: [table]):
        print_table(table.title, table.columns, table.rows)


@app.command("show")
def show(story: StoryId) -> None:
    """A story, whose it is, and who has approved it. Reads the store alone."""
    found, pairing = read(stories.show_story, story)
    say(f"Story {found.id} of {with_role(pairing, found.role)}, version {found.version}: {found.state}.")
    say(f"Its author is named: {_NAMED[found.named]}.")
    if told := found.words or found.link:
        say(f"\n{told}")


@app.command("approve")
def approve(
    story: StoryId,
    by: Annotated[
        Role | None,
        typer.Option("--by", help="Who approves it: its author if left out."),
    ] = None,
) -> None:
    """Record that its author, or the partner whom it names, approves this version."""
    approved = read(stories.approve_story, story, by)
    say(f"Story {approved.id}, version {approved.version}: {approved.state}.")


@app.command("withdraw")
def withdraw(story: StoryId) -> None:
    """A story may not be told any more. Possible at any time, for its author and for whom it names."""
    withdrawn = read(stories.withdraw_story, story)
    say(f"Story {withdrawn.id}: {withdrawn.state}.")
    if withdrawn.must_be_taken_down:
        say(f"Take it down wherever it stands, then: tandem story taken-down {withdrawn.id}")


@app.command("taken-down")
def taken_down(story: StoryId) -> None:
    """Record that a story that was withdrawn has been taken down wherever it stood; its words go."""
    say(f"Story {read(stories.take_down_story, story).id} is down, and its words are gone.")


_NAMED = {Naming.NAME: "by name", Naming.ROLE: "by role", Naming.ANONYMOUS: "not at all"}


def _text(
    text: str | None, file: Path | None, link: str | None, named: Naming | None, partner: bool | None
) -> StoryText:
    if text and file:
        raise typer.BadParameter("Give the words with --text or with --file, not with both.")
    words = _read(file) if file else text
    return StoryText(words=words, link=link, named=named, names_partner=partner)


def _read(file: Path) -> str:
    """Raises BadInput if it is no text."""
    try:
        return file.read_text("utf-8").strip()
    except OSError as problem:
        raise BadInput(f"{file} cannot be read: {problem.strerror}.") from None
    except UnicodeDecodeError:
        raise BadInput(f"{file} is no text in UTF-8; save it so, or give a --link.") from None


def _say_next(story: Story) -> None:
    if not story.is_told:
        say(f"When there are words or a link: tandem story change {story.id} --text TEXT")
    elif not story.may_be_told:
        say(f"When they have read it so and agreed: tandem story approve {story.id}")


def _sheet(found: list[tuple[Story, PairingView]]) -> Table:
    columns = ("story", "whose", "named", "version", "stands", "link")
    rows = (
        (
            *(story.id, with_role(pairing, story.role), _NAMED[story.named], story.version),
            *(story.state, story.link),
        )
        for story, pairing in found
    )
    return Table.of("Stories", columns, rows)
