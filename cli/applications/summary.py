"""What is in a file of applications, and what will become of it, said before anything happens."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from cli.applications.days import spoken_day
from cli.applications.keeping import Kept
from cli.output import plain, say
from domain.application.application import Application, ApplicationStart, begin
from domain.application.rules import INVITATION
from domain.enums import Role
from domain.programme.programme import Programme
from storage.applications import Imported


class Coming(NamedTuple):
    """A kept application, and what its life begins with."""

    kept: Kept
    start: ApplicationStart


_LATE = {"next_cohort": "kept for the next cohort", "declined": "declined"}
_NEWS = (Imported.NEW, Imported.ARRIVED, Imported.CHANGED)


def say_summary(coming: Sequence[Coming], programme: Programme, dry_run: bool) -> None:
    say(_counted(coming, dry_run))
    for sentence in _consequences(coming, programme):
        say(f"  {sentence}")


def _counted(coming: Sequence[Coming], dry_run: bool) -> str:
    fates = Counter(kept.fate for kept, _ in coming)
    roles = Counter(kept.application.role.value for kept, _ in coming)
    parts = [
        f"{fates[Imported.NEW]} new {'would be kept' if dry_run else 'kept'}",
        f"{fates[Imported.SAME]} there already",
    ]
    if fates[Imported.ARRIVED]:
        parts.append(f"{fates[Imported.ARRIVED]} arrived from people who were asked before")
    if fates[Imported.CHANGED]:
        parts.append(f"{fates[Imported.CHANGED]} changed")
    in_file = ", ".join(f"{count} {role}{'s' * (count > 1)}" for role, count in sorted(roles.items()))
    return f"{', '.join(parts)} ({in_file} in the file)."


def _consequences(coming: Sequence[Coming], programme: Programme) -> Iterator[str]:
    """In the order in which an application's own life judges: too late, below the grade, incomplete."""
    now = datetime.now(UTC)
    news = [(one, begin(one.start, now)) for one in coming if one.kept.fate in _NEWS]
    late = [one for one, application in news if application.is_late and one.kept.fate is not Imported.CHANGED]
    judged = [(one, application) for one, application in news if one not in late]
    below = [application for _, application in judged if not application.eligible]
    yield from _late(late, programme)
    yield from _below(below, programme)
    yield from _lacking([application for _, application in judged if application.eligible])
    yield from _never_said(coming)
    yield from _uninvited([one for one, application in judged if _is_uninvited(one, application)], programme)


def _late(late: Sequence[Coming], programme: Programme) -> Iterator[str]:
    if late:
        rules = late[0].start.rules
        assert rules.closes
        closed = spoken_day(rules.closes, programme)
        yield f"{_people(len(late), 'comes', 'come')} after the closing date ({closed}): {_LATE[rules.late]}."


def _below(below: Sequence[Application], programme: Programme) -> Iterator[str]:
    roles = sorted({application.role for application in below})
    lowest = ", ".join(f"{role}s: {programme.role(role).minimum_grade}" for role in roles)
    if below:
        yield f"{_people(len(below), 'is', 'are')} below the minimum grade ({lowest}): declined."


def _lacking(lives: Sequence[Application]) -> Iterator[str]:
    lacking = [application.missing for application in lives if application.missing]
    if lacking:
        fields = Counter(name for missing in lacking for name in missing)
        named = ", ".join(f"{plain(name)} ({count})" for name, count in fields.items())
        yield f"{_people(len(lacking), 'lacks', 'lack')} something and will be asked for it: {named}."


def _never_said(coming: Sequence[Coming]) -> Iterator[str]:
    """Nobody forgets the same thing; rather, the file's column was not understood."""
    lacking = {name for one in coming for name in one.start.missing}
    never = sorted(name for name in lacking if not any(getattr(one.kept.application, name) for one in coming))
    for name in never:
        yield (
            f"Nobody in the file says the {plain(name)}. If a column holds it, name the column: "
            f"--map 'COLUMN={name}'"
        )


def _is_uninvited(one: Coming, application: Application) -> bool:
    return one.kept.fate is Imported.NEW and application.eligible and INVITATION in application.outstanding


def _uninvited(uninvited: Sequence[Coming], programme: Programme) -> Iterator[str]:
    for role in Role:
        emails = [one.kept.application.email for one in uninvited if one.start.role is role]
        if emails:
            label = programme.role(role).label
            who = ", ".join(emails[:5]) + (", ..." if len(emails) > 5 else "")
            yield (
                f"{_people(len(emails), 'has', 'have')} not been invited, and one enters as {role} ({label}) "
                f"by invitation: {who}. They wait for you: tandem application invite, or decline."
            )


def _people(count: int, verb: str, verbs: str) -> str:
    return f"{count} {verb if count == 1 else verbs}"
