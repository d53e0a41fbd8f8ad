"""Everything Tandem refuses, as a family. Each message is a sentence for the person who asked.

TandemError
├── Conflict       the store has recorded other content than a workflow now has
├── Refused        the rules do not allow this now
├── NotFound       there is no such programme, cohort, pairing or letter
├── BadInput       a file or a value that cannot be used, with every problem found in it
└── Unreachable    the Temporal server, the database or the mail server does not answer
"""

from domain.suggestion import suggest


class TandemError(Exception):
    """A sentence for the person who asked."""


class Refused(TandemError):
    """The rules of the programme do not allow this now. Nothing was changed."""


class Conflict(TandemError):
    """An entry has been recorded with other content than a workflow now has, as after a reset or the
    restore of a backup. The store is right: letters have gone by it. Nothing was changed."""

    def __init__(self, kind: str, key: str, revision: int) -> None:
        super().__init__(
            f"Entry {revision} of {kind} {key} has been recorded with another content: its workflow tells "
            "another story than the store, as after a reset or the restore of a backup. Nothing more is "
            f"recorded until an operator has brought the two together: {suggest('reconcile', '--fix')}"
        )


class NotFound(TandemError):
    """There is no such thing here."""


class BadInput(TandemError):
    """A file or a value that cannot be used; `problems` has one sentence each, none was applied."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Unreachable(TandemError):
    """A server that is needed does not answer; the sentence says which and where."""
