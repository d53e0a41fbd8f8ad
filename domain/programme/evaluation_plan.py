"""How a programme looks back: its evaluation and its final report."""

from datetime import date

from pydantic import HttpUrl

from domain.programme.fields import Text
from domain.value import Value


class EvaluationPlan(Value):
    opens: date
    closes: date
    questionnaire: HttpUrl | None = None
    questions: tuple[Text, ...] = ()
    """What the evaluation asks, for letters and for the report."""


class Committee(Value):
    """A body that reads the report."""

    name: Text
    on: date
    """The day on which it reads it."""


class ReportPlan(Value):
    """The final report, which people write."""

    due: date
    sections: tuple[Text, ...] = ()
    next_steps: date | None = None
    """The day on which it is announced what comes next."""
    announcement: Text | None = None
    """What is announced then; written when it is known."""
    committees: tuple[Committee, ...] = ()
