"""A cohort that is over since a given moment, with people in every corner of it."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import update

from domain.enums import ApplicationStage, CohortStage, Role, Stage
from services.erasure.ledger import ErasureLedger
from services.erasure.personal_files import PersonalFiles
from storage.database import Database
from storage.tables.entities import ApplicationRow, CohortRow, PairingRow
from storage.tables.letters import LetterRow, LinkRow
from tests.services.erasure.canaries import (
    EMAIL,
    applied,
    canary,
    in_all_corners,
    open_in,
    paired,
    somebody,
    written,
)


def lived(database: Database, ended: datetime, cohort: str = "first") -> str:
    """The id of a pairing of the canary with tom. Zoe (`-a03`) had no partner. Letters: 1 to the canary, 2 to
    tom and 3 to the canary's manager were sent when it ended."""
    open_in(database, cohort)
    mentor = applied(database, cohort, canary(Role.MENTOR))
    mentee = applied(database, cohort, somebody("tom", Role.MENTEE))
    applied(database, cohort, canary(Role.MENTOR, "Zoe", "zoe@uni.example"))
    pairing = paired(database, cohort)
    in_all_corners(database, cohort, mentor, mentee, pairing, EMAIL)
    with database.begin() as session:
        row = session.get_one(PairingRow, pairing)
        people = ((EMAIL, row.mentor, "pairing"), ("tom@uni.example", row.mentee, "pairing"))
        for number, (to, person, about) in enumerate(people, 1):
            written(session, number, f"{about}-{pairing}", to, f"About {EMAIL}", cohort=cohort, person=person)
        session.add(_link(f"pairing-{pairing}", row.mentor, ended))
        written(session, 3, f"application-{mentor}", "boss@uni.example", "Your support", cohort=cohort)
        session.execute(update(LetterRow).values(sent_at=ended, written_at=ended))
    end(database, cohort, ended)
    return pairing


def _link(workflow_id: str, person: str, now: datetime) -> LinkRow:
    told = {"role": "mentor", "purpose": "accept", "address": "f" * 64, "made_at": now}
    return LinkRow(digest="0" * 64, person=person, workflow_id=workflow_id, **told)


def end(database: Database, cohort: str, ended: datetime) -> None:
    """Everything of it is over."""
    over = {"since": ended, "waits_for": None, "until": None}
    with database.begin() as session:
        session.execute(
            update(CohortRow).where(CohortRow.key == cohort).values(stage=CohortStage.ENDED, **over)
        )
        session.execute(
            update(PairingRow).where(PairingRow.cohort == cohort).values(stage=Stage.COMPLETED, **over)
        )
        in_it = update(ApplicationRow).where(ApplicationRow.cohort == cohort)
        session.execute(in_it.values(stage=ApplicationStage.COMPLETED, **over))


def outside(folder: Path) -> PersonalFiles:
    return PersonalFiles(
        ErasureLedger(folder / "erasures.jsonl", folder / "erasures.key"), folder / "letters"
    )
