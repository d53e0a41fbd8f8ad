"""Random lives, made by the machines that keep the rules true, to be played on a real server."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, ClassVar, NamedTuple

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, run_state_machine_as_test

from domain.enums import ApplicationStage
from tests.applying import programme
from tests.domain.application.test_machine import BEGINNINGS, VARIED, ApplicationsLife, forms
from tests.domain.cohort.keeping import OPENS
from tests.domain.cohort.test_machine import CohortsLife
from tests.domain.pairing.test_machine import PairingsLife
from tests.domain.varied import VARIED as VARIED_PAIRINGS
from tests.replay import application_stories, cohort_stories
from tests.replay.playing import Handle, Story, Told, play
from tests.world import World, start_of, start_pairing, written_down

_THE_SAME_EACH_TIME = settings(
    max_examples=100,
    stateful_step_count=30,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_MOST = 14
"""So many things are told to one life: enough to go ways of its own, and short to replay."""

_PROGRAMMES = {"bucks": "bucks", "late": "bucks", "south": "south-west-2022", "silence": "south-west-2022"}
"""The programme of each of the machine's variations, by its first word; Bristol's if it is not here."""
_BEGUN_AS = {
    "applied": ApplicationStage.INCOMPLETE,
    "invited": ApplicationStage.INVITED,
    "offered": ApplicationStage.OFFERED,
}


class RandomLife(NamedTuple):
    beginning: Any
    told: list[Told]

    @property
    def kinds(self) -> int:
        """How many different things it was told."""
        return len({type(each.event) for each in self.told})

    def begun_to(self, most: int) -> "RandomLife":
        """Only so much of it."""
        return RandomLife(self.beginning, self.told[:most])


class _Noting(RuleBasedStateMachine):
    """Notes what a machine's life begins with, and whatever is told it that makes a difference."""

    found: ClassVar[list[RandomLife]]
    entity: Any

    def __init__(self) -> None:
        super().__init__()
        self.beginning: Any = None
        self.told: list[Told] = []

    def update(self, event: Any) -> None:
        now: datetime = self.entity.now
        before = len(self.entity.outcomes)
        super().update(event)  # type: ignore[misc]
        if len(self.entity.outcomes) > before:
            self.told.append(Told(now, event))

    def teardown(self) -> None:
        self.found.append(RandomLife(self.beginning, self.told))


_RULES = sorted(set(VARIED_PAIRINGS) - {"closing feedback"})
"""Its gathering is in no programme, so that no letter could tell of it."""


class _Pairing(_Noting, PairingsLife):
    found: ClassVar[list[RandomLife]] = []

    @initialize(rules=st.sampled_from(_RULES), days=st.integers(0, 30), gates=st.integers(0, 3))
    def propose(self, rules: str, days: int, gates: int) -> None:
        self.beginning = VARIED_PAIRINGS[rules]()
        super().propose(rules, days, gates)


class _Application(_Noting, ApplicationsLife):
    found: ClassVar[list[RandomLife]] = []

    @initialize(
        rules=st.sampled_from(sorted(VARIED)),
        how=st.sampled_from(sorted(BEGINNINGS)),
        weeks=st.integers(1, 6),
        missing=forms,
    )
    def begin(self, rules: str, how: str, weeks: int, missing: tuple[str, ...]) -> None:
        super().begin(rules, how, weeks, missing)
        self.beginning = (
            rules,
            {
                "rules": VARIED[rules][0],
                "role": self.entity.entity.role,
                "stage": _BEGUN_AS[how],
                "received": self.entity.now if how == "applied" else None,
                "missing": missing,
                "invited": how != "applied",
            },
        )


class _Cohort(_Noting, CohortsLife):
    found: ClassVar[list[RandomLife]] = []

    @initialize(key=st.sampled_from(("bristol-2021", "exco-2020")), opens=st.booleans())
    def begin(self, key: str, opens: bool) -> None:
        super().begin(key, opens)
        self.beginning = key, opens


def _lives_of(machine: type[_Noting], wanted: int) -> list[RandomLife]:
    """The lives of this machine to which the most different things happened."""
    machine.found.clear()
    run_state_machine_as_test(machine, settings=_THE_SAME_EACH_TIME)
    lives = [entity.begun_to(_MOST) for entity in machine.found]
    return sorted(lives, key=lambda entity: -entity.kinds)[:wanted]


async def _play_pairing(entity: RandomLife, world: World, key: str) -> Handle:
    (pairing,) = written_down(world.database, key=key)
    await start_pairing(world.client, start_of(pairing).replace(rules=entity.beginning))
    return await play(world, world.pairings, pairing, entity.told)


async def _play_application(entity: RandomLife, world: World, key: str) -> Handle:
    rules, start = entity.beginning
    to = programme(_PROGRAMMES.get(rules.split()[0], "bristol-2021"))
    begins = application_stories.written(world, key, to, **start)
    application = await application_stories.begun(world, begins)
    return await play(world, world.applications, application, entity.told)


async def _play_cohort(entity: RandomLife, world: World, key: str) -> Handle:
    """With nobody in it: the machine says what comes of its drafts and its pairings, and here they are
    made."""
    programme_key, opens = entity.beginning
    calendar = {"opens": OPENS if opens else None}
    await world.cohorts.begin(cohort_stories.written(world, key, programme(programme_key), **calendar))
    return await play(world, world.cohorts, key, entity.told)


class Wanted(NamedTuple):
    machine: type[_Noting]
    play: Callable[[RandomLife, World, str], Awaitable[Handle]]
    lives: int


WANTED = {
    "pairing": Wanted(_Pairing, _play_pairing, 24),
    "application": Wanted(_Application, _play_application, 10),
    "cohort": Wanted(_Cohort, _play_cohort, 6),
}


def random_stories() -> Iterator[tuple[str, Story]]:
    """Their names, and how each is played."""
    for kind, wanted in WANTED.items():
        for number, entity in enumerate(_lives_of(wanted.machine, wanted.lives), 1):
            yield f"{kind}-random-{number:02}", partial(wanted.play, entity)
