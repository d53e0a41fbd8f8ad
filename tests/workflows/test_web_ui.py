"""The real Web UI, in a real browser: what somebody reads there who looks at a pairing."""

import pytest

from tests.pictures.browser import chromium, looking
from tests.pictures.lives import a_pair_in_every_stage
from tests.world import World

pytestmark = pytest.mark.skipif(chromium() is None, reason="there is no Chromium on this machine")

_TOLD = {
    "application": (
        "Waits for the mentee to accept.",
        "tandem pairing accept {id} mentee",
        "it writes to the mentee (introduction chaser)",
    ),
    "induction": (
        "Waits for both partners to attend induction on Wed 30 Jun 2027 09:30.",
        "tandem pairing attend {id} induction both from Wed 30 Jun 2027 09:30",
    ),
    "training": ("Waits for both partners to attend training on Tue 6 Jul 2027 14:00.",),
    "mentoring": (
        "Waits for session 2 on Tue 24 Aug 2027 13:00 to be logged (1 of 4 held).",
        "tandem pairing log {id} from Tue 24 Aug 2027 13:00",
        "Last letter: session booked, to the mentor and the mentee",
    ),
    "midway_review": (
        "Waits for the mentee to say how to go on.",
        "tandem pairing review {id} mentee continue",
    ),
    "evaluation": ("Waits for both partners to answer the evaluation.", "tandem pairing answer {id} both"),
    "completed": ("Waits for the day of the follow-up letter.", "Sessions held: 4 of 4"),
    "ended": (
        "It is over, and waits for nothing more.",
        "Ended since Mon 2 Aug 2027 13:01 (mentee withdrew).",
    ),
    "paused": (
        "Waits for the pair to resume.",
        ", paused since Mon 2 Aug 2027",
        "tandem pairing resume {id}",
    ),
    "gone_quiet": (
        "Waits for the pair to book its next session (1 of 4 held).",
        "Needs attention: no session for a long time",
    ),
}


async def test_somebody_who_looks_at_a_pairing_of_any_stage_reads_what_it_waits_for(world: World) -> None:
    pairings = await a_pair_in_every_stage(world)

    async with looking(world.settings.ui_port) as look:
        for name, pairing in pairings.items():
            told = [sentence.format(id=pairing) for sentence in _TOLD[name]]
            text = await look.at_details(world.pairings.handle(pairing), says=told[0])
            for sentence in told:
                assert sentence in text, name
