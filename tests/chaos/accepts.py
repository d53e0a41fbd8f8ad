"""Both partners of many pairs accept within two seconds, while the workers are stopped again and again:

    python -m tests.chaos.accepts [PAIRS] [--by-commands]

By the client, or by six `tandem pairing accept` at a time. Every command that was answered must be in
`tandem pairing show`, and `tandem reconcile --thorough` has nothing to say.
"""

import argparse
import asyncio
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from temporalio.service import RPCError

from domain.entity.outcomes import OutcomeKind
from domain.enums import BOTH, Role
from domain.errors import TandemError
from domain.pairing.events import Accept
from tests.chaos.answers import Answered
from tests.chaos.faults import STOPS, Pairs, keep_breaking
from tests.chaos.judge import Judge
from tests.chaos.lab import Lab, lab
from tests.chaos.opening import open_cohort
from tests.chaos.run import prepare
from tests.chaos.telling import blames
from tests.chaos.verdict import Verdict
from tests.living import bristol_rules

_COMMANDS_AT_A_TIME = 6
_CALLS_AT_A_TIME = 60
_CLOCKS_AT_A_TIME = 20
_WITHIN = 2.0
_TRIES = 5
"""So often is a command given that is not answered with success."""


@dataclass
class Accepts:
    lab: Lab
    pairings: Sequence[str]
    by_commands: bool
    answered: list[Answered] = field(default_factory=list)
    commands: int = 0

    async def run(self) -> None:
        gate = asyncio.Semaphore(_COMMANDS_AT_A_TIME if self.by_commands else _CALLS_AT_A_TIME)

        async def one(pairing: str, role: Role) -> None:
            async with gate:
                await asyncio.sleep(0 if self.by_commands else self.lab.random.uniform(0, _WITHIN))
                for _ in range(_TRIES):
                    self.commands += 1
                    if await self._accepts(pairing, role):
                        self.answered.append(Answered(pairing, OutcomeKind.ACCEPTED, role))
                        return

        await asyncio.gather(*(one(pairing, role) for pairing in self.pairings for role in BOTH))

    async def _accepts(self, pairing: str, role: Role) -> bool:
        """Whether that was answered with success."""
        if self.by_commands:
            return (await self.lab.tandem("pairing", "accept", pairing, role))[0] == 0
        try:
            await self.lab.pairings.update(pairing, Accept(role=role))
        except (TandemError, RPCError):
            return False
        return True

    async def introduced(self) -> None:
        """All clocks are put forward to the day on which the pairs are introduced."""
        gate = asyncio.Semaphore(_CLOCKS_AT_A_TIME)

        async def one(pairing: str) -> None:
            async with gate:
                await self.lab.player.until(self.lab.pairings, pairing, bristol_rules().introductions)

        await asyncio.gather(*(one(pairing) for pairing in self.pairings))

    async def not_shown(self) -> list[Answered]:
        """Which answered commands `tandem pairing show` does not tell of."""
        shown = set[Answered]()
        for pairing in {each.pairing for each in self.answered}:
            _, said = await self.lab.tandem("pairing", "show", pairing, "--json")
            for outcome in json.loads(said)["outcomes"]:
                if outcome["kind"] == OutcomeKind.ACCEPTED:
                    shown.add(Answered(pairing, OutcomeKind.ACCEPTED, Role(outcome["role"])))
        return [each for each in self.answered if each not in shown]


async def accept(folder: Path, seed: int, pairs: int, by_commands: bool) -> tuple[Accepts, Verdict]:
    async with lab(folder, seed) as made:
        pairings = await open_cohort(made, "accepts", pairs)
        accepts, over = Accepts(made, pairings, by_commands), asyncio.Event()
        await accepts.introduced()
        breaking = asyncio.create_task(keep_breaking(made, STOPS, Pairs(pairings, []), over))
        await accepts.run()
        over.set()
        await breaking
        await made.letters_arrive()
        verdict = await Judge(made.client, made.database, made.mail, set()).judge(accepts.answered, [])
        if by_commands and (missing := await accepts.not_shown()):
            verdict.faults["not shown"] = [str(each) for each in missing]
        code, said = await made.tandem("reconcile", "--thorough")
        if code:
            verdict.faults["tandem reconcile"].append(said)
        return accepts, verdict


def _line(accepts: Accepts, verdict: Verdict, seed: int) -> str:
    faults = verdict.faults
    return (
        f"{'passed' if verdict.is_good else 'FAILED'} (seed {seed}): {len(accepts.pairings)} pairs, "
        f"{verdict.answered} of {2 * len(accepts.pairings)} acceptances answered to {accepts.commands} "
        f"commands, {accepts.lab.done['stops']} stops, {verdict.letters} letters; "
        f"answers lost {len(faults['answered and lost'])}; not shown {len(faults['not shown'])}; "
        f"apart {len(faults['workflow and store apart'])}; letters lost {len(faults['letters lost'])}; "
        f"copies {verdict.copies}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos.accepts")
    parser.add_argument("pairs", type=int, nargs="?", default=60)
    parser.add_argument("--by-commands", action="store_true")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    wanted = parser.parse_args()
    prepare()
    folder = Path(tempfile.mkdtemp(prefix="tandem-chaos-"))
    accepts, verdict = asyncio.run(accept(folder, wanted.seed, wanted.pairs, wanted.by_commands))
    for blame in blames(verdict):
        print(blame)  # noqa: T201
    print(_line(accepts, verdict, wanted.seed))  # noqa: T201
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
