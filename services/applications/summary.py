"""What is in a file of applications, and what will become of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.application.application import Application, begin
from domain.application.rules import INVITATION
from domain.enums import Role
from services.applications.files import KeptRow
from storage.applications import Imported

_NEWS = (Imported.NEW, Imported.ARRIVED, Imported.CHANGED)


@dataclass(frozen=True)
class ImportSummary:
    """Each application is counted once, in the order in which its own workflow judges: too late, below the
    grade, incomplete."""

    results: Counter[Imported]
    roles: Counter[Role]
    late: int
    closed: datetime | None
    """When the time for applications ended, if there are late ones."""
    late_are: str
    """`next_cohort`, `declined`: what becomes of late ones."""
    below_grade: Counter[Role]
    lacking: int
    lacks: Counter[str]
    """How many lack each field of the form, in the order of the form."""
    never_said: Sequence[str]
    """Needed fields that nobody in the file fills: nobody forgets the same thing, rather the file's column
    was not understood."""
    uninvited: Mapping[Role, Sequence[str]]
    """The addresses of those who are new, and in a role that is entered by invitation."""


def summary_of(rows: Sequence[KeptRow], now: datetime) -> ImportSummary:
    news = [(row, begin(row.start, now)) for row in rows if row.result in _NEWS]
    late = [row for row, application in news if application.is_late and row.result is not Imported.CHANGED]
    judged = [(row, application) for row, application in news if row not in late]
    eligible = [(row, application) for row, application in judged if application.eligible]
    lacking = [application.missing for _, application in eligible if application.missing]
    return ImportSummary(
        results=Counter(row.result for row in rows),
        roles=Counter(row.application.role for row in rows),
        late=len(late),
        closed=late[0].start.rules.closes if late else None,
        late_are=late[0].start.rules.late if late else "",
        below_grade=Counter(application.role for _, application in judged if not application.eligible),
        lacking=len(lacking),
        lacks=Counter(name for missing in lacking for name in missing),
        never_said=_never_said(rows),
        uninvited=_uninvited(eligible),
    )


def _never_said(rows: Sequence[KeptRow]) -> list[str]:
    lacking = {name for row in rows for name in row.start.missing}
    return sorted(name for name in lacking if not any(getattr(row.application, name) for row in rows))


def _uninvited(eligible: Sequence[tuple[KeptRow, Application]]) -> Mapping[Role, list[str]]:
    found: dict[Role, list[str]] = {}
    for row, application in eligible:
        if row.result is Imported.NEW and INVITATION in application.outstanding:
            found.setdefault(application.role, []).append(row.application.email)
    return {role: found[role] for role in Role if role in found}
