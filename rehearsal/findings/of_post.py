"""What can be seen in what was written, and in what the coordinator had to decide."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from domain.words import Correspondent
from rehearsal.findings.days import bank_holiday, is_weekend
from rehearsal.findings.finding import Finding, day
from rehearsal.record import Record, Written

_MOST_A_WEEK = 15
"""So many decisions a week a coordinator can take besides her other work: three a day."""


def busy_weeks(record: Record) -> Iterator[Finding]:
    weeks = Counter(decision.day - timedelta(days=decision.day.weekday()) for decision in record.decisions)
    for monday, count in sorted(weeks.items()):
        if count > _MOST_A_WEEK:
            yield Finding(
                f"In the week of {day(monday)} {count} things wait for the coordinator; {_MOST_A_WEEK} are "
                "about as many as one person decides beside other work.",
                "patience",
                "Plan help for that week, or spread the dates around it.",
            )


def two_on_one_day(record: Record) -> Iterator[Finding]:
    together = [letters for letters in _by_person_and_day(record) if len(letters) > 1]
    if not together:
        return
    names, times = Counter(_names(letters) for letters in together).most_common(1)[0]
    example = next(letters for letters in together if _names(letters) == names)
    yield Finding(
        f"{len(together)} times somebody had two letters or more on one day; most often {names} ({times} "
        f"times), for example {_a(example[0].role)} on {day(example[0].day)}.",
        "the dates of what these letters are about",
        "Where two dates call for a letter on the same day, move one of them by a day or more.",
    )


def on_weekends(record: Record) -> Iterator[Finding]:
    yield from _on_days(record, "a weekend", is_weekend)


def on_bank_holidays(record: Record) -> Iterator[Finding]:
    yield from _on_days(record, "a bank holiday", lambda on: bank_holiday(on) is not None)


def _on_days(record: Record, kind: str, is_one: Callable[[date], bool]) -> Iterator[Finding]:
    written = [letter for letter in record.written if is_one(letter.day)]
    if written:
        name, times = Counter(letter.name for letter in written).most_common(1)[0]
        one = next(letter for letter in written if letter.name == name)
        yield Finding(
            f"{_letters(len(written))} went out on {kind}, most often {_plain(name)} ({times}), for example "
            f"to {_a(one.role)} on {day(one.day)}.",
            "the dates of what these letters are about",
            "Move a date that falls there; an answer to somebody who writes on such a day is no harm.",
        )


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
    return "1 letter" if count == 1 else f"{count} letters"


def _a(role: str) -> str:
    return f"an {role}" if role == Correspondent.APPLICANT else f"a {role}"
