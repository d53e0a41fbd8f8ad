"""What a coordinator may ask about letters, and decide about them."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.entity.entity import is_entity
from domain.errors import BadInput
from domain.letter.states import LetterState
from domain.pairing.events import LetterFailed
from domain.programme.programme import Programme
from domain.text_search import best_fits, check_length
from domain.wording import shortened
from mail import bounces, circuit_breaker, moderation, outbox
from mail.bounces import FoundBounce, NotedBounce
from mail.circuit_breaker import Outage
from mail.dsn import read_report
from mail.readdressing import readdressed
from services.context import Context
from services.writes import write_and_tell
from storage import messages, people, queries
from storage.views import LetterView


class Letters(NamedTuple):
    letters: Sequence[LetterView]
    outage: Outage | None
    """Since when the mail server refuses everybody; None if letters go."""


class Drafts(NamedTuple):
    waiting: Sequence[LetterView]
    expired: int
    """So many were out of date, and have expired by this question."""
    programmes: dict[str, Programme]
    """By cohort."""


class Released(NamedTuple):
    sent: int
    """So many are on their way."""
    expired: int
    """So many were released too late, and are not sent."""
    to_bounced: int
    """So many stay drafts, since letters to their address come back."""


def list_letters(context: Context, state: LetterState | None = None, cohort: str | None = None) -> Letters:
    """In the order in which they were written. Raises NotFound if there is no such cohort."""
    with context.store() as session:
        if cohort is not None:
            queries.cohort(session, cohort)
        return Letters(queries.letters(session, state=state, cohort=cohort), circuit_breaker.current(session))


def drafts(context: Context, cohort: str | None = None) -> Drafts:
    """What waits for review, the first written first. Raises NotFound."""
    with context.store() as session:
        programmes = {one.key: one.programme for one in queries.cohorts(session)}
        if cohort is not None:
            queries.cohort(session, cohort)
        return Drafts(*moderation.drafts(session, cohort, context.clock()), programmes)


def read_letter(context: Context, letter: str) -> tuple[LetterView, bytes]:
    """A letter with its MIME, by its id or how that begins. Raises NotFound."""
    with context.store() as session:
        return queries.letter(session, letter)


def find_letters(context: Context, letters: Iterable[str]) -> list[LetterView]:
    """Each once, in the order in which they are named. Raises NotFound."""
    with context.store() as session:
        found = [queries.letter(session, letter)[0] for letter in letters]
    return list({letter.id: letter for letter in found}.values())


def in_doubt(context: Context, letters: Iterable[str]) -> list[LetterView]:
    """Those of these that are held since they may have arrived. Raises NotFound."""
    found = find_letters(context, letters)
    return [letter for letter in found if letter.state is LetterState.HELD and letter.unsure]


async def release(context: Context, letters: Sequence[str]) -> Released:
    """All of these letters, or none. Like all that follows, raises NotFound, Refused, or Unreachable with
    nothing changed."""
    return await _release(context, [letter.id for letter in find_letters(context, letters)])


async def release_drafts(context: Context, cohort: str) -> Released:
    """Every draft of this cohort, but for those to addresses that letters come back from."""
    with context.store() as session:
        queries.cohort(session, cohort)
        found = queries.letters(session, state=LetterState.DRAFT, cohort=cohort)
        bounced = {address.email for address in bounces.bounced(session, cohort)}
    right = [letter.id for letter in found if letter.recipient.lower() not in bounced]
    return (await _release(context, right))._replace(to_bounced=len(found) - len(right))


async def hold(context: Context, letters: Sequence[str]) -> int:
    """All of these letters, or none; says how many."""
    from temporal.dispatch import recall

    held = find_letters(context, letters)
    client = await context.client()
    with context.store() as session:
        for letter in held:
            moderation.hold(session, letter.id)
    for letter in held:
        await recall(client, letter.id)
    return len(held)


async def resend(context: Context, letter: str, to_current: bool = False) -> LetterView:
    """Once more, byte for byte the same; or (`to_current`) to the address that its reader has now, as a
    letter of its own. Raises Refused where that is the same."""
    (found,) = find_letters(context, [letter])

    def write(session: Session) -> tuple[str, list[str]]:
        going = readdressed(session, found.id, context.clock()) if to_current else found.id
        if not to_current:
            moderation.resend(session, found.id)
        return going, _to_deliver(context, session, [going])

    going, _ = await write_and_tell(context, write)
    return find_letters(context, [going])[0]


def find_bounce(context: Context, report: bytes) -> FoundBounce:
    """The letter that this report (an .eml file) is about; nothing is noted. Raises as `note_bounce`."""
    with context.store() as session:
        return bounces.find(session, read_report(report))


async def note_bounce(context: Context, report: bytes) -> NotedBounce:
    """A letter came back, says this report (an .eml file). Raises BadInput or Refused if it says so of no
    letter, NotFound if it is none of ours."""
    read, now = read_report(report), context.clock()

    def write(session: Session) -> tuple[NotedBounce, list[str]]:
        noted = bounces.note(session, read, now)
        letter = noted.letter
        if noted.is_new and is_entity(letter.workflow_id):
            failed = context.signed(session, LetterFailed(role=letter.role))
            messages.signal(session, letter.workflow_id, failed, now)
        return noted, [letter.workflow_id]

    noted, _ = await write_and_tell(context, write)
    return noted


class RightAgain(NamedTuple):
    address: str
    held: int
    """So many letters were held for it, and are on their way now."""


async def unbounce(context: Context, who: str) -> RightAgain:
    """Letters go again to an address that one came back from: this one, or that of whoever has this name.
    Raises NotFound if none came back from it, BadInput with all that fit where there are several."""

    def write(session: Session) -> tuple[RightAgain, list[str]]:
        address = _bounced(session, who)
        held = [letter.id for letter in bounces.right_again(session, address)]
        return RightAgain(address, len(held)), _to_deliver(context, session, held)

    right, _ = await write_and_tell(context, write)
    return right


def _bounced(session: Session, who: str) -> str:
    check_length(who)
    addresses = bounces.barred(session)
    known = people.by_email(session, addresses)
    names = {address: known[address].name if address in known else "" for address in addresses}
    found = best_fits(who, ((address, names[address], address) for address in addresses))
    if len(found) > 1:
        listed = (f"  {address}{f', {names[address]}' if names[address] else ''}" for address in found)
        which = f"{shortened(who)!r} fits {len(found)} addresses that letters came back from; which is meant?"
        raise BadInput(which, *listed)
    return found[0] if found else who


async def start_again(context: Context) -> int:
    """End the outage, if there is one, and have every waiting letter delivered now; says how many."""

    def write(session: Session) -> tuple[int, list[str]]:
        circuit_breaker.close_circuit(session)
        waiting = [letter.id for letter in outbox.all_waiting(session)]
        return len(waiting), _to_deliver(context, session, waiting)

    waiting, _ = await write_and_tell(context, write)
    return waiting


async def _release(context: Context, letters: Sequence[str]) -> Released:
    def write(session: Session) -> tuple[list[LetterState], list[str]]:
        states = [moderation.release(session, letter, context.clock()) for letter in letters]
        return states, _to_deliver(context, session, letters)

    states, _ = await write_and_tell(context, write)
    expired = states.count(LetterState.EXPIRED)
    return Released(len(states) - expired, expired, to_bounced=0)


def _to_deliver(context: Context, session: Session, letters: Sequence[str]) -> list[str]:
    """These are to go now."""
    for letter in letters:
        messages.deliver(session, letter, context.clock())
    return list(letters)
