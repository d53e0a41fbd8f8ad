"""`tandem cohort change`: what a changed file would change, shown, confirmed, and done."""

from cli.confirming import confirm
from cli.context import ask, read
from cli.output import print_table, say
from domain.programme.diff import ChangedProgramme
from domain.programme.programme import Programme
from domain.suggestion import Suggestion, suggest
from domain.wording import counted
from services.cohorts.programme_change import change_programme, plan_change


def change(key: str, file: Programme, yes: bool) -> None:
    """Take over what this file changes in the cohort, once it has been confirmed."""
    planned = read(plan_change, key, file)
    _print(key, planned)
    if not planned.changes:
        say(f"Nothing else differs from {key}; nothing was changed.")
        return
    confirm(f"This changes {counted(len(planned.changes), 'thing')} in {key}.", yes)
    ask(change_programme, key, file)
    say("Changed. Letters from now on say so; whoever holds an invitation is told of another place or link.")


def _print(key: str, planned: ChangedProgramme) -> None:
    if planned.changes:
        print_table(f"Changes to {key}", ("what", "before", "after"), planned.changes)
    for left in planned.left:
        where, ours, theirs = left
        step = _step(key, where, left in planned.dates_not_there)
        say(f"{where} stays as it is: {ours}, and not {theirs} as in the file. It changes with: {step}")


def _step(key: str, where: str, is_new: bool) -> Suggestion:
    if where == "applications.closes":
        return suggest("cohort extend", key, "--to", "DATE")
    verb, option = ("cohort add-sitting", "--on") if is_new else ("cohort reschedule", "--to")
    return suggest(verb, key, where.split(".")[1], option, "YYYY-MM-DD HH:MM-HH:MM")
