"""What can be seen in what was written, and in what the coordinator had to decide."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from domain.clock import format_date as day
from domain.clock import is_weekend
from domain.enums import CONCERN_SENTENCES, Concern, Correspondent
from domain.letter.kinds import LETTERS, LetterKind
from domain.letter.letter import LetterName
from domain.wording import counted
from rehearsal.findings.days import bank_holiday
from rehearsal.findings.finding import Finding
from rehearsal.record import Record, Written

_MOST_A_WEEK = 15
"""So many decisions a week a coordinator can take besides her other work: three a day."""
_MOST_NAMED = 3


def busy_weeks(record: Record) -> Iterator[Finding]:
    weeks = Counter(decision.day - timedelta(days=decision.day.weekday()) for decision in record.decisions)
    for monday, count in sorted(weeks.items()):
        if count > _MOST_A_WEEK:
            yield Finding(
                f"In the week of {day(monday)} {count} things wait for the coordinator; {_MOST_A_WEEK} are "
                "about as many as one person decides beside other work.",
                "gatherings.*.sittings",
                "Plan help for that week, or spread the dates around it.",
            )


def no_second_chance(record: Record) -> Iterator[Finding]:
    missed = CONCERN_SENTENCES[Concern.MISSED_GATHERING]
    count = sum(decision.what == missed for decision in record.decisions)
    if count:
        yield Finding(
            f"{_times(count)} somebody missed a required event that is held once only, and the coordinator "
            "had to see to it.",
            "gatherings.*.sittings",
            "Offer a second date of what everybody must attend.",
        )


def two_on_one_day(record: Record) -> Iterator[Finding]:
    together = [letters for letters in _by_person_and_day(record) if _clash(letters)]
    if not together:
        return
    common = Counter(_names(letters) for letters in together).most_common(_MOST_NAMED)
    example = next(letters for letters in together if _names(letters) == common[0][0])
    yield Finding(
        f"{_times(len(together))} somebody had two letters or more on one day: "
        f"{'; '.join(f'{names} ({_times(count).lower()})' for names, count in common)}. "
        f"For example {_a(example[0].role)} on {day(example[0].day)}.",
        _kind(example[-1]).dated_by,
        "Where two dates call for a letter on the same day, move one of them by a day or more.",
    )


def on_weekends(record: Record) -> Iterator[Finding]:
    yield from _on_days(record, "a weekend", is_weekend)


def on_bank_holidays(record: Record) -> Iterator[Finding]:
    yield from _on_days(record, "a bank holiday", lambda on: bank_holiday(on) is not None)


def _on_days(record: Record, kind: str, is_one: Callable[[date], bool]) -> Iterator[Finding]:
    """Of the letters that the calendar calls for; who has written on such a day may well be answered."""
    written = [w for w in record.written if is_one(w.day) and not _kind(w).is_answer]
    if written:
        name, count = Counter(letter.name for letter in written).most_common(1)[0]
        one = next(letter for letter in written if letter.name == name)
        yield Finding(
            f"{_letters(len(written))} came due on {kind}, {_plain(name)} {_times(count).lower()}: for "
            f"example to {_a(one.role)} on {day(one.day)}. What comes due then waits for the next working "
            "day.",
            _kind(one).dated_by,
            "If that is too late, move the event or the day that the letter is counted from.",
        )


def _clash(letters: list[Written]) -> bool:
    """Whether dates brought more than one of them; what answers somebody may come beside another."""
    return sum(not _kind(letter).is_answer for letter in letters) > 1


def _kind(letter: Written) -> LetterKind:
    return LETTERS[LetterName(letter.name)]


def _by_person_and_day(record: Record) -> list[list[Written]]:
    """Without the coordinator's: they are about many people."""
    found: dict[tuple[str, date], list[Written]] = defaultdict(list)
    for letter in record.written:
        if letter.role not in (Correspondent.COORDINATOR, Correspondent.MANAGER):
            found[letter.recipient, letter.day].append(letter)
    return list(found.values())


def _names(letters: list[Written]) -> str:
    return " and ".join(sorted(_plain(letter.name) for letter in letters))


def _plain(name: str) -> str:
    return f"\u201c{name.replace('_', ' ')}\u201d"


def _letters(count: int) -> str:
    return counted(count, "letter")


def _a(role: str) -> str:
    return f"an {role}" if role == Correspondent.APPLICANT else f"a {role}"


def _times(count: int) -> str:
    return {1: "Once", 2: "Twice"}.get(count, f"{count} times")
