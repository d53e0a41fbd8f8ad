"""The numbers of a closing report, exact, and how each falls into parts.

What can be named beforehand is always there, with 0 where there is nothing: a line that appears would tell of
the first person. No number is crossed by more than two attributes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from domain.disclosure.breakdown import Breakdown
from domain.enums import ApplicationStage, Arrangement, Attendance, EndReason, Role, Stage, Wave
from services.evaluation.results import CohortResults
from services.reports.figures import Figures
from storage.views import PairingView

PAIRS, PARTNERS, SESSIONS, HOURS = "pairs", "partners", "sessions", "hours"
ENDINGS, ARRANGEMENTS, MINIMUM, KNOWN, STORIES, FATES, ANSWERS, ATTENDANCE, RULE = (
    *("endings", "arrangements", "minimum", "known", "stories", "fates", "answers", "attendance"),
    "rule: ",
)
ACCEPTED, MET, SESSIONS_EACH, EVALUATED, AGREED, IN_ORDER, GOALS = (
    *("accepted", "met", "sessions_each", "evaluated", "agreed", "in_order", "goals"),
)
YES, NO = "yes", "no"
BELOW, AT_MINIMUM, ABOVE = "below", "minimum", "above"
COMPLETED, UNDER_WAY = "completed", "under_way"

_FATES = {
    "on_their_way": (
        *(ApplicationStage.OFFERED, ApplicationStage.INVITED, ApplicationStage.INCOMPLETE),
        *(ApplicationStage.CHECKING, ApplicationStage.IN_ORDER),
    ),
    "on_the_reserve_list": (ApplicationStage.RESERVE,),
    "paired": (ApplicationStage.PAIRED, ApplicationStage.COMPLETED),
    "kept_for_the_next_cohort": (ApplicationStage.CARRIED,),
    "declined": (ApplicationStage.DECLINED,),
    "withdrawn": (ApplicationStage.WITHDRAWN,),
}
_IN_ORDER = (*_FATES["on_the_reserve_list"], *_FATES["paired"], ApplicationStage.IN_ORDER)
_MINUTES = 60


def applications_of(role: Role) -> str:
    return f"applications: {role}"


def evaluation_of(role: Role) -> str:
    return f"evaluation: {role}"


def wave_of(wave: Wave, role: Role) -> str:
    return f"wave: {wave}: {role}"


def attendance_of(gathering: str, role: Role) -> str:
    return f"gathering: {gathering}: {role}"


def breakdowns(
    figures: Figures, pairings: Sequence[PairingView], said: CohortResults, as_of: date
) -> dict[str, Breakdown]:
    """Every number of the report by its name, but for the answers themselves. What the calendar has not come
    to is not there."""
    return dict(
        (
            *_applications(figures),
            (PAIRS, _pairs(figures, pairings, said)),
            (PARTNERS, _partners(figures, said)),
            (SESSIONS, Breakdown(total=figures.held.sessions)),
            (HOURS, Breakdown(total=round(figures.held.minutes / _MINUTES))),
            *_gatherings(figures, as_of),
            *_evaluation(figures, as_of),
            *_waves(said),
        )
    )


def _applications(figures: Figures) -> Iterator[tuple[str, Breakdown]]:
    for role in Role:
        of_role = [fate for fate in figures.fates if fate.role is role]
        ways = {
            name: sum(fate.applications for fate in of_role if fate.stage in stages)
            for name, stages in _FATES.items()
        }
        total = sum(ways.values())
        in_order = sum(fate.applications for fate in of_role if fate.stage in _IN_ORDER)
        yield (
            applications_of(role),
            Breakdown(total=total, ways={FATES: ways, IN_ORDER: _yes_or_no(in_order, total)}),
        )


def _pairs(figures: Figures, pairings: Sequence[PairingView], said: CohortResults) -> Breakdown:
    total, checks = len(pairings), figures.checks
    ways = {
        ENDINGS: _endings(pairings),
        ACCEPTED: _yes_or_no(figures.accepted, total),
        MET: _yes_or_no(sum(pairing.sessions > 0 for pairing in pairings), total),
        MINIMUM: _yes_or_no(figures.met_minimum, total),
        SESSIONS_EACH: _sessions_each(pairings),
        EVALUATED: _yes_or_no(figures.evaluated, total),
        AGREED: _yes_or_no(min(said.agreed, total), total),
        KNOWN: _yes_or_no(total - checks.unknown, total),
        **_rules(figures, "pair", total),
    }
    arrangements = figures.cohort.programme.arrangements
    if len(arrangements) > 1:
        ways[ARRANGEMENTS] = _in(arrangements, pairings)
    return Breakdown(total=total, ways=ways)


def _sessions_each(pairings: Iterable[PairingView]) -> dict[str, int]:
    found = dict.fromkeys((BELOW, AT_MINIMUM, ABOVE), 0)
    for pairing in pairings:
        over = pairing.sessions - pairing.minimum
        found[BELOW if over < 0 else ABOVE if over else AT_MINIMUM] += 1
    return found


def _endings(pairings: Iterable[PairingView]) -> dict[str, int]:
    found = dict.fromkeys((COMPLETED, UNDER_WAY, *EndReason), 0)
    for pairing in pairings:
        over = COMPLETED if pairing.stage is Stage.COMPLETED else pairing.reason or EndReason.COORDINATOR
        found[UNDER_WAY if pairing.stage.is_open else over] += 1
    return {str(ending): number for ending, number in found.items()}


def _in(arrangements: Iterable[Arrangement], pairings: Iterable[PairingView]) -> dict[str, int]:
    chosen = [pairing.arrangement for pairing in pairings]
    return {arrangement.value: chosen.count(arrangement) for arrangement in arrangements}


def _partners(figures: Figures, said: CohortResults) -> Breakdown:
    """Who is in two pairs counts twice."""
    total = 2 * figures.checks.pairs
    ways: dict[str, Mapping[str, int]] = dict(_rules(figures, "participant", total))
    ways[GOALS] = _yes_or_no(min(said.with_goals, total), total)
    if figures.stories is not None:
        ways[STORIES] = _yes_or_no(figures.stories, total)
    return Breakdown(total=total, ways=ways)


def _rules(figures: Figures, of: str, total: int) -> dict[str, dict[str, int]]:
    return {
        f"{RULE}{what}": _yes_or_no(number, total)
        for number, thing, what in figures.checks.by_rule()
        if thing == of and number is not None
    }


def _gatherings(figures: Figures, as_of: date) -> Iterator[tuple[str, Breakdown]]:
    for gathering in figures.gatherings:
        if any(sitting.on <= as_of for sitting in gathering.plan.sittings):
            for role, counts in gathering.attendance.items():
                came = {attendance.value: counts[attendance.value] for attendance in Attendance}
                total = sum(came.values())
                yield (
                    attendance_of(gathering.plan.key, role),
                    Breakdown(total=total, ways={ATTENDANCE: came}),
                )


def _evaluation(figures: Figures, as_of: date) -> Iterator[tuple[str, Breakdown]]:
    plan = figures.cohort.programme.evaluation
    for role in Role if plan and plan.opens <= as_of else ():
        asked = figures.asked[role]
        answered = min(asked, figures.answers[role])
        yield evaluation_of(role), Breakdown(total=asked, ways={ANSWERS: _yes_or_no(answered, asked)})


def _waves(said: CohortResults) -> Iterator[tuple[str, Breakdown]]:
    """The questionnaires but for the last, which is the evaluation."""
    for rate in said.rates:
        for role, asked in rate.asked.items() if rate.wave is not Wave.END else ():
            answered = min(asked, rate.answered[role])
            yield (
                wave_of(rate.wave, role),
                Breakdown(total=asked, ways={ANSWERS: _yes_or_no(answered, asked)}),
            )


def _yes_or_no(number: int, total: int) -> dict[str, int]:
    return {YES: number, NO: total - number}
