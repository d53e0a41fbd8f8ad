"""`tandem person erase`: shown, confirmed, and done."""

from cli.confirming import confirm
from cli.context import ask, read
from cli.output import print_table, say
from domain.wording import counted
from ops.outside import outside_store
from services.erasure.erasing import Erasure, ErasurePlan, plan_erasure
from services.erasure.erasing import erase as erase_person
from settings import read_settings
from storage.erasing.going_on import GoingOn
from storage.erasing.places import ErasedPlace


def erase(email: str, dry_run: bool, yes: bool) -> None:
    """Show what would go; unless that is all that is wanted, do it once it has been confirmed."""
    outside = outside_store(read_settings())
    if dry_run or not yes:
        plan = read(plan_erasure, email, outside)
        _print_plan(plan)
        if dry_run:
            say("Nothing was changed.")
            return
        who = f"{plan.person.name} <{plan.person.email}>"
        confirm("This erases, for good:", yes, [who, *_partners_note(plan)])
    _print_done(ask(erase_person, email, outside))


def _print_plan(plan: ErasurePlan) -> None:
    say(f"{plan.person.name} <{plan.person.email}>")
    print_table("", ("where", "what goes", "how many"), plan.places)
    for sentence in _endings(plan.ends):
        say(sentence)


def _partners_note(plan: ErasurePlan) -> list[str]:
    if not plan.ends.pairings:
        return []
    which = ", ".join(plan.ends.pairings)
    return [f"and ends {which}: the partner is told as if they had withdrawn"]


def _endings(ends: GoingOn) -> list[str]:
    """What comes first."""
    said = [f"Ended first, as if they had withdrawn: {one}" for one in (*ends.pairings, *ends.applications)]
    if ends.letters:
        said.append(f"Waited for: {counted(ends.letters, 'letter')} that {_has(ends.letters)} not gone yet")
    if ends.drafts:
        said.append(
            f"Waited for: {counted(ends.drafts, 'draft')} to others about them. Release or hold them: "
            "tandem mail review"
        )
    return said


def _has(count: int) -> str:
    return "has" if count == 1 else "have"


def _print_done(done: Erasure) -> None:
    progress, email = done.progress, done.person.email
    if progress.waits:
        say(f"{email} has been taken out of whatever was going on, and is erased as soon as this is over:")
        for sentence in _what_is_left(progress.waits):
            say(f"  {sentence}")
        say("A worker looks every minute; giving the command again looks at once.")
        return
    say(f"{email} is erased: {_in_all(progress.erased)}.")
    if not progress.is_done:
        say("The histories of their workflows follow, within minutes, or when the partner's record closes.")


def _what_is_left(waits: GoingOn) -> list[str]:
    said = [f"{one} is to come to its end" for one in (*waits.pairings, *waits.applications)]
    if waits.letters:
        said.append(f"{counted(waits.letters, 'letter is', 'letters are')} still to go")
    if waits.drafts:
        said.append(
            f"{counted(waits.drafts, 'draft')} to others about them: release or hold, tandem mail review"
        )
    return said


def _in_all(erased: list[ErasedPlace]) -> str:
    return ", ".join(f"{place.place} {place.many}" for place in erased) or "nothing was left of them"
