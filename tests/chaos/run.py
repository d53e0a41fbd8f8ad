"""One run of the lab: round after round, then the judge."""

import asyncio
import logging
import signal
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from random import Random

from temporalio.api.enums.v1 import EventType, TimeoutType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.runtime import LoggingConfig, Runtime, TelemetryConfig
from temporalio.service import RPCError

from domain.errors import TandemError
from domain.pairing.events import PairingEvent, Pause, Resume
from ops.logging import configure_logging
from tests.chaos.faults import RESETS, Pairs, keep_breaking
from tests.chaos.judge import Judge
from tests.chaos.lab import Lab, lab
from tests.chaos.load import Load
from tests.chaos.opening import open_cohort
from tests.chaos.plan import WHOLE_SECONDS, Round
from tests.chaos.verdict import Verdict
from workflows.timeouts import WORKFLOW_TASK_TIMEOUT

_LOOKS_AGAIN = 30
"""Seconds after which the human who minds what was reset looks again."""
RECOVERED = 3
_NOTICED = 0.3
"""Seconds in which the server notices that a worker's connections are gone. What it hands to a dead worker
waits as long as what that one had in hand: five seconds (docs/decisions/0011)."""
_TO_THE_END = 180
"""Seconds for the lives of a round to come to their end once nothing is broken any more."""


@dataclass
class Run:
    lab: Lab
    loads: list[Load] = field(default_factory=list)
    recoveries: list[float] = field(default_factory=list)
    """Seconds from the last fault of each round until a command to a known life was answered, beyond what a
    command took just before it and takes afterwards, under what the faults before have left to do, and beyond
    the time of the tasks that were lost with a worker."""
    lost_tasks: int = 0

    seconds: float = 0
    _to_tell: Iterator[PairingEvent] = field(default_factory=lambda: cycle((Pause(), Resume())))
    """What the known life is told, one after the other."""

    async def play(self, rounds: Sequence[Round], recovered_within: float) -> Verdict:
        began = time.monotonic()
        known = (await open_cohort(self.lab, "known", pairs=1))[0]
        for number, each in enumerate(rounds, 1):
            if time.monotonic() - began < WHOLE_SECONDS:
                await self._round(number, each, known)
        await self.lab.letters_arrive()
        judge = Judge(self.lab.client, self.lab.database, self.lab.mail, self.lab.reset)
        answered = [answered for load in self.loads for answered in load.answered]
        verdict = await judge.judge(answered, [each for load in self.loads for each in load.pairings])
        self.seconds = time.monotonic() - began
        if (longest := max(self.recoveries)) > recovered_within:
            verdict.blame("recovered late", f"after {longest:.1f} s")
        return verdict

    async def _round(self, number: int, each: Round, known: str) -> None:
        key, began = f"round-{number}", time.monotonic()
        opened = await open_cohort(self.lab, key, each.pairs + each.silent)
        pairs = Pairs(opened[: each.pairs], opened[each.pairs :])
        load = Load(self.lab, key, pairs.lively, Random(self.lab.random.random()))
        self.loads.append(load)
        over = asyncio.Event()
        living = asyncio.create_task(load.run())
        breaking = [asyncio.create_task(keep_breaking(self.lab, fault, pairs, over)) for fault in each.faults]
        await asyncio.wait([living], timeout=each.seconds)
        over.set()
        await asyncio.gather(*breaking)
        self.lab.mail.misbehaves = False
        self.lab.workers.end_themselves = False
        await self._recover(known)
        await self._mend(living, needs_human=RESETS in each.faults)
        _say(
            f"  {each.name}: {len(load.over)} of {each.pairs} lives over, {load.tries} commands, "
            f"{time.monotonic() - began:.0f} s, recovered in {self.recoveries[-1]:.1f} s"
        )
        for pairing in set(pairs.lively) - load.over:
            _say(f"    {pairing}: {load.refusals.get(pairing)}")

    async def _mend(self, living: "asyncio.Task[None]", needs_human: bool) -> None:
        """The lives come to their end; a human puts right what was reset."""
        deadline = time.monotonic() + _TO_THE_END
        while time.monotonic() < deadline and not living.done():
            if needs_human:
                with suppress(TimeoutError):  # on a machine with too much to do; the next one goes on
                    await self.lab.tandem("reconcile", "--thorough", "--fix", "--yes")
            await asyncio.wait([living], timeout=_LOOKS_AGAIN)
        if not living.done():
            living.cancel()
        await asyncio.wait([living])
        if not living.cancelled():
            await living

    async def _recover(self, known: str) -> None:
        """The last fault of a round is a killed worker; what had been broken before is whole by then. A task
        that the dead worker had in hand is given on when its time is over, and not sooner."""
        await self.lab.workers.are_at_work(_TO_THE_END)
        anyway = await self._seconds(known)
        before = await self._events(known)
        worker = self.lab.workers.one(self.lab.random)
        if worker:
            worker.kill()
        await asyncio.sleep(_NOTICED)
        after_fault = _NOTICED + await self._seconds(known)
        anyway = max(anyway, await self._seconds(known))
        since = (await self._events(known))[len(before) :]
        lost = sum(map(_is_lost_task, since))
        beyond = after_fault - anyway - lost * WORKFLOW_TASK_TIMEOUT.total_seconds()
        self.recoveries.append(max(beyond, 0))
        self.lost_tasks += lost
        if self.recoveries[-1] > RECOVERED:
            _say(f"    late, {after_fault:.1f} s, and {anyway:.1f} s anyway; its history since:")
            for event in since:
                _say(f"      {event.event_time.ToJsonString()} {EventType.Name(event.event_type)}")

    async def _events(self, known: str) -> Sequence[HistoryEvent]:
        return (await self.lab.pairings.handle(known).fetch_history()).events

    async def _seconds(self, known: str) -> float:
        """How long a command takes."""
        began, event = time.monotonic(), next(self._to_tell)
        while True:
            try:
                await self.lab.pairings.update(known, event)
                return time.monotonic() - began
            except (TandemError, RPCError) as problem:
                _say(f"    not answered: {problem}")


def _is_lost_task(event: HistoryEvent) -> bool:
    """Whether it ran out of time in a worker that had it in hand."""
    timed_out = event.workflow_task_timed_out_event_attributes
    return timed_out.timeout_type == TimeoutType.TIMEOUT_TYPE_START_TO_CLOSE


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def prepare() -> None:
    """For a program of its own: whatever ends it, what it began ends, too; and it alone speaks."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    configure_logging("text", level=logging.ERROR)
    warnings.simplefilter("ignore")
    Runtime.set_default(Runtime(telemetry=TelemetryConfig(logging=LoggingConfig(filter="OFF"))))


async def play(
    folder: Path, seed: int, rounds: Sequence[Round], recovered_within: float = RECOVERED
) -> tuple[Run, Verdict]:
    """Play these rounds; the logs of the workers stay in the folder. A known life must answer in so many
    seconds after the last fault of each."""
    async with lab(folder, seed) as made:
        run = Run(made)
        return run, await run.play(rounds, recovered_within)
