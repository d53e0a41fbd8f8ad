"""The judge: reads the store, the workflows and the mail server's log when all is quiet, and asks nobody
who took part."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from temporalio.client import Client, WorkflowExecutionStatus
from temporalio.service import RPCError

from domain.life import LifeKind
from domain.outcomes import Outcome, OutcomeKind
from domain.pairing import Pairing
from mail.claiming import ON_THEIR_WAY
from reconciliation.drift import find_drift
from reconciliation.together import together
from storage import reading
from storage.database import Database
from storage.lives import whole_life
from storage.tables import LetterRow
from storage.views import LetterState, PairingView
from tests.chaos.load import Answered
from tests.chaos.mail_server import BadMailServer, Taken

_AT_A_TIME = 10
_QUERY_SECONDS = 30
_OF_DIARY = "calendar:"
"""Keys of what a calendar was told; the letter that told it has a key of its own."""


@dataclass
class Verdict:
    pairings: int = 0
    transitions: int = 0
    letters: int = 0
    """Rows of the outbox that are sent."""
    answered: int = 0
    held: int = 0
    """Letters that a human must decide about, since nobody knows whether they arrived."""
    refused: int = 0
    """Letters that the mail server has refused for good."""
    in_doubt: int = 0
    """How often it was in doubt whether a letter had arrived."""
    copies: int = 0
    """Letters that the mail server took once more."""
    unheard: int = 0
    """News of the cohort that did not come to lives that stood apart after they had been reset."""
    faults: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """What is wrong: of each kind, whom it is about."""

    @property
    def is_good(self) -> bool:
        return not any(self.faults.values())


class Judge:
    def __init__(self, client: Client, database: Database, mail: BadMailServer, reset: set[str]) -> None:
        self._client = client
        self._database = database
        self._mail = mail
        self._reset = reset
        self._verdict = Verdict()

    async def judge(self, answered: Iterable[Answered], pairings: Iterable[str]) -> Verdict:
        """`pairings`: those whose lives should be over."""
        with self._database.begin() as session:
            views = reading.pairings(session)
            outcomes = {view.id: reading.outcomes(session, LifeKind.PAIRING.of(view.id)) for view in views}
            letters = list(session.scalars(select(LetterRow)))
        self._verdict.pairings = len(views)
        self._look_at_answers(answered, outcomes)
        self._look_at_letters(letters)
        keys = {letter.key for letter in letters}
        await together(_AT_A_TIME, lambda view: self._look_at_life(view, outcomes[view.id], keys), views)
        await together(_AT_A_TIME, self._look_at_end, pairings)
        for drift in await find_drift(self._client, self._database, thorough=True):
            self._blame("reconcile --thorough", f"{drift.id} {drift.kind}")
        return self._verdict

    def _look_at_answers(self, answered: Iterable[Answered], outcomes: dict[str, list[Outcome]]) -> None:
        """Whatever was answered with success is in the store, once."""
        found = Counter(key for pairing, its in outcomes.items() for key in _keys(pairing, its))
        told = set(answered)
        self._verdict.answered = len(told)
        self._verdict.transitions = sum(o.kind is OutcomeKind.STAGE for its in outcomes.values() for o in its)
        for each in told:
            if found[each] == 0:
                self._missing(each)
            if found[each] > 1:
                self._blame("answered once and recorded twice", _said(each))

    def _missing(self, each: Answered) -> None:
        """A signal to a life that stands apart is not answered; a command is."""
        if each.kind is OutcomeKind.RESCHEDULED and LifeKind.PAIRING.of(each.pairing) in self._reset:
            self._verdict.unheard += 1
        else:
            self._blame("answered and lost", _said(each))

    def _look_at_letters(self, rows: list[LetterRow]) -> None:
        taken = defaultdict[str, list[Taken]](list)
        for letter in self._mail.taken:
            taken[letter.message_id].append(letter)
        for row in rows:
            self._look_at_letter(row, taken.pop(row.message_id, []))
        for message_id in taken:
            self._blame("sent without a row", message_id)

    def _look_at_letter(self, row: LetterRow, taken: list[Taken]) -> None:
        verdict, who = self._verdict, f"{row.key} {row.state} {row.reply or ''}"
        copies = max(len(taken) - 1, 0)
        verdict.letters += row.state == LetterState.SENT
        verdict.held += row.state == LetterState.HELD
        verdict.refused += row.state == LetterState.FAILED
        verdict.in_doubt += row.unsure
        verdict.copies += copies
        if any(each.mime != row.mime for each in taken):
            self._blame("sent in other bytes", who)
        if copies > row.unsure:
            self._blame("more copies than doubts", f"{who}: {copies} copies, {row.unsure} doubts")
        if not self._is_at_its_end(row, bool(taken)):
            self._blame("letters lost", who)

    def _is_at_its_end(self, row: LetterRow, is_taken: bool) -> bool:
        match LetterState(row.state):
            case LetterState.SENT:
                return is_taken
            case LetterState.FAILED:
                return row.recipient in self._mail.refused_for_good
            case LetterState.HELD:
                return row.unsure > 0
            case LetterState.CANCELLED:
                return row.unwanted or not is_taken
            case state:
                return state not in ON_THEIR_WAY

    async def _look_at_life(self, view: PairingView, outcomes: list[Outcome], keys: set[str]) -> None:
        """The workflow, replayed from its history, tells what the store has."""
        life = LifeKind.PAIRING.of(view.id)
        told = await self._whole(life)
        if told is None:
            self._blame("stuck", f"{life} does not answer")
            return
        with self._database.begin() as session:
            kept = whole_life(session, LifeKind.PAIRING, view.id)
        if kept is None or _story(kept) != _story(told):
            self._blame("workflow and store apart", life)
        if [outcome.number for outcome in outcomes] != list(range(1, told.outcomes + 1)):
            self._blame("outcomes missing", f"{life}: {len(outcomes)} of {told.outcomes}")
        for key in told.done:
            if not key.startswith(_OF_DIARY) and f"{view.id}:{key}" not in keys:
                self._blame("letters lost", f"{view.id}:{key} was decided on, and has no row")

    async def _look_at_end(self, pairing: str) -> None:
        found = await self._client.get_workflow_handle(LifeKind.PAIRING.of(pairing)).describe()
        if found.status is not WorkflowExecutionStatus.COMPLETED:
            self._blame("stuck", f"{pairing} is {found.status and found.status.name}")

    async def _whole(self, life: str) -> Pairing | None:
        for _ in range(3):
            try:
                whole: Pairing = await asyncio.wait_for(
                    self._client.get_workflow_handle(life).query("whole", result_type=Pairing), _QUERY_SECONDS
                )
                return whole
            except (RPCError, TimeoutError):
                await asyncio.sleep(1)
        return None

    def _blame(self, what: str, who: str) -> None:
        self._verdict.faults[what].append(who)


def _keys(pairing: str, outcomes: Iterable[Outcome]) -> Iterator[Answered]:
    """As which answered commands these would count."""
    for outcome in outcomes:
        facts: dict[str, Any] = {
            name: getattr(outcome, name) for name in _COMPARED.get(outcome.kind, ()) if getattr(outcome, name)
        }
        yield Answered(pairing, outcome.kind, **facts)


_COMPARED = {
    OutcomeKind.ACCEPTED: ("role",),
    OutcomeKind.ANSWERED: ("role",),
    OutcomeKind.REVIEWED: ("role", "about"),
    OutcomeKind.ATTENDED: ("role", "about"),
    OutcomeKind.BOOKED: ("starts",),
    OutcomeKind.HELD: ("starts",),
    OutcomeKind.RESCHEDULED: ("about", "starts"),
}


def _story(life: Any) -> tuple[object, ...]:
    return (life.revision, life.stage, life.outcomes, life.done, life.mentor, life.mentee, life.sessions)


def _said(each: Answered) -> str:
    facts = (each.kind, each.role, each.about, each.starts)
    return " ".join((each.pairing, *(str(fact) for fact in facts if fact)))
