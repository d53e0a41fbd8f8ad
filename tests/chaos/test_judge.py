"""The lab's judge sees what it looks for: each of these is wrong in one way."""

from datetime import UTC, datetime

import pytest

from domain.entity.outcomes import Outcome, OutcomeKind
from domain.enums import Role
from domain.letter.states import LetterState
from storage.tables.letters import LetterRow
from tests.chaos.answers import Answered, judge_answers
from tests.chaos.letters import judge_letters
from tests.chaos.mail_server import Taken
from tests.chaos.verdict import Verdict
from tests.every import every

pytestmark = pytest.mark.unit

_TAKEN = Taken("<1@uni.example>", b"a letter")
_ACCEPTED = Answered("p-01", OutcomeKind.ACCEPTED, Role.MENTOR)
_MOVED = Answered("p-01", OutcomeKind.RESCHEDULED, about="review", starts=datetime(2027, 10, 8, tzinfo=UTC))


def _row(state: LetterState, unsure: int = 0) -> LetterRow:
    return LetterRow(
        key="p-01:introduction",
        message_id=_TAKEN.message_id,
        mime=_TAKEN.mime,
        state=state,
        unsure=unsure,
        unwanted=False,
        recipient="one@uni.example",
    )


def _outcome(number: int, role: Role) -> Outcome:
    return Outcome(number=number, kind=OutcomeKind.ACCEPTED, at=datetime(2027, 6, 14, tzinfo=UTC), role=role)


def _letters(row: LetterRow, *taken: Taken, refused: bool = False) -> list[str]:
    verdict = Verdict()
    judge_letters([row], taken, {row.recipient} if refused else set(), verdict)
    return list(verdict.faults)


def _answers(outcomes: list[Outcome], answered: Answered = _ACCEPTED, *reset: str) -> list[str]:
    verdict = Verdict()
    judge_answers([answered], {"p-01": outcomes}, set(reset), verdict)
    return list(verdict.faults)


def test_a_letter_that_went_once_is_well() -> None:
    assert _letters(_row(LetterState.SENT), _TAKEN) == []


def test_a_second_copy_is_well_only_if_there_was_a_doubt() -> None:
    assert _letters(_row(LetterState.SENT, unsure=1), _TAKEN, _TAKEN) == []
    assert _letters(_row(LetterState.SENT), _TAKEN, _TAKEN) == ["more copies than doubts"]


def test_other_bytes_are_seen() -> None:
    other = Taken(_TAKEN.message_id, b"another letter")
    assert _letters(_row(LetterState.SENT, unsure=1), _TAKEN, other) == ["sent in other bytes"]


def test_a_letter_without_a_row_is_seen() -> None:
    other = Taken("<2@uni.example>", b"another letter")
    assert _letters(_row(LetterState.SENT), _TAKEN, other) == ["sent without a row"]


@every(
    "state",
    [LetterState.SENT, LetterState.PENDING, LetterState.IN_DATA, LetterState.FAILED, LetterState.HELD],
)
def test_a_letter_that_nobody_got_and_nobody_refused_is_lost(state: LetterState) -> None:
    assert _letters(_row(state)) == ["letters lost"]


def test_a_letter_that_the_mail_server_refused_is_not_lost() -> None:
    assert _letters(_row(LetterState.FAILED), refused=True) == []


def test_an_answer_is_in_the_store_once() -> None:
    assert _answers([_outcome(1, Role.MENTOR), _outcome(2, Role.MENTEE)]) == []
    assert _answers([_outcome(1, Role.MENTEE)]) == ["answered and lost"]
    assert _answers([_outcome(1, Role.MENTOR), _outcome(2, Role.MENTOR)]) == [
        "answered once and recorded twice"
    ]


def test_news_may_be_missed_only_by_a_life_that_was_reset() -> None:
    assert _answers([], _MOVED) == ["answered and lost"]
    assert _answers([], _MOVED, "pairing-p-01") == []
    assert _answers([], _ACCEPTED, "pairing-p-01") == ["answered and lost"]
