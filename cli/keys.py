"""A cohort's key as it is typed: in whatever case, with blanks around it."""

from typing import Annotated

import typer

from domain.errors import BadInput
from domain.programme.fields import LONGEST_KEY
from domain.wording import shortened


def cohort_key(text: str) -> str:
    """The key as it is kept. Raises BadInput for what is too long to be one."""
    key = text.strip().casefold()
    if len(key) > LONGEST_KEY:
        raise BadInput(f"{shortened(key)!r} has {len(key):,} characters; a key has at most {LONGEST_KEY}.")
    return key


CohortKey = Annotated[str, typer.Argument(metavar="COHORT", help="The cohort's key.", parser=cohort_key)]
OneCohort = Annotated[
    str | None, typer.Argument(metavar="[COHORT]", help="Only this cohort.", parser=cohort_key)
]
OfCohort = Annotated[
    str | None, typer.Option("--cohort", metavar="KEY", help="Only of this cohort.", parser=cohort_key)
]
