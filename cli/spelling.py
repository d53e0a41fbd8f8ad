"""How a suggestion is written on a command line. Nobody else spells commands."""

import re
import shlex

_SUGGESTED = re.compile("⟦(.*?)⟧")


def spelled(sentence: str) -> str:
    """The sentence with each suggestion in it as a command that a shell takes as it stands."""
    return _SUGGESTED.sub(_command, sentence)


def _command(found: re.Match[str]) -> str:
    try:
        return shlex.join(["tandem", *shlex.split(found[1])])
    except ValueError:  # somebody's own words that only look like a suggestion
        return found[0]
