"""Letters that came back, and addresses that are right again."""

from datetime import UTC, datetime
from pathlib import Path

from temporalio.client import Client

from cli.cohorts.words import counted
from cli.doors import ask, store
from cli.output import say
from client import deliver_again, tell_of_failed_letter
from mail import bounces
from mail.reports import read_report
from storage.views import LetterView


def note_bounce(file: Path) -> None:
    """Raises BadInput or Refused if the file says of no letter that it came back, NotFound if it is none
    of ours, Unreachable with nothing changed."""
    report = read_report(file.read_bytes())

    async def noting(client: Client) -> tuple[LetterView, bool]:
        with store() as session:
            letter, is_news = bounces.note(session, report, datetime.now(UTC))
        if is_news:
            await tell_of_failed_letter(client, letter.life, letter.role)
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
            await deliver_again(client, letter)
        return len(letters)

    held = ask(putting_right)
    going = f"; {counted(held, 'that was held is', 'that were held are')} on the way" if held else ""
    say(f"Letters go to {address} again{going}.")
    say("One that came back is sent once more with: tandem mail resend ID")
