"""What stays true of every pairing, whatever happens in whatever order."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise

from domain.entity.entity import Entry
from domain.entity.outcomes import OutcomeKind
from domain.entity.remembering import are_alike, live_again
from domain.enums import Role, Stage
from domain.letter.kinds import LETTERS
from domain.letter.letter import Letter, LetterName, Method
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import Pairing
from domain.pairing.stages.every import STAGES
from domain.programme.rules import Rules
from tests.living import Life


def allowed_steps(rules: Rules) -> set[tuple[Stage, Stage]]:
    """The table's moves, where a stage that the programme lacks is passed over."""
    steps = {(source, move.target) for move in PAIRING.moves for source in move.sources}
    for lacking in (stage for stage in Stage if not STAGES[stage].is_part_of(rules)):
        into = [source for source, target in steps if target is lacking]
        onward = [target for source, target in steps if source is lacking and target.is_open]
        onward += [Stage.COMPLETED] if lacking is Stage.EVALUATION else []
        steps |= {(source, target) for source in into for target in onward}
        steps = {step for step in steps if lacking not in step}
    return steps | {(stage, Stage.ENDED) for stage in Stage if stage.is_open}


def lived_again_it_is_the_same(pairing: Pairing) -> None:
    if pairing.told:
        again = live_again(PAIRING, pairing).entity
        assert are_alike(again, pairing)
        assert again.rules == pairing.rules


def numbers_have_no_gap(entries: Sequence[Entry]) -> None:
    assert [entry.revision for entry in entries] == list(range(1, len(entries) + 1))
    outcomes = [outcome.number for entry in entries for outcome in entry.outcomes]
    assert outcomes == list(range(1, len(outcomes) + 1))


def stages_of(entity: Life) -> Iterator[Stage]:
    yield Stage.APPLICATION
    for outcome in entity.outcomes:
        if outcome.kind is OutcomeKind.STAGE:
            yield Stage(outcome.about or "")
        elif outcome.kind is OutcomeKind.ENDED:
            yield Stage.ENDED


def stages_follow_the_table(entity: Life) -> None:
    stages = list(stages_of(entity))
    assert stages[-1] is entity.stage
    known = [entry.rules for entry in entity.entries]
    allowed = set().union(*(allowed_steps(rules) for rules in known if rules))
    assert set(pairwise(stages)) <= allowed


def letters_are_written_once_and_in_time(entries: Sequence[Entry]) -> None:
    keys = [letter.key for entry in entries for letter in entry.letters]
    assert len(keys) == len(set(keys))
    for entry in entries:
        for letter in entry.letters:
            assert letter.at <= entry.at
            assert letter.expires is None or letter.expires > entry.at


def nobody_hears_more_after_the_end(entity: Life) -> None:
    """But for a follow-up months later, where the programme has one."""
    over = [entry for entry in entity.entries if not entry.snapshot.stage.is_open]
    follow_ups = [e for e in over if {letter.name for letter in e.letters} == {LetterName.FOLLOW_UP}]
    # The end, and an hour later what those are told who have not said so themselves.
    hour = bool(entity.pairing.farewell_from)
    assert len({entry.at for entry in over if entry not in follow_ups}) <= 1 + hour
    assert len(follow_ups) <= (entity.stage is Stage.COMPLETED)
    letters = [letter for entry in over for letter in entry.letters]
    assert all(LETTERS[letter.name].is_farewell for letter in letters)
    told_gently = {letter.role for letter in letters if letter.name is LetterName.PARTNER_LEFT}
    reason = entity.pairing.end_reason
    assert told_gently <= {leaver.partner for leaver in (reason.leaver if reason else None,) if leaver}


def calendar_is_kept_true(entity: Life, uid: str, role: Role) -> None:
    """Each change counts one up; a change that came too late to be told is counted but not written."""
    entries = [e for e in entity.pairing.calendar_entries if (e.uid, e.role) == (uid, role)]
    last = max(entry.sequence for entry in entries)
    prefix, suffix = f"calendar:{uid}:", f":{role}"
    counted = {
        key for key in entity.pairing.letters_written if key.startswith(prefix) and key.endswith(suffix)
    }
    assert counted == {f"{prefix}{number}{suffix}" for number in range(last + 1)}
    written = [x for x in entity.letters if x.calendar and (x.calendar.uid, x.role) == (uid, role)]
    for earlier, later in pairwise(written):
        _changes_something(earlier, later)


def _changes_something(earlier: Letter, later: Letter) -> None:
    assert earlier.calendar
    assert later.calendar
    assert later.calendar.sequence > earlier.calendar.sequence
    if later.calendar.sequence == earlier.calendar.sequence + 1:
        assert _state(earlier) != _state(later)


def _state(letter: Letter) -> tuple[Method, datetime, datetime]:
    assert letter.calendar
    assert letter.starts
    assert letter.ends
    return letter.calendar.method, letter.starts, letter.ends
