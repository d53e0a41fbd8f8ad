"""The coordinator decides about letters: what goes, what is held back, what goes once more."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime

import typer
from temporalio.client import Client

from cli.doors import ask, relaying, store
from cli.output import say
from domain.errors import Refused
from domain.wording import counted
from mail import bounces, moderation
from storage import messages, queries
from storage.views import LetterState, LetterView
from temporal.dispatch import recall


def release(letters: Sequence[str], cohort: str | None, sure: bool) -> None:
    """All of these letters, or none; or every draft of this cohort. Raises NotFound, Refused, or
    Unreachable with nothing changed."""
    ids, bounce = _drafts_of(cohort) if cohort else (_named(letters, sure), 0)

    async def releasing(client: Client) -> list[LetterState]:
        now = datetime.now(UTC)
        with store() as session:
            states = [moderation.release(session, letter, now) for letter in ids]
            for letter in ids:
                messages.deliver(session, letter, now)
        with relaying(client) as relay:
            await relay.tell_all(ids)
        return states

    _say_released(ask(releasing))
    if bounce:
        what = counted(bounce, "letter stays a draft", "letters stay drafts")
        say(f"{what}, since letters to the address come back: tandem mail list --state bounced")


def hold(letters: Sequence[str]) -> None:
    """All of these letters, or none. Raises NotFound, Refused, or Unreachable with nothing changed."""
    ids = [letter.id for letter in _views(letters)]

    async def holding(client: Client) -> None:
        with store() as session:
            for letter in ids:
                moderation.hold(session, letter)
        for letter in ids:
            await recall(client, letter)

    ask(holding)
    what = counted(len(ids), "letter is", "letters are")
    say(f"{what} held until you release {'it' if len(ids) == 1 else 'them'}: tandem mail release ID")


def send_again(letter_id: str) -> None:
    """Raises NotFound, Refused, or Unreachable with nothing changed."""
    (letter,) = _views([letter_id])

    async def sending(client: Client) -> None:
        with store() as session:
            moderation.resend(session, letter.id)
            messages.deliver(session, letter.id, datetime.now(UTC))
        with relaying(client) as relay:
            await relay.tell_all([letter.id])

    ask(sending)
    say(f"Letter {letter.id[:8]} is on its way again.")


def _drafts_of(cohort: str) -> tuple[list[str], int]:
    """Those to addresses that are right, and how many others there are."""
    with store() as session:
        queries.cohort(session, cohort)
        drafts = queries.letters(session, state=LetterState.DRAFT, cohort=cohort)
        bounced = {address.email for address in bounces.bounced(session, cohort)}
    right = [letter.id for letter in drafts if letter.recipient.lower() not in bounced]
    return right, len(drafts) - len(right)


def _named(letters: Sequence[str], sure: bool) -> list[str]:
    found = _views(letters)
    in_doubt = [letter.id[:8] for letter in found if letter.state is LetterState.HELD and letter.unsure]
    if in_doubt and not sure:
        _ask_about(in_doubt)
    return [letter.id for letter in found]


def _ask_about(in_doubt: list[str]) -> None:
    """Whether these, which may have arrived, are to go once more."""
    which = f"{'Letter' if len(in_doubt) == 1 else 'Letters'} {', '.join(in_doubt)} may have arrived"
    if not sys.stdin.isatty():
        raise Refused(f"{which}. If a second copy does no harm: tandem mail release --yes ID")
    typer.confirm(f"{which}. Send once more?", abort=True)


def _views(letters: Sequence[str]) -> list[LetterView]:
    """Each once, in the order in which they are named."""
    with store() as session:
        found = [queries.letter(session, letter)[0] for letter in letters]
    return list({letter.id: letter for letter in found}.values())


def _say_released(states: list[LetterState]) -> None:
    late = states.count(LetterState.EXPIRED)
    going = len(states) - late
    if going:
        say(f"{counted(going, 'letter is', 'letters are')} on the way.")
    if late:
        say(f"{counted(late, 'letter was', 'letters were')} released too late: out of date, so not sent.")
    if not states:
        say("No draft waits there.")
