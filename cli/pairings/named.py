"""How a pairing and its partners are named on the command line."""

from typing import Annotated

import typer

from cli.context import read
from cli.keys import cohort_key
from services.pairing_lookup import find_pairing

Named = Annotated[
    str,
    typer.Argument(
        metavar="PAIRING", help="Its id, such as bristol-2021-07, or a partner's name or address, or a part."
    ),
]
InCohort = Annotated[
    str | None,
    typer.Option(
        "--cohort", metavar="KEY", help="In which cohort, where a name is in several.", parser=cohort_key
    ),
]
One = Annotated[
    str | None,
    typer.Argument(metavar="[mentor|mentee|NAME]", help="Which partner, unless PAIRING is their name."),
]
OneOrBoth = Annotated[
    str | None,
    typer.Argument(
        metavar="[mentor|mentee|both|NAME]", help="Which partner, or both, unless PAIRING is their name."
    ),
]


def pairing_id(text: str, cohort: str | None) -> str:
    """The id of the pairing that is meant. Raises NotFound or BadInput."""
    return read(find_pairing, text, None, cohort).id
