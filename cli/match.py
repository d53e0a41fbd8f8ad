"""`tandem match`: from applications to approved pairs."""

from typing import Annotated

import typer

app = typer.Typer(help="From applications to approved pairs.", no_args_is_help=True)

CohortKey = Annotated[str, typer.Argument(metavar="COHORT", help="The cohort's key.")]
MentorEmail = Annotated[str, typer.Argument(metavar="MENTOR", help="The mentor's email address.")]
MenteeEmail = Annotated[str, typer.Argument(metavar="MENTEE", help="The mentee's email address.")]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]


@app.command("draft")
def draft(cohort: CohortKey) -> None:
    """Make a draft: as many people placed as can be, and among those the best. Nobody is told."""
    from cli.cohorts.draft_present import print_draft
    from cli.cohorts.matching import make_draft

    make_draft(cohort)
    print_draft(cohort, json=False)


@app.command("show")
def show(cohort: CohortKey, json: Json = False) -> None:
    """Show the latest draft. Reads the store alone."""
    from cli.cohorts.draft_present import print_draft

    print_draft(cohort, json)


@app.command("pin")
def pin(cohort: CohortKey, mentor: MentorEmail, mentee: MenteeEmail) -> None:
    """These two become a pair in every draft from now on; refused if a rule keeps them apart."""
    from cli.cohorts.marks import mark

    mark(cohort, mentor, mentee, "pin")


@app.command("forbid")
def forbid(cohort: CohortKey, mentor: MentorEmail, mentee: MenteeEmail) -> None:
    """These two never become a pair."""
    from cli.cohorts.marks import mark

    mark(cohort, mentor, mentee, "forbid")


@app.command("unpin")
def unpin(cohort: CohortKey, mentor: MentorEmail, mentee: MenteeEmail) -> None:
    """Take a pin back: whether these two become a pair is for the draft to say."""
    from cli.cohorts.marks import unmark

    unmark(cohort, mentor, mentee, "pin")


@app.command("unforbid")
def unforbid(cohort: CohortKey, mentor: MentorEmail, mentee: MenteeEmail) -> None:
    """Take a forbid back: these two may become a pair again."""
    from cli.cohorts.marks import unmark

    unmark(cohort, mentor, mentee, "forbid")


@app.command("why")
def why(
    cohort: CohortKey,
    person: Annotated[str, typer.Argument(metavar="EMAIL", help="Whose place in the draft.")],
) -> None:
    """Why this person has this partner, or none, and what the nearest change would be."""
    from cli.cohorts.draft_present import print_why

    print_why(cohort, person)


@app.command("approve")
def approve(
    cohort: CohortKey, by: Annotated[str, typer.Option(metavar="NAME", help="Who approves; it is recorded.")]
) -> None:
    """Approve the latest draft: its pairs begin, and are introduced."""
    from cli.cohorts.matching import approve_draft

    approve_draft(cohort, by)
