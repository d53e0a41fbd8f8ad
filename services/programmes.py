"""The programmes there are: those that ship, by key, and those in files."""

from datetime import date
from pathlib import Path

from domain.errors import BadInput, NotFound
from domain.programme.programme import Programme
from domain.programme.timetable import starting as moved
from importing.programme_file import read_programme, words_folder

FOLDER = Path(__file__).parent.parent / "programmes"


def shipped_programmes() -> list[Programme]:
    return [read_programme(path) for path in sorted(FOLDER.glob("*.toml"))]


def find_programme(programme: str, starting: str | None = None) -> Programme:
    """The programme of this key or in this file, its calendar moved if `starting` (ISO date) is given.

    It has its own words with it, if there are any. Raises NotFound if there is none, BadInput if the file,
    its words or the date is wrong.
    """
    found = check_programme(_path(programme))
    return moved(found, _date(starting)) if starting else found


def check_programme(file: Path) -> Programme:
    """The programme in this file, with its own words. Raises BadInput with all that is wrong with it."""
    programme, folder = read_programme(file), words_folder(file)
    if not folder.is_dir():
        return programme
    from mail.own_folder import with_own_words  # the templates' engine is loaded for those who need it

    return with_own_words(programme, folder)


def _path(programme: str) -> Path:
    if programme.endswith(".toml") or "/" in programme:
        return Path(programme)
    path = FOLDER / f"{programme}.toml"
    if not path.exists():
        known = ", ".join(sorted(p.stem for p in FOLDER.glob("*.toml")))
        raise NotFound(f"There is no programme {programme!r}; there are: {known} (or name a .toml file).")
    return path


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise BadInput(f"{text!r} is not a date; write it as 2027-05-27.") from None
