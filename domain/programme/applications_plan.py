"""When and how people may apply, and what they must tell."""

from datetime import date
from typing import Literal

from pydantic import Field, HttpUrl

from domain.application.form import ApplicationField
from domain.programme.fields import Text
from domain.value import Value

Need = Literal[
    "arrangement",
    "grade",
    "employer",
    "department",
    "site",
    "profession",
    "manager_email",
    "goals",
    "offers",
    "availability",
]
"""A field of `domain.application.form.Application` that a programme may insist on."""


class ApplicationsPlan(Value):
    """When and how people may apply, and how the columns of the programme's form are called."""

    opens: date | None = None
    closes: date
    how: Text | None = None
    """How people apply: one sentence for letters."""
    form: HttpUrl | None = None
    late: Literal["next_cohort", "declined"] = "next_cohort"
    """What becomes of an application after the closing date."""
    needs: tuple[Need, ...] = ()
    """What must be filled in before an application is complete, besides name, email and role."""
    manager_silence: Literal["coordinator", "supported", "declined"] = "coordinator"
    """What it means that a line manager has not answered when patience is over."""
    columns: dict[Text, ApplicationField] = Field(default_factory=dict)
    """For a column of the form, the field it fills; what is not named here is known by its own name."""
    fixed: dict[Literal["role", "arrangement"], Text] = Field(default_factory=dict)
    """What holds for everybody where the form does not ask."""
