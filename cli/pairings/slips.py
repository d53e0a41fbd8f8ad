"""What was told of a pairing, and what of it can be taken back, printed."""

from zoneinfo import ZoneInfo

from cli.output import local, print_table, say
from cli.pairings.views import about_outcome
from cli.spelling import spelled
from domain.enums import in_words
from domain.suggestion import suggest
from services.finding import with_role
from services.slips import LastTold, ToldThing


def print_last_told(found: LastTold) -> None:
    if not found.told:
        say(f"Nothing has been told of {found.pairing.id} yet.")
        return
    zone = found.programme.zone
    print_table(
        f"Told of {found.pairing.id}, the latest first",
        ("number", "when", "what", "who", "about", "by", "can be taken back"),
        [_row(thing, zone) for thing in found.told],
    )
    if can_go := [thing.number for thing in found.told if thing.why_not is None]:
        last = suggest("pairing undo", found.pairing.id, str(can_go[0]))
        say(f"Take one back by its number: {last}")


def say_taken_back(before: LastTold, number: int) -> None:
    """What it was, of whom and of when."""
    for thing in before.told:
        if thing.number == number:
            first, zone = thing.outcomes[0], before.programme.zone
            roles = [role for role in dict.fromkeys(o.role for o in thing.outcomes) if role]
            who = "".join(f", {with_role(before.pairing, role)}" for role in roles)
            say(f"Taken back: {in_words(first.kind)}{who}, recorded {local(first.at, zone)}.")


def _row(thing: ToldThing, zone: ZoneInfo) -> tuple[str, ...]:
    first = thing.outcomes[0]
    who = " and ".join(dict.fromkeys(o.role for o in thing.outcomes if o.role))
    why = spelled(thing.why_not) if thing.why_not else "yes"
    about = about_outcome(first, zone)
    return (str(thing.number), local(first.at, zone), in_words(first.kind), who, about, thing.by or "", why)
