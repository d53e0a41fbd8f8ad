"""A large programme, made up by chance that is the same every time, and what matching it takes."""

import json
import random
import resource
import sys
import time
from typing import Any

from domain.application.form import ArrangementWish, BackgroundWish
from domain.enums import Role
from domain.matching.candidates import Candidate
from domain.matching.drafting import make_draft
from domain.programme.matching_plan import GradeGap, MatchingPlan
from tests.domain.matching.people import mentee, mentor

LADDER = tuple(f"band {n}" for n in range(1, 10))
PLAN = MatchingPlan(apart=("department",), grade_gap=GradeGap(minimum=0, maximum=5))
WORDS = tuple(f"word {n}" for n in range(40))


def people(number: int, mentor_places: int, mentee_places: int) -> list[Candidate]:
    chance = random.Random(2027)
    return [
        *(mentor(f"m{n}", capacity=mentor_places, **_said(chance, Role.MENTOR)) for n in range(number)),
        *(mentee(f"n{n}", capacity=mentee_places, **_said(chance, Role.MENTEE)) for n in range(number)),
    ]


def _said(chance: random.Random, role: Role) -> dict[str, Any]:
    return {
        "arrangement": chance.choice(list(ArrangementWish)),
        "grade": chance.choice(LADDER[3:] if role is Role.MENTOR else LADDER[:6]),
        "department": f"department {chance.randrange(12)}",
        "site": f"site {chance.randrange(5)}",
        "profession": f"profession {chance.randrange(9)}",
        "manager_email": f"{chance.choice('mn')}{chance.randrange(200)}@example.org",
        "goals": tuple(chance.sample(WORDS, 4)),
        "offers": tuple(chance.sample(WORDS, 6)),
        "availability": tuple(chance.sample(WORDS[:5], 2)),
        "background": tuple(chance.sample(WORDS[:6], chance.randrange(3))),
        "background_wish": chance.choice(list(BackgroundWish)),
    }


def main(number: int, mentor_places: int, mentee_places: int) -> None:
    candidates = people(number, mentor_places, mentee_places)
    started = time.perf_counter()
    draft = make_draft(candidates, PLAN, LADDER)
    told = {
        "seconds": round(time.perf_counter() - started, 2),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "pairs": len(draft.pairs),
        "placed": draft.placed,
    }
    json.dump(told, sys.stdout)
