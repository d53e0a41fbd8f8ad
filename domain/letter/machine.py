"""The letter as one table: each step that is taken with one, from which states, and to which.

Whoever changes a letter's state asks a step of this table for the next. The diagram in
docs/letters-and-outbox.md is drawn from it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from domain.entity.machine import NotInTableError
from domain.letter.states import OVER, WAITING, LetterState

DRAFT, PENDING, DEFERRED = LetterState.DRAFT, LetterState.PENDING, LetterState.DEFERRED
CLAIMED, IN_DATA, HELD = LetterState.CLAIMED, LetterState.IN_DATA, LetterState.HELD
SENT, BOUNCED, FAILED = LetterState.SENT, LetterState.BOUNCED, LetterState.FAILED
CANCELLED, EXPIRED = LetterState.CANCELLED, LetterState.EXPIRED


@dataclass(frozen=True)
class Step:
    """From any of <sources> to <target>: <says>."""

    usual: tuple[LetterState, ...]
    target: LetterState
    says: str
    late: tuple[LetterState, ...] = ()
    """From these too, where somebody is late: a worker that was thought lost, or a report."""

    @property
    def sources(self) -> tuple[LetterState, ...]:
        return (*self.usual, *self.late)

    def after(self, state: str) -> LetterState:
        """The state after this step; raises NotInTableError if it cannot be taken from that one."""
        if state not in self.sources:
            raise NotInTableError(self.says, state, self.target)
        return self.target


BEGINS: Mapping[LetterState, str] = {PENDING: "", DRAFT: "the programme wants it reviewed"}
"""In which state a letter is written, and when."""

# By what happens meanwhile: it is asked before each try whether it may go, and on each record whether it is
# still wanted.
CANCEL = Step((DRAFT, *WAITING, CLAIMED, HELD), CANCELLED, "no longer wanted")
EXPIRE = Step((DRAFT, *WAITING, CLAIMED), EXPIRED, "out of date")
HOLD_ADDRESS = Step((*WAITING, CLAIMED), HELD, "letters to its address come back")

RESTORE = Step((CANCELLED,), PENDING, "wanted again: a slip had cancelled it")
RESTORE_DRAFT = Step((CANCELLED,), DRAFT, "wanted again, to be reviewed")

# By its delivery.
_GIVEN_UP = (DEFERRED, HELD)
CLAIM = Step((*WAITING, CLAIMED), CLAIMED, "a worker delivers it")
HAND_OVER = Step((CLAIMED,), IN_DATA, "the letter itself comes next")
SEND = Step((IN_DATA,), SENT, "accepted", late=(*WAITING, CLAIMED, HELD, FAILED, CANCELLED, EXPIRED))
DEFER = Step((CLAIMED, IN_DATA), DEFERRED, "not now", late=_GIVEN_UP)
REFUSE = Step((CLAIMED, IN_DATA), FAILED, "never, or not now for three days", late=_GIVEN_UP)
KEEP_BACK = Step((CLAIMED,), CANCELLED, "kept back in a trial")
DOUBT = Step((IN_DATA,), DEFERRED, "nobody knows", late=_GIVEN_UP)
HOLD_DOUBT = Step((IN_DATA,), HELD, "nobody knows, and a second copy would hurt", late=_GIVEN_UP)

# By the coordinator.
RELEASE = Step((DRAFT, HELD), PENDING, "released")
RELEASE_LATE = Step((DRAFT, HELD), EXPIRED, "released too late")
HOLD = Step((DRAFT, *WAITING, HELD), HELD, "held by the coordinator")
RESEND = Step((*WAITING, HELD, *OVER), PENDING, "sent again by the coordinator")
TRUST_ADDRESS = Step((HELD,), PENDING, "its address is right again")

# By what is found out later.
BOUNCE = Step(
    (SENT,), BOUNCED, "a report says that it came back", late=(*WAITING, CLAIMED, IN_DATA, HELD, *OVER[1:])
)
FOUND: Mapping[LetterState, Step] = {
    end: Step((*WAITING, CLAIMED, IN_DATA), end, "its delivery had ended so before the store was restored")
    for end in (SENT, FAILED, CANCELLED, EXPIRED)
}
"""By where a delivery may come to an end for good, unless a human asks for the letter again."""

LETTER: tuple[Step, ...] = (
    CANCEL,
    RESTORE,
    RESTORE_DRAFT,
    EXPIRE,
    HOLD_ADDRESS,
    CLAIM,
    HAND_OVER,
    SEND,
    DEFER,
    REFUSE,
    KEEP_BACK,
    DOUBT,
    HOLD_DOUBT,
    RELEASE,
    RELEASE_LATE,
    HOLD,
    RESEND,
    TRUST_ADDRESS,
    BOUNCE,
    *FOUND.values(),
)


def ways() -> Iterator[tuple[tuple[LetterState, ...], tuple[LetterState, ...], str]]:
    """Every usual way from states to others, with what it takes, in the order of the table."""
    for step in LETTER:
        usual = tuple(state for state in step.usual if state is not step.target)
        if step not in FOUND.values():
            yield usual, (step.target,), step.says
    found = FOUND[SENT]
    yield found.usual, tuple(FOUND), found.says
