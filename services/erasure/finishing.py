"""Carrying an erasure to its end, step by step. Each step may be done twice, by a command and by a worker."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session
from temporalio.client import Client

from domain.entity.entity import EntityKind
from domain.errors import Refused
from services.concurrency import in_store
from services.erasure.histories import delete_histories, end_workflow
from services.erasure.personal_files import NO_LIST, PersonalFiles, files_naming
from services.erasure.waiting import read_letters, what_waits
from storage.database import Database
from storage.erasing import erasures
from storage.erasing.erase import Remembering, erase_person
from storage.erasing.going_on import GoingOn, going_on
from storage.erasing.identifiers import Identifiers
from storage.erasing.letter_reader import LetterReader
from storage.erasing.places import ErasedPlace
from storage.tables.people import ErasureRow


class ErasureProgress(NamedTuple):
    waits: GoingOn | None
    """What has to come to its end before; None: their name is nowhere any more."""
    erased: list[ErasedPlace]
    """What went just now."""
    is_done: bool
    """Whether the histories of their workflows have gone, too; a worker sees to it."""


class Erasing:
    """`clock`: the present moment, in UTC."""

    def __init__(
        self, client: Client, database: Database, outside: PersonalFiles, clock: Callable[[], datetime]
    ) -> None:
        self._client = client
        self._database = database
        self._outside = outside
        self._clock = clock

    async def carry_on(self, person: str) -> ErasureProgress:
        """Go as far as possible now. Raises Unreachable."""
        row = await in_store(self._database, lambda session: session.get_one(ErasureRow, person))
        erased = list[ErasedPlace]()
        if row.erased_at is None:
            waits = await in_store(self._database, lambda session: going_on(session, person))
            if waits.is_over:
                reader = await asyncio.to_thread(read_letters, self._database, person)
                waits = await in_store(self._database, lambda session: what_waits(session, person, reader))
            if not waits.is_over:
                return ErasureProgress(waits, [], is_done=False)
            erased = await self._erase(person, reader)
        return ErasureProgress(None, erased, await self._delete_histories(person))

    async def _erase(self, person: str, reader: LetterReader) -> list[ErasedPlace]:
        """Files go first: by the names in the store they are found again if this is cut off. A workflow that
        could still record something is ended before its rows go."""
        files = await asyncio.to_thread(self._take_files_away, reader.known)
        for application in await in_store(self._database, lambda s: erasures.applications_of(s, person)):
            await end_workflow(self._client, EntityKind.APPLICATION.workflow_id(application))
        erased = await in_store(
            self._database, lambda session: self._erase_from_store(session, person, reader)
        )
        return [*erased, *([ErasedPlace("files", "letters in the catcher's folder", files)] if files else [])]

    def _take_files_away(self, known: Identifiers) -> int:
        found = list(files_naming(self._outside.letters, known))
        for file in found:
            file.unlink(missing_ok=True)
        return len(found)

    def _erase_from_store(self, session: Session, person: str, reader: LetterReader) -> list[ErasedPlace]:
        row = session.get_one(ErasureRow, person, with_for_update=True)
        if row.erased_at is not None or not what_waits(session, person, reader).is_over:
            return []  # somebody else was first, or something new has come
        row.workflows = erasures.workflows_of(session, person)
        row.erased_at = self._clock()
        if self._outside.ledger is None:
            raise Refused(f"Nothing was erased. {NO_LIST}")
        remembering = Remembering(self._outside.ledger.pair_digest, self._clock())
        return erase_person(session, person, reader, remembering)

    async def _delete_histories(self, person: str) -> bool:
        """A pairing that was completed may go on for the partner: its history goes when it is over."""
        row = await in_store(self._database, lambda session: session.get_one(ErasureRow, person))
        if row.erased_at is None or row.done_at is not None:
            return row.done_at is not None
        if row.compacted_at is None:
            await asyncio.to_thread(self._database.compact)
            await in_store(self._database, lambda session: self._note(session, person, "compacted_at"))
        if not await delete_histories(self._client, row.workflows):
            return False
        await in_store(self._database, lambda session: self._note(session, person, "done_at"))
        return True

    def _note(self, session: Session, person: str, step: str) -> None:
        setattr(session.get_one(ErasureRow, person), step, self._clock())
