"""The judge's look at letters: each has gone, and no more often than was in doubt."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set

from domain.letter.states import ON_THEIR_WAY, LetterState
from storage.tables.letters import LetterRow
from tests.chaos.mail_server import Taken
from tests.chaos.verdict import Verdict


def judge_letters(
    rows: Iterable[LetterRow], taken: Iterable[Taken], refused_for_good: Set[str], verdict: Verdict
) -> None:
    """`taken`: what the mail server has taken; `refused_for_good`: to whom it has refused a letter."""
    by_id = defaultdict[str, list[Taken]](list)
    for letter in taken:
        by_id[letter.message_id].append(letter)
    for row in rows:
        _judge(row, by_id.pop(row.message_id, []), row.recipient in refused_for_good, verdict)
    for message_id in by_id:
        verdict.blame("sent without a row", message_id)


def _judge(row: LetterRow, taken: Sequence[Taken], is_refused: bool, verdict: Verdict) -> None:
    copies, who = max(len(taken) - 1, 0), f"{row.key} {row.state} {row.reply or ''}"
    verdict.letters += row.state == LetterState.SENT
    verdict.held += row.state == LetterState.HELD
    verdict.refused += row.state == LetterState.FAILED
    verdict.in_doubt += row.unsure
    verdict.copies += copies
    if any(each.mime != row.mime for each in taken):
        verdict.blame("sent in other bytes", who)
    if copies > row.unsure:
        verdict.blame("more copies than doubts", f"{who}: {copies} copies, {row.unsure} doubts")
    if not _is_at_its_end(row, bool(taken), is_refused):
        verdict.blame("letters lost", who)


def _is_at_its_end(row: LetterRow, is_taken: bool, is_refused: bool) -> bool:
    ends: Mapping[LetterState, bool] = {
        LetterState.SENT: is_taken,
        LetterState.FAILED: is_refused,
        LetterState.HELD: row.unsure > 0,
        LetterState.CANCELLED: row.unwanted or not is_taken,
    }
    state = LetterState(row.state)
    return ends.get(state, state not in ON_THEIR_WAY)
