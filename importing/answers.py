"""What the answers of a form mean: a function for each kind, raising BadInput with a sentence that mends."""

import re
import unicodedata
from functools import cache
from zoneinfo import available_timezones

from pydantic import validate_email
from pydantic_core import PydanticCustomError

from domain.application.form import ArrangementWish, BackgroundWish
from domain.characters import LOST, harmful_character, tidy
from domain.enums import BOTH, Arrangement, Role
from domain.errors import BadInput
from domain.programme.programme import Programme
from importing.grades import nearest_grade

LONGEST_NAME = 120
LONGEST_TEXT = 200
MOST_ITEMS = 50
_MOST_PARTNERS = 20

_BOTH = ("both", "both roles", "both of them", "as both")
_BETWEEN_ROLES = re.compile(r"[;,/&+\n]|\band\b")
_ERRORS = ("#n/a", "#ref!", "#value!", "#name?", "#div/0!", "#num!", "#null!")

_LINK = re.compile(r"//|@|\bwww\.|[\w-]{2}\.[a-z]{2}")
"""What a mail program makes a link of: a name is put into letters to others, such as a line manager."""

_ARRANGEMENTS = {
    "reverse": ArrangementWish.REVERSE,
    "reverse mentoring": ArrangementWish.REVERSE,
    "reciprocal": ArrangementWish.RECIPROCAL,
    "reciprocal mentoring": ArrangementWish.RECIPROCAL,
    "combined": ArrangementWish.COMBINED,
    "combination": ArrangementWish.COMBINED,
    "a combination": ArrangementWish.COMBINED,
    "a combination of both": ArrangementWish.COMBINED,
    "combination of both": ArrangementWish.COMBINED,
    "either": ArrangementWish.EITHER,
    "any": ArrangementWish.EITHER,
    "both": ArrangementWish.EITHER,
    "no preference": ArrangementWish.EITHER,
}
_BACKGROUND_WISHES = {
    "none": BackgroundWish.NONE,
    "no": BackgroundWish.NONE,
    "no preference": BackgroundWish.NONE,
    "similar": BackgroundWish.SIMILAR,
    "yes": BackgroundWish.SIMILAR,
    "different": BackgroundWish.DIFFERENT,
}


def same_answer(text: str) -> str:
    """What is equal for answers that differ only in case, kinds of blanks and kinds of letters."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def quoted(value: str) -> str:
    """The value in quotes, cut where it is too long for a sentence."""
    return repr(value if len(value) <= 60 else value[:57] + "...")


def address(value: str) -> str:
    """The email address in lower case, as people are told apart by it; raises BadInput with a sentence."""
    try:
        _, found = validate_email(value)
    except PydanticCustomError:
        raise BadInput(f"{quoted(value)} is not an email address.") from None
    if found.startswith("="):
        raise BadInput(f"{quoted(value)} begins with '=', like a formula; write the address.")
    if not found.isascii():
        # Most mail servers cannot deliver to one (SMTPUTF8, RFC 6531), and the letter would be lost.
        raise BadInput(f"{quoted(value)} has letters that mail servers do not take; use a-z.")
    return found.lower()


def addresses(value: str) -> tuple[str, ...]:
    return tuple(address(item) for item in items(value))


def part_of_name(value: str) -> str:
    """A first name, a last name or both, with single blanks. What begins like a formula is none."""
    if unicodedata.normalize("NFKC", value)[0] in "=+-@":
        raise BadInput(f"{quoted(value)} begins with '=', '+', '-' or '@', so it is not a name.")
    if len(value.splitlines()) > 1 or "\t" in value:
        raise BadInput(f"{quoted(value)} has a line break or a tab in it, so it is not a name.")
    if LOST in value:
        raise BadInput(f"{quoted(value)} has lost a letter; write the name as it is.")
    return tidy(value)


def whole_name(value: str) -> str:
    """A name that somebody has typed outside a table."""
    if what := harmful_character(value):
        raise BadInput(f"the name holds {what}, which cannot be seen; type it anew.")
    if not tidy(value):
        raise BadInput(f"a name has 1 to {LONGEST_NAME} characters.")
    return name(part_of_name(value.strip()))


def name(value: str) -> str:
    """The whole name, unchanged."""
    if len(value) > LONGEST_NAME:
        raise BadInput(f"{quoted(value)} is longer than {LONGEST_NAME} characters, so it is not a name.")
    if same_answer(value) in _ERRORS or not any(letter.isalpha() for letter in value):
        raise BadInput(f"{quoted(value)} is not a name.")
    if _LINK.search(value):
        raise BadInput(f"{quoted(value)} looks like an address of the web; write the name alone.")
    return value


def text(value: str) -> str:
    """Any words, on one line and with single blanks. What begins with '=' would be a formula wherever it is
    shown in a spreadsheet."""
    if unicodedata.normalize("NFKC", value)[:1] == "=":
        raise BadInput(f"{quoted(value)} begins with '=', like a formula; write words.")
    if same_answer(value) in _ERRORS:
        raise BadInput(f"{quoted(value)} is an error of the spreadsheet; write the value, or leave it empty.")
    if len(value) > LONGEST_TEXT:
        raise BadInput(f"{quoted(value)} is too long; write up to {LONGEST_TEXT} characters.")
    return tidy(value)


def items(value: str) -> tuple[str, ...]:
    """The items of a list, each once: split at ';' if there is one (Microsoft Forms), else at ','."""
    parts = [part.strip() for part in value.split(";" if ";" in value else ",")]
    once: dict[str, str] = {}
    for part in filter(None, parts):
        once.setdefault(same_answer(part), text(part))
    if len(once) > MOST_ITEMS:
        raise BadInput(f"lists {len(once)} things; up to {MOST_ITEMS} can be compared.")
    return tuple(once.values())


def wishes(value: str) -> tuple[str, ...]:
    """Names or addresses, the first choice first. A comma may be part of a name, and parts addresses."""
    parts = re.split(r"[;\n]" if "@" not in value else r"[;,\n]", value)
    found = dict.fromkeys(text(part.strip()) for part in parts if part.strip())
    if len(found) > _MOST_PARTNERS:
        raise BadInput(f"names {len(found)} people; up to {_MOST_PARTNERS} can be wished for.")
    return tuple(found)


def role(value: str, programme: Programme) -> Role:
    """By the programme's own label or by 'mentor' and 'mentee'; raises BadInput also for both."""
    meant = _roles(value, programme)
    if len(meant) != 1:
        raise BadInput(_no_role(value, programme))
    return meant[0]


def roles(value: str, programme: Programme) -> tuple[Role, ...]:
    """The role, or both where somebody says so: 'both', or 'mentor and mentee'."""
    answer = same_answer(value)
    meant = _roles(value, programme)
    if not meant and answer in _BOTH:
        return BOTH
    parts = [_roles(part, programme) for part in _BETWEEN_ROLES.split(answer) if part.strip()]
    if not meant and len(parts) > 1 and all(parts):
        meant = tuple(role for role in BOTH if any(role in part for part in parts))
    if not meant:
        raise BadInput(_no_role(value, programme))
    return meant


def _roles(value: str, programme: Programme) -> tuple[Role, ...]:
    """More than one only where the programme calls both the same."""
    answer = same_answer(value)
    return tuple(role for role in BOTH if answer in (role.value, same_answer(programme.role(role).label)))


def _no_role(value: str, programme: Programme) -> str:
    return (
        f"{quoted(value)} is not a role of this programme; write mentor ({programme.roles.mentor.label}) "
        f"or mentee ({programme.roles.mentee.label}), or both."
    )


def arrangement(value: str, offered: tuple[Arrangement, ...]) -> ArrangementWish:
    """What is wished, of what the programme offers; open to either is the only one where there is one."""
    wish = _ARRANGEMENTS.get(same_answer(value))
    if wish is ArrangementWish.EITHER:
        return any_arrangement(offered)
    if wish is None or wish.value not in {arrangement.value for arrangement in offered}:
        words = [arrangement.value for arrangement in offered] + ["either"] * (len(set(offered)) > 1)
        raise BadInput(f"{quoted(value)} is not offered by this programme; write {' or '.join(words)}.")
    return wish


def any_arrangement(offered: tuple[Arrangement, ...]) -> ArrangementWish:
    return ArrangementWish(offered[0].value) if len(set(offered)) == 1 else ArrangementWish.EITHER


def capacity(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,2}", value) or not 1 <= int(value) <= _MOST_PARTNERS:
        raise BadInput(
            f"{quoted(value)} is not a number of partners; write a number from 1 to {_MOST_PARTNERS}."
        )
    return int(value)


def grade(value: str, ladder: tuple[str, ...]) -> str:
    """The grade as the programme writes it; any text where the programme has no ladder of grades."""
    if not ladder:
        return text(value)
    grades = {same_answer(grade): grade for grade in ladder}
    answer = same_answer(value)
    if answer not in grades:
        nearest = nearest_grade(value, ladder)
        raise BadInput(f"{quoted(value)} is not one of the programme's grades; the nearest is {nearest!r}.")
    return grades[answer]


def timezone(value: str) -> str:
    """An IANA name, however its letters are written."""
    known = _timezones().get(same_answer(value).replace(" ", "_"))
    if known is None:
        raise BadInput(f"{quoted(value)} is not a timezone; write one such as Europe/London.")
    return known


@cache
def _timezones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def background_wish(value: str) -> BackgroundWish:
    wish = _BACKGROUND_WISHES.get(same_answer(value))
    if wish is None:
        raise BadInput(f"{quoted(value)} is not a wish; write similar, different or none.")
    return wish
