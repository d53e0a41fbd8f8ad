"""Pairs that a coordinator has decided: always in the draft, if the rules allow them."""

from collections.abc import Iterable, Iterator, Mapping, Set

from domain.errors import Refused
from domain.matching.candidates import IdPair
from domain.matching.constraints import People, Violations, rules_in
from domain.matching.rules import RULE_SENTENCES, Rule

Places = Mapping[str, int]


def pinned_places(
    mentors: People, mentees: People, pins: Set[IdPair], bars: Violations
) -> list[tuple[int, int]]:
    """The row and column of every pin, sorted. Raises Refused, naming the rule, for a pin against one.

    Only the number of partners a person can take gives way to a pin: that is the coordinator's decision.
    """
    rows, columns = _places(mentors), _places(mentees)
    problems = list(_problems(sorted(pins), rows, columns, bars))
    if problems:
        raise Refused(" ".join(problems))
    return sorted((rows[mentor], columns[mentee]) for mentor, mentee in pins)


def _places(people: People) -> Places:
    return {person.id: place for place, person in enumerate(people)}


def _problems(pins: Iterable[IdPair], rows: Places, columns: Places, bars: Violations) -> Iterator[str]:
    for mentor, mentee in pins:
        unknown = [person for person in (mentor, mentee) if person not in rows.keys() | columns.keys()]
        if unknown:
            yield f"{mentor} and {mentee} cannot be pinned: nobody here has the id {unknown[0]}."
        elif broken := _broken(mentor, mentee, rows, columns, bars):
            why = "; ".join(f"{RULE_SENTENCES[rule]} ({rule})" for rule in broken)
            yield f"{mentor} and {mentee} cannot be pinned: {why}."


def _broken(mentor: str, mentee: str, rows: Places, columns: Places, bars: Violations) -> list[Rule]:
    if mentor not in rows or mentee not in columns:
        return [Rule.ROLE]
    return rules_in(int(bars[rows[mentor], columns[mentee]]))
