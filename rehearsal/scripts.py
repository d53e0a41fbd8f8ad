"""Who plays, and what each of them does: all that differs between a demo and a rehearsal."""

from collections.abc import Sequence
from itertools import cycle, islice
from typing import NamedTuple, Protocol

from domain.application.form import ApplicationForm
from domain.programme.programme import Programme
from domain.programme.rules import Rules
from rehearsal.applicant_personas import MENTEES, MENTORS, ApplicantPersona
from rehearsal.applicants import applicants
from rehearsal.pair_personas import CAST, PairPersona, TimedEvent, timeline
from rehearsal.reliability import Reliability, simulate

_SEED = 2021


class Applying(NamedTuple):
    application: ApplicationForm
    interest: ApplicantPersona


class Script(Protocol):
    def applying(self, programme: Programme) -> list[Applying]:
        """Everybody who applies, and how each fares."""

    def happenings(self, rules: Rules, pairing: str, number: int) -> list[TimedEvent]:
        """What the pair of this number (from 0) does, in order."""


class FateScript:
    """The demo's: each applicant and each pair has a fate that is told beforehand."""

    def __init__(
        self, mentors: Sequence[ApplicantPersona] = MENTORS, mentees: Sequence[ApplicantPersona] = MENTEES
    ) -> None:
        self._mentors, self._mentees = mentors, mentees

    def applying(self, programme: Programme) -> list[Applying]:
        people = applicants(programme, len(self._mentors), len(self._mentees), _SEED)
        interests = (*self._mentors, *self._mentees)
        return [Applying(*both) for both in zip(people, interests, strict=True)]

    def happenings(self, rules: Rules, pairing: str, number: int) -> list[TimedEvent]:
        return timeline(rules, CAST[number % len(CAST)], pairing, number)

    @staticmethod
    def cast(pairings: Sequence[str]) -> dict[str, PairPersona]:
        """The fate of each of these."""
        return dict(zip(pairings, islice(cycle(CAST), len(pairings)), strict=True))


class ReliabilityScript:
    """A rehearsal's: each person is as reliable as people are said to be, by chance."""

    def __init__(
        self, pairs: int, reliability: Reliability, seed: int, people: Sequence[ApplicationForm] = ()
    ) -> None:
        """`people`: the applications of a real file; without one, as many are invented as `pairs` need."""
        self._pairs, self._reliability, self._seed, self._people = pairs, reliability, seed, people

    def applying(self, programme: Programme) -> list[Applying]:
        if self._people:
            return [Applying(person, ApplicantPersona.AS_WRITTEN) for person in self._people]
        mentors = mentees = interests(self._pairs)
        people = applicants(programme, len(mentors), len(mentees), self._seed)
        return [Applying(*both) for both in zip(people, (*mentors, *mentees), strict=True)]

    def happenings(self, rules: Rules, pairing: str, number: int) -> list[TimedEvent]:
        return simulate(rules, self._reliability, f"{self._seed}:{pairing}")


def interests(pairs: int) -> tuple[ApplicantPersona, ...]:
    """How those who apply in one role fare: one in ten forgets something, one in ten has a slow line
    manager; and besides those who are needed, for every ten one comes too late and one withdraws."""
    in_order = [_IN_TEN.get(number % 10, ApplicantPersona.PLAIN) for number in range(pairs)]
    others = [ApplicantPersona.LATE, ApplicantPersona.CHANGES_MIND] * (pairs // 10)
    return (*in_order, *others)


_IN_TEN = {4: ApplicantPersona.FORGETS, 7: ApplicantPersona.SLOW_MANAGER}
