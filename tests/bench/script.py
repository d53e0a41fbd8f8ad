"""What one life comes to, worked out with the domain beforehand: the script that the bare workflow plays."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domain.enums import Arrangement, Wave
from domain.pairing.due import PairingSnapshot, due
from domain.pairing.events import Answer
from domain.pairing.machine import PAIRING
from domain.pairing.pairing import propose
from domain.programme.rules import Rules
from rehearsal.pair_personas import PairPersona, TimedEvent, timeline
from workflows.visibility import search_attribute_changes

A_MOMENT = timedelta(minutes=1)
"""Beyond the moment that a clock is carried to, so that what falls due then has been done."""


@dataclass
class Record:
    """One entry that is recorded."""

    size: int
    """Of its JSON, in bytes; without the life itself, which is there so that it can be begun again."""
    letters: int
    shows: bool
    """Whether search attributes change before it is recorded."""


@dataclass
class Step:
    """What follows when the workflow wakes up, be it by a timer or by an update."""

    records: list[Record]
    shows: bool
    """Whether search attributes change once all is recorded."""
    until: float | None
    """When it wakes up by itself, in seconds since 1970; None if it does not."""


@dataclass
class Script:
    steps: list[Step]
    answer: str
    """What an update is answered with."""

    def without_letters(self) -> "Script":
        steps = [replace(step, records=[replace(r, letters=0) for r in step.records]) for step in self.steps]
        return replace(self, steps=steps)


class Rehearsed:
    """A steady life of these rules that begins now: who does what and when, and what comes of it."""

    def __init__(self, rules: Rules, now: datetime) -> None:
        told = timeline(rules, PairPersona.STEADY, seed="bench")
        # What is told half a year on comes when the yardstick, which has followed its script, is over.
        self.happenings: list[TimedEvent] = [one for one in told if not _is_later(one)]
        self.ends = now
        self._pairing = propose("bench-01", Arrangement.RECIPROCAL, rules, now)
        self._shown: PairingSnapshot | None = None
        self._look_again: datetime | None = None
        self._steps: list[Step] = []
        self._settle(now)
        for happening in self.happenings:
            self._sleep_until(happening.at + A_MOMENT)
            self._pairing = PAIRING.apply(self._pairing, happening.event, happening.at + A_MOMENT)
            self._settle(happening.at + A_MOMENT)
        while self._look_again:
            self.ends = self._look_again
            self._sleep_until(self._look_again)
        assert self._shown
        self.script: Script = Script(self._steps, answer=self._shown.model_dump_json())

    @property
    def letters(self) -> int:
        return sum(record.letters for record in self.records)

    @property
    def records(self) -> list[Record]:
        return [record for step in self.script.steps for record in step.records]

    def _sleep_until(self, moment: datetime) -> None:
        while self._look_again and self._look_again <= moment:
            self._settle(self._look_again)

    def _settle(self, now: datetime) -> None:
        records = []
        while (now_due := due(self._pairing, now)).entry is not None:
            self._pairing, entry = now_due.entity, now_due.entry
            size = len(entry.model_dump_json(exclude={"state", "rules"}))
            records.append(Record(size, len(entry.letters), self._show(entry.snapshot)))
        self._pairing, self._look_again = now_due.entity, now_due.look_again
        until = self._look_again.timestamp() if self._look_again else None
        self._steps.append(Step(records, self._show(now_due.snapshot), until))

    def _show(self, snapshot: PairingSnapshot) -> bool:
        before, self._shown = self._shown, snapshot
        return bool(search_attribute_changes(before, snapshot))


def _is_later(happening: TimedEvent) -> bool:
    return isinstance(happening.event, Answer) and happening.event.wave is Wave.LATER
