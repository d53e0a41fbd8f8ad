"""`tandem match`: from applications to approved pairs."""

from typing import Annotated

import typer

from cli.cohorts.draft_views import print_draft
from cli.cohorts.views import say_how_many_are_left
from cli.context import ask, read
from cli.output import say
from domain.wording import counted
from services.matching import drafts, marks

app = typer.Typer(no_args_is_help=True)

CohortKey = Annotated[str, typer.Argument(metavar="COHORT", help="The cohort's key.")]
MentorEmail = Annotated[str, typer.Argument(metavar="MENTOR", help="The mentor's email address.")]
MenteeEmail = Annotated[str, typer.Argument(metavar="MENTEE", help="The mentee's email address.")]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command("draft")
def draft(cohort: CohortKey) -> None:
    """Make a draft: as many people placed as can be, and among those the best. Nobody is told."""
    print_draft(ask(drafts.make_draft, cohort), json=False)


@app.command("show")
def show(cohort: CohortKey, json: Json = False) -> None:
    """Show the latest draft. Reads the store alone."""
    print_draft(read(drafts.latest_draft, cohort), json)


@app.command("pin")
def pin(cohort: CohortKey, mentor: MentorEmail, mentee: MenteeEmail) -> None:
    """These two become a pair in every draft from now on; refused if a rule keeps them apart."""
    read(marks.pin, cohort, mentor, mentee)
    say(f"{mentor} and {mentee} are pinned: they are a pair from the next draft on.")


@app.command("forbid")
def forbid(cohort: CohortKey, mentor: MentorEmail, mentee: MenteeEmail) -> None:
    """These two never become a pair."""
    read(marks.forbid, cohort, mentor, mentee)
    say(f"{mentor} and {mentee} are forbidden: they are never a pair from the next draft on.")


@app.command("unpin")
def unpin(cohort: CohortKey, mentor: MentorEmail, mentee: MenteeEmail) -> None:
    """Take a pin back: whether these two become a pair is for the draft to say."""
    _say_taken_back(f"{mentor} and {mentee}", "pinned", read(marks.unpin, cohort, mentor, mentee))


@app.command("unforbid")
def unforbid(cohort: CohortKey, mentor: MentorEmail, mentee: MenteeEmail) -> None:
    """Take a forbid back: these two may become a pair again."""
    _say_taken_back(f"{mentor} and {mentee}", "forbidden", read(marks.unforbid, cohort, mentor, mentee))


@app.command("why")
def why(
    cohort: CohortKey,
    person: Annotated[str, typer.Argument(metavar="EMAIL", help="Whose place in the draft.")],
) -> None:
    """Why this person has this partner, or none, and what the nearest change would be."""
    for sentence in read(drafts.why, cohort, person):
        say(sentence)


@app.command("approve")
def approve(cohort: CohortKey) -> None:
    """Approve the latest draft: its pairs begin, and are introduced."""
    begun = counted(ask(drafts.approve, cohort, say_how_many_are_left), "pairing")
    say(f"{begun} begun. See how they stand: tandem cohort status {cohort}")


def _say_taken_back(pair: str, what: str, is_taken_back: bool) -> None:
    if is_taken_back:
        say(f"{pair} are not {what} any more. It counts from the next draft on.")
    else:
        say(f"{pair} were not {what}.")
