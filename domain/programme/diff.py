"""A cohort that runs takes over what has been changed in its programme's file: words, contacts, places, links
and the dates of the report.

Its stages, rules and keys stay as they are: people have been told of them, and pairs live by them. Dates of
gatherings and the last day for applications move by commands of their own, so that everybody is told.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, NamedTuple

from domain.errors import Refused
from domain.programme.dates import checked, keyed_plan, with_plan
from domain.programme.programme import Programme
from domain.programme.timetable import by_weeks

_NOTHING = "nothing"


class FieldChange(NamedTuple):
    """One key of the programme's file; nothing stands for what is not there."""

    where: str
    before: str
    after: str


class ChangedProgramme(NamedTuple):
    programme: Programme
    changes: Sequence[FieldChange]
    left: Sequence[FieldChange]
    """Dates that the file has otherwise, and that stay as the cohort has them."""

    @property
    def dates_not_there(self) -> Sequence[FieldChange]:
        """Of those left, the dates that the cohort does not have."""
        return tuple(change for change in self.left if change.before == _NOTHING)


def changed_by(known: Programme, file: Programme) -> ChangedProgramme:
    """The cohort's programme with what this file has changed. The file may be of another year.

    Raises Refused, naming each key in it that cannot change any more; BadInput if it does not fit together.
    """
    if file.key != known.key:
        raise Refused(f"This is the file of {file.key}; the cohort is one of {known.key}.")
    before, wanted = _as_keyed(known), _as_keyed(_of_that_year(known, file))
    merged = _merged(before, wanted)
    differing = list(_differences(merged, wanted))
    fixed = [change for change in differing if not _is_movable(change.where)]
    if fixed:
        raise Refused(_cannot_change(fixed))
    after = checked(known, Programme.model_validate(_as_lists(merged)))
    changes = tuple(_differences(before, merged))
    left = tuple(change for change in differing if change.after != _NOTHING)
    return ChangedProgramme(after if changes else known, changes, left)


def _cannot_change(fixed: Sequence[FieldChange]) -> str:
    lines = (f"  {where}: {before} in the cohort, {after} in the file" for where, before, after in fixed)
    return "\n".join(("This cannot change in a cohort that runs; nothing was changed:", *lines))


def _of_that_year(known: Programme, file: Programme) -> Programme:
    """The cohort may have been opened to begin in another year than the file says: by as many weeks as most
    of its fixed dates lie apart."""
    apart = Counter(
        (mine - other).days
        for mine, other in (
            (known.introductions.on, file.introductions.on),
            (known.sessions.opens, file.sessions.opens),
            (known.sessions.closes, file.sessions.closes),
        )
    )
    ((days, _),) = apart.most_common(1)
    return by_weeks(file, days // 7) if days and days % 7 == 0 else file


_TEXTS = (
    "title",
    "organisation",
    "summary",
    "contact",
    "wellbeing",
    "concerns",
    "resources",
    "why",
    "faq",
    "explanations",
    "objectives",
    "expectations",
    "agreement",
    "sponsors",
    "funder",
    "predecessor",
    "competencies",
    "stories",
    "report",
    "retention",
    "letters",
    "words",
)
_WITHIN = {
    "roles": ("label", "who", "benefits"),
    "prerequisites": ("text",),
    "gatherings": ("title", "about", "recording", "facilitators", "host"),
}
"""Of each in a table of several."""
_OF_ONE = {"applications": ("how", "form", "columns"), "evaluation": ("questionnaire", "questions")}
_OF_A_DATE = ("where", "link")


def _merged(before: Mapping[str, Any], wanted: Mapping[str, Any]) -> dict[str, Any]:
    merged = deepcopy(dict(before)) | {key: wanted[key] for key in _TEXTS}
    for table, keys in _WITHIN.items():
        for name in merged[table].keys() & wanted[table].keys():
            _take(merged[table][name], wanted[table][name], keys)
    for table, keys in _OF_ONE.items():
        if merged[table] and wanted[table]:
            _take(merged[table], wanted[table], keys)
    for name in merged["gatherings"].keys() & wanted["gatherings"].keys():
        dates, new = (whole["gatherings"][name]["sittings"] for whole in (merged, wanted))
        for key in dates.keys() & new.keys():
            _take(dates[key], new[key], _OF_A_DATE)
    return merged


def _take(into: dict[str, Any], source: Mapping[str, Any], keys: Sequence[str]) -> None:
    into.update({key: source[key] for key in keys})


def _as_keyed(programme: Programme) -> dict[str, Any]:
    """As its file writes it, with whatever has a key under its key."""
    for plan in programme.gatherings:
        programme = with_plan(programme, keyed_plan(programme, plan.key))
    plain = programme.model_dump(mode="json", by_alias=True)
    plain["prerequisites"] = _by_key(plain["prerequisites"])
    for plan in plain["gatherings"]:
        plan["sittings"] = _by_key(plan["sittings"])
    return plain | {"gatherings": _by_key(plain["gatherings"])}


def _by_key(items: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {item["key"]: item for item in items}


def _as_lists(keyed: Mapping[str, Any]) -> dict[str, Any]:
    plans = [{**plan, "sittings": list(plan["sittings"].values())} for plan in keyed["gatherings"].values()]
    return {**keyed, "prerequisites": list(keyed["prerequisites"].values()), "gatherings": plans}


def _differences(before: Any, after: Any, where: str = "") -> Iterator[FieldChange]:
    """Key by key, in the order of the file; of a text that differs, both."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys((*before, *after)):
            place = f"{where}.{key}" if where else key
            if not _is_of_the_cohort(place):
                yield from _differences(before.get(key), after.get(key), place)
    elif before != after:
        yield FieldChange(where, _spoken(before), _spoken(after))


def _is_of_the_cohort(where: str) -> bool:
    """Whether it is noted by a running cohort, and in no file."""
    return where.startswith("gatherings.") and where.endswith((".cancelled", ".opened"))


def _is_movable(where: str) -> bool:
    """Whether a command of its own moves it."""
    table, *rest = where.split(".")
    return where == "applications.closes" or (table == "gatherings" and rest[1:2] == ["sittings"])


_MOST = 100


def _spoken(value: Any) -> str:
    match value:
        case None | [] | () | "":
            return _NOTHING
        case bool():
            return "true" if value else "false"
        case dict():
            known = (f"{key} {_spoken(item)}" for key, item in value.items() if item not in (None, [], {}))
            text = ", ".join(known)
        case list() | tuple():
            text = "; ".join(_spoken(item) for item in value)
        case _:
            text = str(value)
    return text if len(text) <= _MOST else f"{text[: _MOST - 3]}..."
