"""What answers come to: exact counts, pairs of before and end, and nothing of whose they are."""

import pytest

from domain.enums import Role, Wave
from domain.evaluation.questionnaire import QuestionnairePlan
from domain.evaluation.results import Results, answered_in, results, sheets_of

pytestmark = pytest.mark.unit

PLAN = QuestionnairePlan()


def _results(*answered: tuple[str, Role, Wave, str, str]) -> Results:
    return results(PLAN, sheets_of(answered))


def test_every_option_is_counted_by_role_and_for_both_also_where_nobody_chose_it() -> None:
    found = _results(
        ("a", Role.MENTOR, Wave.END, "trust", "5"),
        ("b", Role.MENTEE, Wave.END, "trust", "5"),
        ("c", Role.MENTEE, Wave.END, "trust", "prefer_not"),
        ("c", Role.MENTEE, Wave.MIDWAY, "trust", "1"),
    ).counts("trust", Wave.END)

    assert found is not None
    nobody = dict.fromkeys("1234", 0)
    assert found.by_role[Role.MENTOR] == {**nobody, "5": 1, "prefer_not": 0}
    assert found.both == {**nobody, "5": 2, "prefer_not": 1}
    assert (found.answered(), found.answered(Role.MENTEE)) == (3, 2)


def test_both_answers_of_one_person_are_a_pair_and_sorted_so_that_order_says_nothing() -> None:
    found = _results(
        ("b", Role.MENTOR, Wave.BEFORE, "belonging", "4"),
        ("b", Role.MENTOR, Wave.END, "belonging", "5"),
        ("a", Role.MENTOR, Wave.BEFORE, "belonging", "2"),
        ("a", Role.MENTOR, Wave.END, "belonging", "3"),
        ("c", Role.MENTEE, Wave.BEFORE, "belonging", "2"),
        ("d", Role.MENTEE, Wave.BEFORE, "belonging", "2"),
        ("d", Role.MENTEE, Wave.END, "belonging", "prefer_not"),
    )

    (shifts,) = (one for one in found.shifts if one.item.key == "belonging")
    assert [(one.earlier, one.later) for one in shifts.shifts] == [(2, 3), (4, 5)]
    assert shifts.of(Role.MENTEE) == ()


def test_what_one_would_have_said_at_the_start_stands_apart_from_what_one_said() -> None:
    found = _results(
        ("a", Role.MENTOR, Wave.BEFORE, "decisions", "4"),
        ("a", Role.MENTOR, Wave.END, "decisions", "5"),
        ("a", Role.MENTOR, Wave.END, "then-decisions", "2"),
    )

    then = {one.item.key: [(s.earlier, s.later) for s in one.shifts] for one in found.then}
    before = {one.item.key: [(s.earlier, s.later) for s in one.shifts] for one in found.shifts}
    assert then == {"understanding": [], "decisions": [(2, 5)]}
    assert before["decisions"] == [(4, 5)]


def test_who_explained_is_counted_with_whether_it_was_all_right() -> None:
    found = _results(
        ("a", Role.MENTOR, Wave.MIDWAY, "burden", "mostly-i"),
        ("a", Role.MENTOR, Wave.MIDWAY, "burden-all-right", "no"),
        ("b", Role.MENTOR, Wave.MIDWAY, "burden", "mostly-i"),
    )

    midway = next(b for b in found.burden if (b.wave, b.role) == (Wave.MIDWAY, Role.MENTOR))
    assert midway.counts["mostly-i"] == {"yes": 0, "mixed": 0, "no": 1}
    assert sum(sum(by.values()) for by in midway.counts.values()) == 1


def test_words_are_there_of_those_alone_who_may_be_quoted() -> None:
    found = _results(
        ("a", Role.MENTOR, Wave.END, "worked", "The walks."),
        ("a", Role.MENTOR, Wave.END, "quotable", "yes"),
        ("b", Role.MENTEE, Wave.END, "worked", "Not for print."),
        ("c", Role.MENTEE, Wave.END, "worked", "Nor this."),
        ("c", Role.MENTEE, Wave.END, "quotable", "no"),
    )

    assert found.words == {"changed": (), "worked": ("The walks.",), "better": ()}


def test_whoever_answered_one_question_has_answered_the_wave() -> None:
    sheets = sheets_of(
        [
            ("a", Role.MENTOR, Wave.END, "trust", "5"),
            ("a", Role.MENTOR, Wave.END, "mutual", "5"),
            ("b", Role.MENTEE, Wave.BEFORE, "belonging", "5"),
        ]
    )

    assert answered_in(sheets, Wave.END) == {Role.MENTOR: 1, Role.MENTEE: 0}
