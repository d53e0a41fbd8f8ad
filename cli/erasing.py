"""`tandem person erase`: shown, confirmed, and done."""

from cli.confirming import confirm
from cli.context import ask, read
from cli.output import print_table, say
from domain.errors import Refused
from domain.wording import counted
from ops.personal_files import personal_files
from services.erasure.erasing import Erasure, ErasurePlan, plan_erasure
from services.erasure.erasing import erase as erase_person
from services.people import find_person, with_address
from settings import read_settings
from storage.erasing.going_on import GoingOn
from storage.erasing.places import ErasedPlace


def erase(person: str, dry_run: bool, yes: bool) -> None:
    """Show what would go; unless that is all that is wanted, do it once it has been confirmed."""
    outside, email = personal_files(read_settings()), _email(person, yes)
    if dry_run or not yes:
        plan = read(plan_erasure, email, outside)
        _print_plan(plan)
        if dry_run:
            say("Nothing was changed.")
            return
        confirm("This erases, for good:", yes, [with_address(plan.person), *_partners_note(plan)])
    _print_done(ask(erase_person, email, outside))


def _email(person: str, yes: bool) -> str:
    """Of whoever is meant; unasked, nobody is erased by a part of a name."""
    found = read(find_person, person)
    if yes and person.strip().lower() != found.email:
        raise Refused(f"With --yes name the whole address; {person!r} would be {with_address(found)}.")
    return found.email


def _print_plan(plan: ErasurePlan) -> None:
    say(with_address(plan.person))
    print_table("", ("where", "what goes", "how many"), plan.places)
    for sentence in _going_on(plan.ends, "Ended first, as if they had withdrawn: {}"):
        say(sentence)


def _partners_note(plan: ErasurePlan) -> list[str]:
    if not plan.ends.pairings:
        return []
    which = ", ".join(plan.ends.pairings)
    return [f"and ends {which}: the partner is told as if they had withdrawn"]


def _going_on(ends: GoingOn, each: str) -> list[str]:
    """What comes first. `each`: what is said of a pairing or an application."""
    said = [each.format(one) for one in (*ends.pairings, *ends.applications)]
    if ends.letters:
        said.append(f"{counted(ends.letters, 'letter is', 'letters are')} still to go")
    if ends.drafts:
        said.append(
            f"{counted(ends.drafts, 'draft')} to others about them: release or hold, tandem mail review"
        )
    return said


def _print_done(done: Erasure) -> None:
    progress, email = done.progress, done.person.email
    if progress.waits:
        say(f"{email} has been taken out of whatever was going on, and is erased as soon as this is over:")
        for sentence in _going_on(progress.waits, "{} is to come to its end"):
            say(f"  {sentence}")
        say("A worker looks every minute; giving the command again looks at once.")
        return
    say(f"{email} is erased: {_in_all(progress.erased)}.")
    if not progress.is_done:
        say("The histories of their workflows follow, within minutes, or when the partner's record closes.")


def _in_all(erased: list[ErasedPlace]) -> str:
    return ", ".join(f"{place.place} {place.many}" for place in erased) or "nothing was left of them"
