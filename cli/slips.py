"""What was told of a pairing or an application, and what of it can be taken back, printed."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from cli.output import local, print_table, say
from cli.pairings.views import about_outcome
from cli.spelling import spelled
from domain.entity.outcomes import Outcome, OutcomeKind
from domain.enums import Role, in_words
from domain.suggestion import suggest
from services.told import ToldThing

_COLUMNS = ("number", "when", "what", "who", "about", "by", "can be taken back")


def print_told(of: str, told: Sequence[ToldThing], zone: ZoneInfo, undo: Sequence[str]) -> None:
    """`undo`: the command that takes one back, and what it is told before the number."""
    if not told:
        say(f"Nothing has been told of {of} yet.")
        return
    print_table(f"Told of {of}, the latest first", _COLUMNS, [_row(thing, zone) for thing in told])
    if can_go := [thing.number for thing in told if thing.why_not is None]:
        last = suggest(*undo, str(can_go[0]))
        say(f"Take one back by its number: {last}")


def say_taken_back(
    told: Sequence[ToldThing], number: int, zone: ZoneInfo, named: Callable[[Role], str] = str
) -> None:
    """What it was, of whom and of when. `told`: what had this number, unless it was taken back before."""
    for thing in told:
        first = thing.outcomes[0]
        roles = [role for role in dict.fromkeys(o.role for o in thing.outcomes) if role]
        who = "".join(f", {named(role)}" for role in roles)
        say(f"Taken back: {_what(first, zone)}{who}, recorded {local(first.at, zone)}.")
    if not told:
        say(f"Number {number} had been taken back before; nothing has changed.")


def _what(outcome: Outcome, zone: ZoneInfo) -> str:
    about, kind = about_outcome(outcome, zone), in_words(outcome.kind)
    if outcome.kind is OutcomeKind.ENDED:
        return about if about.startswith(kind) else f"{kind}: {about}"
    return about if outcome.kind is OutcomeKind.STAGE else f"{kind} {about}".strip()


def _row(thing: ToldThing, zone: ZoneInfo) -> tuple[str, ...]:
    first = thing.outcomes[0]
    who = " and ".join(dict.fromkeys(o.role for o in thing.outcomes if o.role))
    why = spelled(thing.why_not) if thing.why_not else "yes"
    about = about_outcome(first, zone)
    return (str(thing.number), local(first.at, zone), in_words(first.kind), who, about, thing.by or "", why)
