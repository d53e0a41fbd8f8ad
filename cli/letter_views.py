"""Letters as the store knows them, printed; and sent again."""

from email import message_from_bytes
from email.policy import default

import typer
from temporalio.client import Client

from cli.doors import ask, store
from cli.letter_stop import in_a_line
from cli.output import plain, print_json, print_table, say
from client import deliver_again
from mail import outbox
from storage import reading
from storage.views import LetterState


def print_letters(state: str | None, cohort: str | None, json: bool) -> None:
    wanted = _state(state) if state else None
    with store() as session:
        if cohort is not None:
            reading.cohort(session, cohort)
        found = reading.letters(session, state=wanted, cohort=cohort)
        stopped = in_a_line(session)
    if json:
        print_json(found)
        return
    if stopped:
        say(stopped)
    rows = [
        (letter.id[:8], f"{letter.written_at:%Y-%m-%d}", letter.state, letter.recipient, letter.subject)
        for letter in found
    ]
    print_table("Letters", ("id", "written", "state", "to", "subject"), rows)


def print_letter(letter_id: str) -> None:
    with store() as session:
        letter, mime = reading.letter(session, letter_id)
    message = message_from_bytes(mime, policy=default)
    for header in ("From", "To", "Reply-To", "Date", "Subject"):
        say(f"{header}: {message[header]}")
    body = message.get_body(preferencelist=("plain",))
    say("\n" + (body.get_content() if body else ""))
    calendar = next((part for part in message.walk() if part.get_content_type() == "text/calendar"), None)
    if calendar is not None:
        say(f"[calendar part: {calendar.get_param('method')}]")
    said = f", the mail server said: {letter.reply}" if letter.reply else ""
    say(f"State: {plain(letter.state)} after {letter.attempts} attempts{said}")


def send_again(letter_id: str) -> str:
    """The letter's whole id. Raises NotFound, Refused, or Unreachable with nothing changed."""

    async def sending(client: Client) -> str:
        with store() as session:
            letter, _ = reading.letter(session, letter_id)
            outbox.resend(session, letter.id)
        await deliver_again(client, letter.id)
        return letter.id

    return ask(sending)


def _state(text: str) -> LetterState:
    try:
        return LetterState(text)
    except ValueError:
        known = ", ".join(LetterState)
        raise typer.BadParameter(
            f"{text!r} is not a state; there are: {known}.", param_hint="--state"
        ) from None
