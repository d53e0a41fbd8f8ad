"""Letters as the store knows them, printed."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default

import typer

from cli.doors import store
from cli.letters.stop import in_a_line
from cli.output import local, plain, print_json, print_table, say
from domain.wording import counted
from mail import moderation
from storage import queries
from storage.views import LetterState


def print_letters(state: str | None, cohort: str | None, json: bool) -> None:
    wanted = _state(state) if state else None
    with store() as session:
        if cohort is not None:
            queries.cohort(session, cohort)
        found = queries.letters(session, state=wanted, cohort=cohort)
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


def print_drafts(cohort: str | None, json: bool) -> None:
    with store() as session:
        zones = {c.key: c.programme.zone for c in queries.cohorts(session)}
        if cohort is not None:
            queries.cohort(session, cohort)
        waiting, late = moderation.drafts(session, cohort, datetime.now(UTC))
    if json:
        print_json(waiting)
        return
    rows = [
        (
            d.id[:8],
            local(d.written_at, zones[d.cohort]),
            local(d.expires, zones[d.cohort]),
            d.recipient,
            d.subject,
        )
        for d in waiting
    ]
    print_table("Drafts", ("id", "written", "out of date", "to", "subject"), rows)
    if late:
        say(f"\n{counted(late, 'draft was', 'drafts were')} out of date and will not be sent.")
    if waiting:
        say("\nRead one: tandem mail show ID.  Let it go: tandem mail release ID, or --all COHORT.")


def print_letter(letter_id: str) -> None:
    with store() as session:
        letter, mime = queries.letter(session, letter_id)
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


def _state(text: str) -> LetterState:
    try:
        return LetterState(text)
    except ValueError:
        known = ", ".join(LetterState)
        raise typer.BadParameter(
            f"{text!r} is not a state; there are: {known}.", param_hint="--state"
        ) from None
