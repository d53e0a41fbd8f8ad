"""Writing down who agrees that their story is told."""

from datetime import UTC, datetime

from cli.doors import store
from cli.output import say
from domain.errors import Refused
from domain.words import Role
from storage import reading, stories


def record_story(pairing: str, role: Role, agrees: bool) -> None:
    """Raises NotFound, or Refused if the programme does not ask for stories."""
    with store() as session:
        cohort = reading.cohort(session, reading.pairing(session, pairing).cohort)
        if cohort.programme.stories is None:
            raise Refused(f"{cohort.programme.title} does not ask for stories: its file has no `stories`.")
        record = stories.agree if agrees else stories.withdraw
        record(session, pairing, role, datetime.now(UTC))
    what = "agrees that their story is told" if agrees else "does not agree that their story is told"
    say(f"{pairing}: the {role} {what}.")
