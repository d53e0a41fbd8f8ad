"""A letter as a programme would send it, before anybody gets it."""

import tempfile
import webbrowser
from difflib import get_close_matches
from pathlib import Path

from cli.output import print_table, say
from domain.enums import Correspondent, Role
from domain.errors import NotFound
from domain.letter.kinds import LETTERS
from domain.letter.letter import LetterName
from domain.programme.programme import Programme
from mail.samples import sample
from mail.templates import LetterText, words_of


def print_names() -> None:
    """Every letter there is, and to whom it goes."""
    rows = [(name, _reader(name)) for name in LetterName]
    print_table("Letters", ("letter", "to"), rows)
    say("\nRead one: tandem mail preview LETTER --programme KEY")


def print_preview(letter: str, programme: Programme, role: Role, browse: bool) -> None:
    """Raises NotFound, naming the nearest letter that there is."""
    name = _name(letter)
    _, to = sample(name, programme, role)
    words = words_of(name, to.facts, to.own)
    say(f"To: {to.name or 'a line manager'} <{to.email}>")
    say(f"Subject: {words.subject}\n")
    say(words.text)
    if browse:
        _open(name, words)


def _name(letter: str) -> LetterName:
    if letter in set(LetterName):
        return LetterName(letter)
    nearest = get_close_matches(letter, list(LetterName), 1)
    meant = f"Did you mean {nearest[0]}?" if nearest else "List them with: tandem mail preview"
    raise NotFound(f"There is no letter {letter!r}. {meant}")


def _reader(name: LetterName) -> str:
    reader = LETTERS[name].reader
    if reader is Correspondent.MANAGER:
        return "the line manager"
    return f"the {reader}" if reader else "one partner, or both"


def _open(name: LetterName, words: LetterText) -> None:
    page = Path(tempfile.mkdtemp(prefix="tandem-")) / f"{name}.html"
    page.write_text(words.html, encoding="utf-8")
    if not webbrowser.open(page.as_uri()):
        say(f"No browser was found; open it yourself: {page}")
