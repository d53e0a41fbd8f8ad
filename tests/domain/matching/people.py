"""Candidates for tests: people of whom only what matters is said."""

from typing import Any

from domain.application.form import ApplicationForm
from domain.enums import Role
from domain.matching.candidates import Candidate
from domain.programme.matching_plan import MatchingPlan, Weights

LADDER = ("junior", "middle", "senior", "head")
NOTHING = Weights(goals=0, profession=0, site=0, availability=0, background=0)
NO_RULES = MatchingPlan(reporting_line=False, weights=NOTHING)


def mentor(name: str, /, earlier: frozenset[str] = frozenset(), **said: Any) -> Candidate:
    return _candidate(name, Role.MENTOR, earlier, said)


def mentee(name: str, /, earlier: frozenset[str] = frozenset(), **said: Any) -> Candidate:
    return _candidate(name, Role.MENTEE, earlier, said)


def _candidate(name: str, role: Role, earlier: frozenset[str], said: dict[str, Any]) -> Candidate:
    waited = said.pop("waited", False)
    said = {"email": f"{name}@example.org", "name": name, **said}
    return Candidate(id=name, application=ApplicationForm(role=role, **said), earlier=earlier, waited=waited)
