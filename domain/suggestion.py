"""What a person can do next, as a value: the command line spells it as a command, a page as a button."""

import shlex
from datetime import datetime

from domain.value import Moment, Value


class Suggestion(Value):
    verb: str
    """What is done, and to what kind of thing: `pairing accept`."""
    arguments: tuple[str, ...] = ()
    """Capital letters stand for what only the person knows: `EMAIL`."""
    opens: Moment | None = None
    """It is refused before then, or would be too early; None: it may be done now."""

    @property
    def words(self) -> str:
        """The verb and its arguments, each in quotes where it needs them."""
        return f"{self.verb} {shlex.join(self.arguments)}".rstrip()

    def __str__(self) -> str:
        """As it stands within a sentence, from where whoever shows the sentence takes it."""
        return f"⟦{self.words}⟧"


def suggest(verb: str, *arguments: str, opens: datetime | None = None) -> Suggestion:
    return Suggestion(verb=verb, arguments=arguments, opens=opens)
