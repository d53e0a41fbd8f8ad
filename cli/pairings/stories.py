"""Writing down who agrees that their story is told."""

from datetime import UTC, datetime

from cli.doors import store
from cli.output import say
from domain.enums import Role
from domain.errors import Refused
from storage import queries, stories


def record_story(pairing: str, role: Role, agrees: bool) -> None:
    """Raises NotFound, or Refused if the programme does not ask for stories."""
    with store() as session:
        cohort = queries.cohort(session, queries.pairing(session, pairing).cohort)
        if cohort.programme.stories is None:
            raise Refused(f"{cohort.programme.title} does not ask for stories: its file has no `stories`.")
        record = stories.agree if agrees else stories.withdraw
        record(session, pairing, role, datetime.now(UTC))
    what = "agrees that their story is told" if agrees else "does not agree that their story is told"
    say(f"{pairing}: the {role} {what}.")
