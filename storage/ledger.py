"""Recording an entry: how an entity stands and what happened in it. Doing it twice does it once, and an entry
that tells another story than the one recorded is refused."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from domain.application.events import ApplicationSignal
from domain.entity.entity import Entity, EntityKind, Entry, Snapshot
from domain.entity.outcomes import OutcomeKind
from domain.enums import ApplicationStage
from domain.errors import Conflict, NotFound, Refused
from domain.pairing.due import PairingEntry, for_applications
from storage import applications, queries
from storage.entities import load_entity
from storage.handover import take_over
from storage.tables.entities import ApplicationRow, CohortRow, EntityColumns, EntryRow, OutcomeRow, PairingRow

_ROWS: Mapping[EntityKind, type[EntityColumns]] = {
    EntityKind.APPLICATION: ApplicationRow,
    EntityKind.PAIRING: PairingRow,
    EntityKind.COHORT: CohortRow,
}


def record(session: Session, entry: Entry) -> bool:
    """Write down this entry unless it is there already. Says whether it was new.

    Raises NotFound if the store does not know what it is about, Refused if entries before this one are
    missing: this is then not the store in which they have been recorded; Conflict if an entry of its number
    has been recorded with another content.
    """
    row = session.get(_ROWS[entry.kind], entry.id, with_for_update=True)
    if row is None:
        raise NotFound(f"The store does not know {entry.kind} {entry.id}.")
    if row.revision >= entry.revision:
        _check_same(session, entry)
        return False
    if row.revision + 1 < entry.revision:
        raise Refused(f"Entries {row.revision + 1} to {entry.revision - 1} of {entry.id} are missing here.")
    if isinstance(row, ApplicationRow) and row.stage == ApplicationStage.OFFERED and _has_applied(entry):
        take_over(session, row, entry.snapshot.since)
    _stand(row, entry.revision, entry.snapshot)
    row.state = entry.state
    if entry.rules is not None:
        row.rules = entry.rules.model_dump(mode="json")
    session.add(EntryRow(workflow_id=entry.workflow_id, revision=entry.revision, digest=_digest(entry)))
    session.add_all(
        OutcomeRow(workflow_id=entry.workflow_id, **outcome.model_dump()) for outcome in entry.outcomes
    )
    _note_corrections(session, entry)
    return True


def _has_applied(entry: Entry) -> bool:
    return any(outcome.kind is OutcomeKind.APPLIED for outcome in entry.outcomes)


def _note_corrections(session: Session, entry: Entry) -> None:
    """What was recorded by mistake stays in the record, and counts no more. Where that was a correction, what
    it had corrected counts again."""
    for outcome in entry.outcomes:
        if outcome.corrects:
            session.flush()
            slip = _outcome(session, entry, outcome.corrects)
            if slip:  # a restored store may lack it
                slip.corrected_by = outcome.number
            if slip and slip.corrects and (first := _outcome(session, entry, slip.corrects)):
                first.corrected_by = None


def _outcome(session: Session, entry: Entry, number: int) -> OutcomeRow | None:
    return session.get(OutcomeRow, (entry.workflow_id, number))


def _check_same(session: Session, entry: Entry) -> None:
    there = session.get(EntryRow, (entry.workflow_id, entry.revision))
    if there is None or there.digest != _digest(entry):
        raise Conflict(entry.kind, entry.id, entry.revision)


def _digest(entry: Entry) -> str:
    content = json.dumps(entry.model_dump(mode="json"), sort_keys=True)
    return sha256(content.encode()).hexdigest()


def catch_up(session: Session, kind: EntityKind, entity: Entity, snapshot: Snapshot, now: datetime) -> bool:
    """Take over how this entity stands from its workflow, which has gone further than what is recorded here.
    The entries between are missing from then on; an outcome says so. Says whether there was anything to
    take over.

    Raises NotFound if the store does not know the entity.
    """
    row = session.get(_ROWS[kind], entity.id, with_for_update=True)
    if row is None:
        raise NotFound(f"The store does not know {kind} {entity.id}.")
    if row.revision > entity.revision or (
        row.revision == entity.revision and load_entity(session, kind, entity.id)
    ):
        return False
    lost = row.revision < entity.revision
    _stand(row, entity.revision, snapshot)
    row.state, row.rules = entity.state, entity.rules.model_dump(mode="json")
    key = {"workflow_id": kind.workflow_id(entity.id), "number": entity.outcome_count}
    if lost and session.get(OutcomeRow, key) is None:
        session.add(OutcomeRow(**key, kind=OutcomeKind.CAUGHT_UP, at=now))
    return True


def _stand(row: EntityColumns, revision: int, snapshot: Snapshot) -> None:
    row.revision = revision
    for name, value in snapshot.model_dump(mode="json", exclude=_ELSEWHERE).items():
        setattr(row, name, value)
    row.since, row.until = snapshot.since, snapshot.until


_ELSEWHERE = {"since", "until", "sessions_close", "pairings"}
"""What of a snapshot is a moment, or is not kept."""


def news_for_applications(session: Session, entry: PairingEntry) -> Iterator[tuple[str, ApplicationSignal]]:
    """What the beginning and the end of a pairing say to the applications of its two partners, by their ids;
    a partner without an application has none."""
    told = for_applications(entry)
    if not told:
        return
    pairing = queries.pairing(session, entry.id)
    people = [(pairing.person(role).id, role) for role in told]
    found = applications.of_people(session, pairing.cohort, people)
    for event, application in zip(told.values(), found, strict=True):
        if application is not None:
            yield application, event
