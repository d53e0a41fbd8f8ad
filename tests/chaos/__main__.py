"""`make chaos`: break everything a Tandem consists of while it is at work, and judge what is left.

python -m tests.chaos [--seed N] [--share] [--only FAULT] [--pairs N] [--seconds N]
"""

import argparse
import asyncio
import random
import sys
import tempfile
from pathlib import Path

from tests.chaos.faults import ALL
from tests.chaos.plan import SHARE, WHOLE, Round
from tests.chaos.run import play, prepare
from tests.chaos.telling import blames, line, too_little


def _rounds(wanted: argparse.Namespace) -> tuple[Round, ...]:
    if wanted.only:
        faults = tuple(fault for fault in ALL if fault.name in wanted.only)
        return (Round(faults, wanted.pairs, wanted.seconds),)
    return SHARE if wanted.share else WHOLE


def main() -> int:
    """The exit code: 0 if nothing was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--share", action="store_true", help="two minutes of it")
    parser.add_argument("--only", action="append", choices=[fault.name for fault in ALL])
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=30)
    wanted = parser.parse_args()
    prepare()
    print(f"Seed {wanted.seed}; again with: make chaos SEED={wanted.seed}", flush=True)  # noqa: T201
    folder = Path(tempfile.mkdtemp(prefix="tandem-chaos-"))
    run, verdict = asyncio.run(play(folder, wanted.seed, _rounds(wanted)))
    if not (wanted.only or wanted.share):
        verdict.faults["too little"] = list(too_little(run, verdict))
    for blame in blames(verdict):
        print(blame)  # noqa: T201
    print(line(run, verdict, wanted.seed))  # noqa: T201
    return 0 if verdict.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
