"""Letters, printed."""

import tempfile
import webbrowser
from collections.abc import Mapping
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from zoneinfo import ZoneInfo

from cli.output import local, print_json, print_table, say
from domain.enums import Correspondent, in_words
from domain.letter.bounce_cause import BounceCause
from domain.letter.kinds import LETTERS
from domain.letter.letter import LetterName
from domain.letter.link_address import without_tokens
from domain.wording import counted
from mail.bounces import FoundBounce, NotedBounce
from mail.circuit_breaker import Outage
from services.letters import Drafts, Letters, Released
from services.previews import Preview
from storage.views import LetterView

_ANOTHER = "The report is about another address, to which it was passed on."
_WHY_NOT_BARRED = {
    BounceCause.ADDRESS: _ANOTHER,
    BounceCause.UNKNOWN: _ANOTHER,
    BounceCause.TEMPORARY: "That may pass: a mailbox is full, or a mail server was away for days.",
    BounceCause.SENDER: "That is no fault of the address: the mail server refuses the sender or the letter, "
    "by a rule against spam, for instance. Show it to whoever looks after your own mail server.",
}


def print_letters(found: Letters, zones: Mapping[str, ZoneInfo], json: bool) -> None:
    """`zones`: in which local time each cohort lives."""
    if json:
        print_json(found.letters)
        return
    if found.outage:
        say(_outage(found.outage))
    rows = [
        (
            *(letter.id[:8], local(letter.written_at, zones[letter.cohort]), letter.state),
            *(letter.recipient, letter.subject),
        )
        for letter in found.letters
    ]
    print_table("Letters", ("id", "written", "state", "to", "subject"), rows)


def print_drafts(found: Drafts, json: bool) -> None:
    if json:
        print_json(found.waiting)
        return
    zones = {cohort: programme.zone for cohort, programme in found.programmes.items()}
    rows = [
        (
            draft.id[:8],
            local(draft.written_at, zones[draft.cohort]),
            local(draft.expires, zones[draft.cohort]),
            draft.recipient,
            draft.subject,
        )
        for draft in found.waiting
    ]
    print_table("Drafts", ("id", "written", "out of date", "to", "subject"), rows)
    if found.expired:
        what = counted(found.expired, "draft was", "drafts were")
        say(f"\n{what} out of date and will not be sent.")
    if found.waiting:
        say("\nRead one: tandem mail show ID.  Let it go: tandem mail release ID, or --all COHORT.")


def print_letter(letter: LetterView, mime: bytes) -> None:
    if mime:
        _print_mime(mime)
    else:
        say(f"What stood in this letter of {letter.written_at:%Y-%m-%d} is not kept any more.")
    said = f", the mail server said: {letter.reply}" if letter.reply else ""
    say(f"State: {in_words(letter.state)} after {counted(letter.attempts, 'attempt')}{said}")


def _print_mime(mime: bytes) -> None:
    message = message_from_bytes(mime, policy=default)
    for header in ("From", "To", "Reply-To", "Date", "Subject"):
        say(f"{header}: {message[header]}")
    body = message.get_body(preferencelist=("plain",))
    say("\n" + without_tokens(body.get_content() if body else ""))
    calendar = next((part for part in message.walk() if part.get_content_type() == "text/calendar"), None)
    if calendar is not None:
        say(f"[calendar part: {calendar.get_param('method')}]")


def print_released(released: Released) -> None:
    if released.sent:
        say(f"{counted(released.sent, 'letter is', 'letters are')} on the way.")
    if released.expired:
        what = counted(released.expired, "letter was", "letters were")
        say(f"{what} released too late: out of date, so not sent.")
    if not released.sent and not released.expired:
        say("No draft waits there.")
    if released.to_bounced:
        what = counted(released.to_bounced, "letter stays a draft", "letters stay drafts")
        say(f"{what}, since letters to the address come back: tandem mail list --state bounced")


def print_bounce(noted: NotedBounce) -> None:
    letter = noted.letter
    if not noted.is_new:
        say(f"Letter {letter.id[:8]} to {letter.recipient} came back, as was noted before.")
        return
    say(f"Letter {letter.id[:8]} to {letter.recipient} came back: {letter.subject}")
    say(f"The mail server said: {letter.reply}")
    if noted.has_moved:
        again = f"tandem mail resend {letter.id[:8]} --to-current"
        say(f"Its reader has another address now. To send it there: {again}")
        return
    if noted.is_barred:
        say(f"What else is for this address is held until: tandem mail unbounce {letter.recipient}")
        say(f"If they have another: tandem person amend {letter.recipient} --email EMAIL")
        return
    say(f"{_WHY_NOT_BARRED[noted.cause]} Later letters go to {letter.recipient} as before.")
    say(f"To send this one once more: tandem mail resend {letter.id[:8]}")


def which_letter(found: FoundBounce) -> str:
    """Asked where a report does not say which letter it is about."""
    letter = found.letter
    return (
        f"This report does not say which letter it is about: it may be about other mail to "
        f"{letter.recipient}. The last letter to that address is {letter.id[:8]}, {letter.subject!r}, "
        f"written on {letter.written_at:%Y-%m-%d}. It would be noted as having come back, and if the address "
        "is at fault, nothing more is sent there."
    )


def print_names() -> None:
    """Every letter there is, and to whom it goes."""
    print_table("Letters", ("letter", "to"), [(name, _reader(name)) for name in LetterName])
    say("\nRead one: tandem mail preview LETTER --programme KEY")


def print_preview(preview: Preview) -> None:
    say(f"To: {preview.to.name or 'a line manager'} <{preview.to.email}>")
    say(f"Subject: {preview.text.subject}\n")
    say(preview.text.text)


def browse(preview: Preview) -> None:
    page = Path(tempfile.mkdtemp(prefix="tandem-")) / f"{preview.name}.html"
    page.write_text(preview.text.html, encoding="utf-8")
    if not webbrowser.open(page.as_uri()):
        say(f"No browser was found; open it yourself: {page}")


def _outage(outage: Outage) -> str:
    """Since when and why nothing is sent, and what one can do; by the clock of this machine."""
    why = " ".join(outage.reason.split())
    since, again = outage.since.astimezone(), outage.try_again_at.astimezone()
    return (
        f"Nothing is sent since {since:%a %-d %b %Y %H:%M %Z}: the mail server refuses everybody "
        f"({why}). It is tried again at {again:%H:%M %Z}; at once: tandem mail start"
    )


def _reader(name: LetterName) -> str:
    reader = LETTERS[name].reader
    if reader is Correspondent.MANAGER:
        return "the line manager"
    return f"the {reader}" if reader else "one partner, or both"
