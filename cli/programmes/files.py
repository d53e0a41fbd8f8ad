"""Finding programmes: by key among those that ship, or by file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from domain.clock import format_date_and_hours
from domain.errors import BadInput, NotFound
from domain.programme.milestones import milestones
from domain.programme.programme import Programme
from domain.programme.timetable import starting as moved
from importing.programme_file import read_programme, words_folder

FOLDER = Path(__file__).parent.parent.parent / "programmes"


def shipped() -> list[Programme]:
    return [read_programme(path) for path in sorted(FOLDER.glob("*.toml"))]


def find(programme: str, starting: str | None = None) -> Programme:
    """The programme of this key or in this file, its calendar moved if `starting` (ISO date) is given.

    It has its own words with it, if there are any. Raises NotFound if there is none, BadInput if the file,
    its words or the date is wrong.
    """
    found = read(_path(programme))
    return moved(found, _date(starting)) if starting else found


def read(path: Path) -> Programme:
    """The programme in this file, with its own words. Raises BadInput."""
    programme, folder = read_programme(path), words_folder(path)
    if not folder.is_dir():
        return programme
    from mail.own_folder import with_own_words

    return with_own_words(programme, folder)


def calendar_of(programme: Programme) -> Iterator[tuple[str, str]]:
    """Every date of the programme in order, as (when, what)."""
    days = ((milestone.day, "", milestone.what) for milestone in milestones(programme))
    for day, hours, what in sorted((*days, *_sittings(programme))):
        yield format_date_and_hours(day, hours), what


def _sittings(programme: Programme) -> Iterator[tuple[date, str, str]]:
    for gathering in programme.gatherings:
        who = "" if len(gathering.roles) > 1 else f", {gathering.roles[0]}s only"
        apart = ", one to one" if gathering.one_to_one else ""
        for sitting in gathering.sittings:
            yield sitting.on, sitting.hours or "", f"{gathering.title} ({gathering.key}{who}{apart})"


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
