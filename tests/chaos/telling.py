"""What a run of the lab is told in: what is wrong, and one line with all figures."""

from collections.abc import Iterator

from tests.chaos.crash_points import CrashPoint
from tests.chaos.plan import LEAST_BROKEN, LEAST_LIVED
from tests.chaos.run import Run
from tests.chaos.verdict import Verdict

_MOST = 10


def blames(verdict: Verdict) -> Iterator[str]:
    """What is wrong, some of each kind by name."""
    for what, who in verdict.faults.items():
        if not who:
            continue
        yield f"{what}: {len(who)}"
        for each in who[:_MOST]:
            yield f"    {each}"


def too_little(run: Run, verdict: Verdict) -> Iterator[str]:
    """What the whole has done less of than it must."""
    for what, least in LEAST_BROKEN.items():
        if run.lab.done[what] < least:
            yield f"{run.lab.done[what]} of {least} {what}"
    for what, least in LEAST_LIVED.items():
        if getattr(verdict, what) < least:
            yield f"{getattr(verdict, what)} of {least} {what}"
    for point in set(CrashPoint) - set(run.lab.workers.crashed):
        yield f"no worker ended {point}"


def line(run: Run, verdict: Verdict, seed: int) -> str:
    """All figures."""
    v, faults = verdict, verdict.faults
    lost = len(faults["answered and lost"]) + len(faults["answered once and recorded twice"])
    apart = len(faults["workflow and store apart"]) + len(faults["reconcile --thorough"])
    broken = ", ".join(f"{count} {name}" for name, count in sorted(run.lab.done.items()))
    points = run.lab.workers.crashed
    return (
        f"{'passed' if v.is_good else 'FAILED'} (seed {seed}, {run.seconds:.0f} s): {v.pairings} pairings, "
        f"{v.transitions} transitions, {v.letters} letters sent, {v.answered} commands answered; "
        f"answers lost {lost}; apart {apart}; letters lost {len(faults['letters lost'])}; "
        f"copies {v.copies} of {v.in_doubt} in doubt; refused {v.refused}, held {v.held}; "
        f"unheard {v.unheard}; stuck {len(faults['stuck'])}; "
        f"recovery at most {max(run.recoveries, default=0):.1f} s, {run.lost_tasks} tasks lost; "
        f"broken: {broken}; {points.total()} ends at {len(points)} crash points"
    )
