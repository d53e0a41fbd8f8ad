"""The folder in which a programme keeps its own words: one folder a letter, plain text.

Beside `spring.toml` it is `spring-letters`; in it, `nudge/subject.txt` and `nudge/body.txt` take the place
of ours, and `nudge/paragraph.txt` is added to ours.
"""

from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from domain.characters import harmful_character
from domain.errors import BadInput
from domain.letter.letter import LetterName
from domain.programme.letters_plan import OwnWords
from domain.programme.programme import Programme
from domain.suggestion import suggest
from mail.facts import NAMES
from mail.samples import sample
from mail.templates import check, facts_used, words_of

_PARTS = tuple(OwnWords.model_fields)
_FILES = tuple(f"{part}.txt" for part in _PARTS)
_ALWAYS = frozenset(
    {"contact_telephone", "wellbeing_text", "wellbeing_url", "wellbeing_email", "wellbeing_telephone"}
)
"""What the programme may say in any letter."""
_LONGEST = {"subject": 200, "body": 10_000, "paragraph": 10_000}


def with_own_words(programme: Programme, folder: Path) -> Programme:
    """The programme with the words in this folder.

    Raises BadInput with a sentence for each thing wrong with them; each letter has then been read once as
    it would be sent.
    """
    problems: list[str] = []
    words = {}
    for path in sorted(folder.iterdir()):
        try:
            name = _letter(path)
            words[name] = _words(path, _known(name, programme))
        except BadInput as problem:
            problems += problem.problems
    if problems:
        raise BadInput(*problems)
    found = programme.replace(words=words)
    for name in words:
        _read_once(name, found, folder)
    return found


def _known(name: LetterName, programme: Programme) -> frozenset[str]:
    """The facts that this letter has, if the programme gives them: those that our own words use in it, and
    those that its sample holds."""
    facts = sample(name, programme)[1].facts
    return facts_used(name) | {fact for fact in NAMES if getattr(facts, fact)} | _ALWAYS


def _letter(path: Path) -> LetterName:
    if not path.is_dir():
        raise BadInput(f"{path.name}: put it into the folder of a letter, such as nudge/paragraph.txt.")
    if path.name not in set(LetterName):
        nearest = get_close_matches(path.name, list(LetterName), 1)
        meant = f" Did you mean {nearest[0]}?" if nearest else f" List them with: {suggest('mail preview')}"
        raise BadInput(f"{path.name}: there is no letter of that name.{meant}")
    return LetterName(path.name)


def _words(folder: Path, known: frozenset[str]) -> OwnWords:
    problems: list[str] = []
    parts: dict[str, str] = {}
    for file in sorted(folder.iterdir()):
        try:
            parts[file.stem] = _part(file, known)
        except BadInput as problem:
            problems += problem.problems
    if not parts and not problems:
        problems.append(f"{folder.name}: is empty; write {', '.join(_FILES[:-1])} or {_FILES[-1]}.")
    if problems:
        raise BadInput(*problems)
    return OwnWords(**parts)


def _part(file: Path, known: frozenset[str]) -> str:
    where = f"{file.parent.name}/{file.name}"
    if file.name not in _FILES:
        raise BadInput(f"{where}: a letter's folder holds {', '.join(_FILES[:-1])} and {_FILES[-1]} only.")
    if file.is_symlink() or file.parent.is_symlink():
        raise BadInput(f"{where}: leads to another place; put the text itself here.")
    try:
        text = file.read_text("utf-8-sig").replace("\r\n", "\n").strip()
    except OSError as problem:
        raise BadInput(f"{where}: cannot be read ({problem.strerror}).") from None
    except UnicodeDecodeError:
        raise BadInput(f"{where}: is not UTF-8 text; save it as UTF-8.") from None
    for sentence in _wrong(text, file.stem):
        raise BadInput(f"{where}: {sentence}")
    check(text, where, known)
    return text


def _wrong(text: str, part: str) -> Iterator[str]:
    if not text:
        yield "is empty."
    if what := harmful_character(text):
        yield f"holds {what}, which cannot be seen; type it anew."
    if len(text) > _LONGEST[part]:
        yield f"is {len(text)} characters long; {_LONGEST[part]} are the most."
    if part == "subject" and "\n" in text:
        yield "a subject is one line."


def _read_once(name: LetterName, programme: Programme, folder: Path) -> None:
    try:
        words_of(name, sample(name, programme)[1].facts, programme.words[name])
    except Exception as problem:  # noqa: BLE001
        # Whatever a template does with a fact that is no list or is not there, it does here first.
        raise BadInput(f"{folder.name}/{name}: cannot be read as a letter ({problem}).") from None
