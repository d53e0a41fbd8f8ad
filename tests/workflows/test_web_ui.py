"""The real Web UI: what somebody reads there who looks at a pairing, in a real browser; and that the
searches of docs/operations/web-ui.md find what the page says, and nothing else of a cohort."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from domain.entity.entity import EntityKind, digest_id
from tests.docs.pages import blocks, sections, text_of
from tests.pictures.browser import chromium, looking
from tests.pictures.lives import STORIES, a_pair_in_every_stage
from tests.world import World
from workflows.digest import DigestWorkflow
from workflows.names import DELIVER, PAIRINGS_QUEUE

pytestmark = pytest.mark.slow

_TOLD = {
    "application": (
        "Waits for the mentee to accept.",
        "pairing accept {id} mentee",
        "it writes to the mentee (introduction chaser)",
    ),
    "induction": (
        "Waits for both partners to attend induction on Wed 30 Jun 2027 09:30.",
        "pairing attend {id} induction both from Wed 30 Jun 2027 09:30",
    ),
    "training": ("Waits for both partners to attend training on Tue 6 Jul 2027 14:00.",),
    "mentoring": (
        "Waits for session 2 on Tue 24 Aug 2027 13:00 to be logged (1 of 4 held).",
        "pairing log {id} from Tue 24 Aug 2027 13:00",
        "Last letter: session booked, to the mentor and the mentee",
    ),
    "midway_review": (
        "Waits for the mentee to say how to go on.",
        "pairing review {id} mentee continue",
    ),
    "evaluation": ("Waits for both partners to answer the evaluation.", "pairing answer {id} both"),
    "completed": ("Waits for the day of the follow-up letter.", "Sessions held: 4 of 4"),
    "ended": (
        "It is over, and waits for nothing more.",
        "Ended since Mon 2 Aug 2027 13:01 (mentee withdrew).",
    ),
    "paused": (
        "Waits for the pair to resume.",
        ", paused since Mon 2 Aug 2027",
        "pairing resume {id}",
    ),
    "gone_quiet": (
        "Waits for the pair to book its next session (1 of 4 held).",
        "Needs attention: no session for a long time",
    ),
}

_PAGE = "docs/operations/web-ui.md"
_SEARCHES = {
    title: found[0] for title, text in sections(text_of(_PAGE)).items() if (found := blocks(text, "sql"))
}
_ALL = "application induction training mentoring midway_review evaluation completed paused gone_quiet"
_FINDS = {
    "Needs attention": "gone_quiet",
    "Overdue": "induction",
    "Standing still": "",
    "Ended behind Tandem's back": "terminated",
    "One stage": "mentoring paused gone_quiet",
    "One cohort": f"{_ALL} cohort",
    "The mornings": "morning",
    "Letters on their way": "letter",
}
_WRITTEN_FOR = {"bristol-2027": "{cohort}", "2026-11-22T09:00:00Z": "2027-06-17T00:00:00Z"}
"""What a reader puts in its place. Of all these pairs, that which waits for its induction acts next."""


@pytest.fixture(scope="module")
async def lives(world: World) -> AsyncIterator[dict[str, str]]:
    """The ids of workflows and of a letter's delivery, by what is the matter with them."""
    pairings = await a_pair_in_every_stage(world)
    cohort = pairings["application"].rpartition("-")[0]
    found = {name: EntityKind.PAIRING.workflow_id(pairing) for name, pairing in pairings.items()}
    found |= {"cohort": EntityKind.COHORT.workflow_id(cohort), "morning": digest_id(cohort)}
    await world.client.execute_workflow(
        DigestWorkflow.run, cohort, id=found["morning"], task_queue=PAIRINGS_QUEUE
    )
    terminated = await world.begin()
    await world.pairings.handle(terminated).terminate()
    letter = await world.client.start_activity(
        DELIVER,
        "none",
        id=f"letter:{cohort}",
        task_queue="nobody",
        schedule_to_close_timeout=timedelta(hours=1),
    )
    yield {**found, "terminated": EntityKind.PAIRING.workflow_id(terminated), "letter": f"letter:{cohort}"}
    await letter.terminate()


def test_every_search_of_the_page_is_tried() -> None:
    assert _SEARCHES.keys() == _FINDS.keys()


@pytest.mark.parametrize("title", _SEARCHES)
async def test_a_search_finds_what_the_page_says(world: World, lives: dict[str, str], title: str) -> None:
    query = _SEARCHES[title].strip()
    for written, meant in _WRITTEN_FOR.items():
        query = query.replace(written, meant.format(cohort=lives["cohort"].removeprefix("cohort-")))
    wanted = {lives[name] for name in _FINDS[title].split()}

    await _finds(lambda: _found(world, query), wanted, set(lives.values()))


async def _finds(search: Callable[[], AsyncIterator[str]], wanted: set[str], known: set[str]) -> None:
    """The server's index follows within moments."""
    found: set[str] = set()
    for _ in range(300):
        found = {key async for key in search()} & known
        if found == wanted:
            return
        await asyncio.sleep(0.1)
    assert found == wanted


async def _found(world: World, query: str) -> AsyncIterator[str]:
    if query.startswith("ActivityType"):
        async for activity in world.client.list_activities(query):
            yield activity.activity_id
        return
    async for workflow in world.client.list_workflows(query):
        yield workflow.id


async def test_somebody_who_looks_at_a_pairing_of_any_stage_reads_what_it_waits_for(
    world: World, lives: dict[str, str]
) -> None:
    assert chromium(), "There is no Chromium on this machine; .ci/run installs it."
    async with looking(world.settings.ui_port) as look:
        for name in STORIES:
            pairing = lives[name].removeprefix("pairing-")
            told = [sentence.format(id=pairing) for sentence in _TOLD[name]]
            text = await look.at_details(world.pairings.handle(pairing), says=told[0])
            for sentence in told:
                assert sentence in text, name
