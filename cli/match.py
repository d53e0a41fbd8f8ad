"""`tandem match`: from applications to approved pairs."""

from typing import Annotated

import typer

from cli.cohorts.confirmations import confirm_approval, names_of_pairs
from cli.cohorts.draft_views import print_draft
from cli.cohorts.sheets import match_sheets
from cli.cohorts.views import say_how_many_are_left, say_names
from cli.confirming import Yes
from cli.context import ask, read
from cli.exports.option import Export, exports
from cli.keys import CohortKey
from cli.output import say
from domain.wording import counted
from services.matching import drafts, marks
from services.matching.marks import MarkedPair
from services.matching.why import why as why_matched

app = typer.Typer(no_args_is_help=True)

_KNOWN_AS = "By address, name or id, or a part of it."
Mentor = Annotated[str, typer.Argument(metavar="MENTOR", help=_KNOWN_AS)]
Mentee = Annotated[str, typer.Argument(metavar="MENTEE", help=_KNOWN_AS)]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command("draft")
def draft(cohort: CohortKey) -> None:
    """Make a draft: as many people placed as can be, and among those the best. Nobody is told."""
    print_draft(ask(drafts.make_draft, cohort), json=False)


@app.command("show")
@exports
def show(cohort: CohortKey, json: Json = False, *, export: Export) -> None:
    """Show the latest draft. Reads the store alone."""
    found = read(drafts.latest_draft, cohort)
    if not export.write(lambda: match_sheets(found)):
        print_draft(found, json)


@app.command("pin")
def pin(cohort: CohortKey, mentor: Mentor, mentee: Mentee) -> None:
    """These two become a pair in every draft from now on; refused if a rule keeps them apart."""
    pinned = read(marks.pin, cohort, mentor, mentee)
    say(f"{_two(pinned)} are pinned: they are a pair from the next draft on.")
    for sentence in pinned.beyond:
        say(sentence)


@app.command("forbid")
def forbid(cohort: CohortKey, mentor: Mentor, mentee: Mentee) -> None:
    """These two never become a pair."""
    pair = _two(read(marks.forbid, cohort, mentor, mentee))
    say(f"{pair} are forbidden: they are never a pair from the next draft on.")


@app.command("unpin")
def unpin(cohort: CohortKey, mentor: Mentor, mentee: Mentee) -> None:
    """Take a pin back: whether these two become a pair is for the draft to say."""
    _say_taken_back(read(marks.unpin, cohort, mentor, mentee), "pinned")


@app.command("unforbid")
def unforbid(cohort: CohortKey, mentor: Mentor, mentee: Mentee) -> None:
    """Take a forbid back: these two may become a pair again."""
    _say_taken_back(read(marks.unforbid, cohort, mentor, mentee), "forbidden")


@app.command("why")
def why(
    cohort: CohortKey,
    person: Annotated[str, typer.Argument(metavar="PERSON", help=f"Whose place in the draft. {_KNOWN_AS}")],
    other: Annotated[
        str | None, typer.Argument(metavar="[OTHER]", help="Why these two are a pair, or are not.")
    ] = None,
) -> None:
    """Why this person has this partner, or none, and what the nearest change would be.

    Of two people: why they are a pair, or are not.
    """
    for sentence in read(why_matched, cohort, person, other):
        say(sentence)


@app.command("approve")
def approve(cohort: CohortKey, yes: Yes = False) -> None:
    """Approve the latest draft: its pairs begin, and are introduced."""
    confirm_approval(cohort, yes)
    begun = ask(drafts.approve, cohort, say_how_many_are_left)
    if begun:
        say_names("Begun", names_of_pairs(read(drafts.latest_draft, cohort)))
    say(f"{counted(begun, 'pairing')} begun. See how they stand: tandem cohort status {cohort}")


def _say_taken_back(pair: MarkedPair, what: str) -> None:
    if pair.is_changed:
        say(f"{_two(pair)} are not {what} any more. It counts from the next draft on.")
    else:
        say(f"{_two(pair)} were not {what}.")


def _two(pair: MarkedPair) -> str:
    return f"{pair.mentor.application.name} (mentor) and {pair.mentee.application.name} (mentee)"
