"""A whole cohort whose mail server opens each letter before its reader does: every link of every letter is
followed and every form there sent as it is, and the store is afterwards what it was before."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from domain.enums import Correspondent
from domain.letter.letter import LetterName as L
from domain.programme.rules import Rules
from domain.programme.timetable import calendar_of
from rehearsal.applicant_personas import MENTEES, MENTORS
from rehearsal.pair_personas import PairPersona, TimedEvent, timeline
from rehearsal.rehearse import simulator_of
from rehearsal.scripts import FateScript
from rehearsal.store import SimulatedStore
from storage.database import Database
from storage.tables.letters import LetterRow
from tests.conftest import emptied
from tests.factories import MAY_3, bristol
from tests.pages.scanner import links_in, open_and_send, questions_on
from tests.pages.visiting import SENDER, visiting_by
from tests.pages.whole import whole

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]
_A_MOMENT = timedelta(seconds=5)
_HALF_A_YEAR = timedelta(days=300)
_ASKING = {
    *(L.INTRODUCTION, L.GATHERING_INVITATION, L.MENTORING_BEGINS, L.SESSION_BOOKED),
    *(L.REVIEW_QUESTION, L.PAUSED, L.LEAVING_CONFIRMED, L.EVALUATION, L.THANKS),
}
"""Among the letters that come, one for each kind of thing that is asked."""


class _Scanner:
    """Looks into each letter as it comes."""

    def __init__(self, database: Database) -> None:
        self._database, self._now = database, MAY_3
        self._client = visiting_by(database, lambda: self._now)
        self._known = set[str]()
        self.letters = Counter[str]()
        self.followed = 0
        self.sent = Counter[int]()
        self._crawled = set[tuple[str, str]]()

    def scan(self) -> None:
        with self._database.begin() as session:
            ids = set(session.scalars(select(LetterRow.id))) - self._known
            new = [session.get_one(LetterRow, key) for key in sorted(ids)]
        self._known |= ids
        if new:
            before = whole(self._database)
            for row in new:
                self._look_into(row)
            assert whole(self._database) == before, [row.name for row in new]

    def _look_into(self, row: LetterRow) -> None:
        if row.role == Correspondent.COORDINATOR:
            return
        self.letters[row.name] += 1
        self._now, links = row.written_at + _A_MOMENT, links_in(row.mime)
        assert links, row.name
        for path in [*links, *self._further(row, links[0])]:
            self.followed += 1
            self.sent.update(status for _, status in open_and_send(self._client, path))

    def _further(self, row: LetterRow, link: str) -> list[str]:
        """Whatever the reader's page leads to, once for each kind of letter and reader."""
        if (row.name, row.role) in self._crawled:
            return []
        self._crawled.add((row.name, row.role))
        return questions_on(self._client, "/".join(link.split("/")[:3]))


_FATES = (PairPersona.STEADY, PairPersona.PAUSES, PairPersona.WITHDRAWS)


class _Few(FateScript):
    """One pair that meets as planned, one that pauses and one that parts."""

    def __init__(self) -> None:
        super().__init__(MENTORS[: len(_FATES)], MENTEES[: len(_FATES)])

    def happenings(self, rules: Rules, pairing: str, number: int) -> list[TimedEvent]:
        return timeline(rules, _FATES[number % len(_FATES)], seed=pairing)


@pytest.fixture
def store(sqlite_store: Database) -> Iterator[Database]:
    yield from emptied(sqlite_store)


def test_nothing_comes_of_it_whatever_is_opened_and_sent_from_the_first_letter_to_the_last(
    store: Database,
) -> None:
    scanner, programme = _Scanner(store), bristol()
    with Session(store.engine, expire_on_commit=False) as session:

        def recorded() -> None:
            session.commit()
            scanner.scan()

        simulator = simulator_of(session, programme, _Few(), recorded)
        simulator.outside = _with_links(session, recorded)
        simulator.timeline.run(until=calendar_of(programme).ends + _HALF_A_YEAR)

    assert set(scanner.sent) == {422}
    assert scanner.letters.keys() >= _ASKING
    assert scanner.followed > sum(scanner.letters.values())


def _with_links(session: Session, recorded: Callable[[], None]) -> SimulatedStore:
    made = SimulatedStore(session, recorded)
    made._sender = SENDER
    return made
