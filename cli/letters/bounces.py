"""Letters that came back, and addresses that are right again."""

from datetime import UTC, datetime
from pathlib import Path

from temporalio.client import Client

from cli.doors import ask, relaying, store
from cli.output import say
from domain.entity.entity import is_entity
from domain.pairing.events import LetterFailed
from domain.wording import counted
from mail import bounces
from mail.dsn import read_report
from storage import messages
from storage.views import LetterView


def note_bounce(file: Path) -> None:
    """Raises BadInput or Refused if the file says of no letter that it came back, NotFound if it is none
    of ours, Unreachable with nothing changed."""
    report = read_report(file.read_bytes())

    async def noting(client: Client) -> tuple[LetterView, bool]:
        now = datetime.now(UTC)
        with store() as session:
            letter, is_news = bounces.note(session, report, now)
            if is_news and is_entity(letter.workflow_id):
                messages.signal(session, letter.workflow_id, LetterFailed(role=letter.role), now)
        with relaying(client) as relay:
            await relay.tell_all([letter.workflow_id])
        return letter, is_news

    letter, is_news = ask(noting)
    if not is_news:
        say(f"Letter {letter.id[:8]} to {letter.recipient} came back, as was noted before.")
        return
    say(f"Letter {letter.id[:8]} to {letter.recipient} came back: {letter.subject}")
    say(f"The mail server said: {letter.reply}")
    say(f"What else is for this address is held until: tandem mail unbounce {letter.recipient}")
    say(f"If they have another: tandem person amend {letter.recipient} --email EMAIL")


def unbounce(address: str) -> None:
    """Raises NotFound, or Unreachable with nothing changed."""

    async def putting_right(client: Client) -> int:
        with store() as session:
            letters = bounces.right_again(session, address)
            for letter in letters:
                messages.deliver(session, letter.id, datetime.now(UTC))
        with relaying(client) as relay:
            await relay.tell_all(letter.id for letter in letters)
        return len(letters)

    held = ask(putting_right)
    going = f"; {counted(held, 'that was held is', 'that were held are')} on the way" if held else ""
    say(f"Letters go to {address} again{going}.")
    say("One that came back is sent once more with: tandem mail resend ID")
