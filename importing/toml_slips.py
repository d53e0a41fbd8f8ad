"""What is wrong with a text that is not TOML, for somebody who has never heard of TOML: line and mend."""

import re
import tomllib
from typing import NamedTuple

from domain.clock import format_short_date
from domain.errors import BadInput
from importing.answers import quoted
from importing.dates import written_date

_SETTING = re.compile(
    r'(?P<key>"[^"]*"|[\w.-]+)\s*=\s*(?P<value>"[^"]*"?|\'[^\']*\'?|[\[{]|[^,#}\]\[]*[^,#}\]\[\s])'
)
_PLACE = re.compile(r"\(at line (\d+), column (\d+)\)")
_CURLY = re.compile("[\u201c\u201d\u201e\u2018\u2019\u201a\u00ab\u00bb]")
_NUMBERS = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}")
_SWITCH = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}
_BACKSLASH = ("backslash", "Unescaped '\\'", "hex value")
_TWICE = ("Cannot overwrite", "Cannot declare", "Cannot mutate", "Cannot redefine", "Duplicate")


class _Setting(NamedTuple):
    key: str
    value: str


def toml_slip(text: str, problem: tomllib.TOMLDecodeError) -> str:
    """Where the text stops being TOML, and how it should look there."""
    place = _PLACE.search(str(problem))
    if place is None:
        return f"something that was opened is never closed: {_never_closed(text)}"
    number, column = int(place[1]), int(place[2])
    lines = text.splitlines()
    line = lines[number - 1] if number <= len(lines) else ""
    if not line.strip() and number > 1:  # the end of the line before is what is missing
        number, line = number - 1, lines[number - 2]
    return f"line {number}: {_mend(line, column, str(problem))}"


def date_meant(value: str) -> str:
    """How a date such as 11/12/2026 is to be written: as one of the two days that it may be."""
    try:
        written = written_date(value)
    except BadInput:
        return "write a date without quotes, such as 2027-06-30"
    days = dict.fromkeys(day for day in (written.day_first, written.month_first) if day)
    meant = " or ".join(f"{day.isoformat()} ({format_short_date(day)})" for day in days)
    return f"{quoted(value)} is not how a date is written here; write {meant}, without quotes"


def _mend(line: str, column: int, problem: str) -> str:
    if problem.startswith(_TWICE):
        return f"{quoted(line.strip())} is in the file twice; keep one of the two."
    if any(words in problem for words in _BACKSLASH):
        return f"write \\\\ where a text has \\: {line.strip()}"
    setting = _setting_at(line, column)
    if setting is None:
        return _without_setting(line.strip(), problem)
    if setting.value == "[":
        return _without_setting(line.partition("[")[2].strip(), problem)
    return _mended(setting) or f"{quoted(line.strip())} is not as it should be ({problem})."


def _setting_at(line: str, column: int) -> _Setting | None:
    """The `key = value` in which the reading stopped."""
    found = [match for match in _SETTING.finditer(line) if match.start() < column]
    return _Setting(found[-1]["key"], found[-1]["value"].strip()) if found else None


def _mended(setting: _Setting) -> str | None:
    key, value = setting
    if _CURLY.match(value) or _CURLY.search(value[-1:]):
        return f'write straight quotes ("), not those of a text program: {key} = "{_CURLY.sub("", value)}"'
    if value.startswith(('"', "'")):
        return _one_quote(key, value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return f"{key}: {value} is not a day that there is."
    if _NUMBERS.fullmatch(value):
        return f"{key}: {date_meant(value)}."
    if value.casefold() in _SWITCH:
        return f"write true or false, in small letters: {key} = {_SWITCH[value.casefold()]}"
    if value[:1] in ("[", "{") or _is_value(value):
        return None
    return f'a text stands in quotes: {key} = "{value.replace(chr(34), "")}"'


def _one_quote(key: str, value: str) -> str | None:
    if len(value) > 1 and value[-1] == value[0]:
        return f"a text ends at the first {value[0]} in it: write {key} = '...' around one that has \" in it."
    return f"a text stands in quotes at both ends: {key} = {value[0]}{value.strip(value[0])}{value[0]}"


def _is_value(value: str) -> bool:
    try:
        tomllib.loads(f"x = {value}")
    except tomllib.TOMLDecodeError:
        return False
    return True


def _without_setting(line: str, problem: str) -> str:
    if match := re.match(r"([\w-]+)\s*:\s*(.+)", line):
        return f"write = and not : between a key and its value: {match[1]} = {match[2]}"
    if line.startswith("["):
        return f"a heading stands in brackets on a line of its own: [{line.strip('[] ')}]"
    if line.endswith("="):
        return f"there is nothing after =; write a value, or remove {line.strip(' =')}."
    items = [item.strip() for item in line.strip("[]").split(",") if item.strip()]
    if "Invalid value" in problem or "Unclosed array" in problem:
        wrong = next((item for item in items if not _is_value(item)), line)
        return f'a text stands in quotes: "{wrong.replace(chr(34), "")}"'
    return f"{quoted(line)} is no setting; write KEY = VALUE, or # before a remark."


def _never_closed(text: str) -> str:
    for number, line in enumerate(text.splitlines(), 1):
        if re.search(r"=\s*'[^']*$", line):
            return f"the text in line {number}; put ' at its end."
    for number, line in reversed(list(enumerate(text.splitlines(), 1))):
        if '"""' in line:
            return f'the text that begins or ends in line {number}; put """ at its end.'
        if line.rstrip().endswith(("[", "{", ",")):
            return f"the list in or before line {number}; put ] or }} at its end."
    return "put ], } or a quote at its end."
