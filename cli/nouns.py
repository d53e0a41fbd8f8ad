"""The nouns of `tandem`: which module carries out each, imported when it is used.

So `tandem --help` answers at once, and a command's module may import what it needs at its top.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from typing import Any, NamedTuple

from typer.core import TyperCommand, TyperGroup
from typer.main import get_group


class Noun(NamedTuple):
    module: str
    """Its `app` is a Typer: of one command that is called as the noun, or of several."""
    help: str


NOUNS = {
    "help": Noun("cli.help", "How a command is used: of all of them, of a noun, or of one command."),
    "find": Noun(
        "cli.find",
        "Find people, applications, pairings, cohorts and letters by what you know. Reads the store alone.",
    ),
    "status": Noun("cli.status", "All cohorts at a glance, or how one stands. Reads the store alone."),
    "today": Noun(
        "cli.today", "What waits for you today, each with the command to run. Reads the store alone."
    ),
    "reconcile": Noun(
        "cli.reconcile",
        "Compare the store with the workflows of the Temporal server, both ways, and mend what differs.",
    ),
    "replay": Noun(
        "cli.replay", "Replay the histories of all open workflows under this version, before it is deployed."
    ),
    "up": Noun("cli.up", "Run server, worker, pages and mail catcher together, in real time, until Ctrl-C."),
    "worker": Noun("cli.worker", "Run a worker alone, for production, until SIGTERM or Ctrl-C."),
    "pages": Noun("cli.pages", "Run the pages that letters' links open, until SIGTERM or Ctrl-C."),
    "health": Noun(
        "cli.health",
        "Say how old the worker's sign of life is; the exit code is 3 if it is too old, or if there is none.",
    ),
    "demo": Noun("cli.demo", "Play a whole programme: a dozen pairs, all their months, in a minute or so."),
    "rehearse": Noun(
        "cli.rehearse", "Live through a whole programme with invented people, and write a page about it."
    ),
    "programme": Noun("cli.programme", "The programmes there are, and whether a file is right."),
    "cohort": Noun("cli.cohort", "Open a cohort, see how it stands, and steer it."),
    "application": Noun("cli.application", "Who has applied, and what they told."),
    "match": Noun("cli.match", "From applications to approved pairs."),
    "pairing": Noun("cli.pairing", "See a pairing, and tell it what happened."),
    "story": Noun("cli.story", "What participants agree to tell, and what was taken back."),
    "concern": Noun("cli.concern", "Concerns that people raise, and that you do not read."),
    "person": Noun("cli.person", "Who takes part, and how they are reached."),
    "mail": Noun("cli.letter", "The letters, and what became of them."),
    "coordinator": Noun("cli.coordinator", "Who is known here as a coordinator, and what they may do."),
    "retention": Noun(
        "cli.retention", "How long what is kept about people is kept, and removing what is due to go."
    ),
    "audit": Noun("cli.audit", "Who did what, and who saw whom."),
    "codec": Noun("cli.codec", "Decrypt payloads for the Web UI in a browser on this machine, until Ctrl-C."),
    "db": Noun("cli.database", "The store."),
}


class LazyNouns(TyperGroup):
    """The group of all nouns."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**{**attributes, "commands": {}})
        self.commands = _Loading()  # type: ignore[assignment]  # nobody adds to it

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """From what is known here: nothing is imported for it."""
        listed = [TyperCommand(name=name, help=noun.help) for name, noun in NOUNS.items()]
        known = TyperGroup(name=self.name, help=self.help, params=self.params, commands=listed)
        known.format_help(ctx, formatter)


class _Loading(Mapping[str, Any]):
    """Every noun with its command, which is made when it is asked for."""

    def __getitem__(self, name: str) -> Any:
        return _load(name, NOUNS[name])

    def __iter__(self) -> Iterator[str]:
        return iter(NOUNS)

    def __len__(self) -> int:
        return len(NOUNS)


@cache
def _load(name: str, noun: Noun) -> Any:
    group = get_group(import_module(noun.module).app)
    if name in group.commands:
        return group.commands[name]
    group.name, group.help = name, noun.help
    return group
