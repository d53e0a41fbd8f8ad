"""The programmes there are: those that ship, by key, and those in files."""

from pathlib import Path

from domain.errors import NotFound
from domain.programme.programme import Programme
from domain.programme.timetable import starting as moved
from domain.text_search import nearest
from domain.typed_dates import typed_day
from domain.wording import shortened
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
    return moved(found, typed_day(starting)) if starting else found


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
    known = sorted(path.stem for path in FOLDER.glob("*.toml"))
    if programme not in known:
        close = nearest(programme, known, lambda key: [key])
        meant = f" Did you mean {' or '.join(close)}?" if close else ""
        there_are = f"there are: {', '.join(known)} (or name a .toml file)"
        raise NotFound(f"There is no programme {shortened(programme)!r}; {there_are}.{meant}")
    return FOLDER / f"{programme}.toml"
