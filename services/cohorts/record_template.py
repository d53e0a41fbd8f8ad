"""An empty list for what happened in a cohort: a row for each of its pairs, and a worked row of each kind."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from domain.enums import GatheringKind
from domain.pairing.facts import OF_A_GATHERING, FactKind
from domain.programme.programme import Programme
from importing.facts import COLUMNS
from services.context import Context
from storage import queries
from storage.views import PairingView

Cells = dict[str, str]


class RecordTemplate(NamedTuple):
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    pairings: Sequence[PairingView]
    """Who is in it."""


def record_template(context: Context, cohort: str) -> RecordTemplate:
    """With every open pairing. Raises NotFound."""
    with context.store() as session:
        view = queries.cohort(session, cohort)
        pairs = [pair for pair in queries.pairings(session, view.key) if pair.stage.is_open]
    rows = [*map(_listed, pairs), *_notes(view.programme, pairs)]
    return RecordTemplate(COLUMNS, [[row.get(column, "") for column in COLUMNS] for row in rows], pairs)


def _listed(pair: PairingView) -> Cells:
    return {"pairing": pair.id, "mentor": pair.mentor.name, "mentee": pair.mentee.name}


def _notes(programme: Programme, pairs: Sequence[PairingView]) -> Iterator[Cells]:
    """They say nothing when the file is read: all stands in the notes."""
    yield {
        "notes": "A row for each thing that happened: copy a pair's row for the next. Rows without 'what' "
        "and 'when' are passed over. 'who': mentor, mentee, both, a name or an address; empty is both. "
        "Examples:"
    }
    example = pairs[0].id if pairs else "PAIRING"
    for kind in FactKind:
        cells = {"pairing": example, **_worked(kind, programme)}
        if kind not in OF_A_GATHERING or cells.get("gathering"):
            yield {"notes": "; ".join(f"{column} {cells[column]}" for column in COLUMNS if column in cells)}


def _worked(kind: FactKind, programme: Programme) -> Cells:
    introduced, opens = programme.introductions.on, programme.sessions.opens
    told = {"what": kind.value, "when": f"{opens}"}
    match kind:
        case FactKind.ACCEPTED:
            return {**told, "who": "both", "when": f"{introduced}"}
        case FactKind.EXCUSED | FactKind.MISSED | FactKind.ATTENDED:
            return {**told, "who": "mentee", **_gathering(programme)}
        case FactKind.MET:
            return {**told, "when": f"{opens} 10:00", "minutes": f"{programme.sessions.minutes}"}
        case FactKind.REVIEWED:
            return {**told, "who": "mentor", "when": f"{_review(programme) or opens}", "choice": "continue"}
        case FactKind.ANSWERED:
            evaluation = programme.evaluation
            return {**told, "who": "mentor", "when": f"{evaluation.opens if evaluation else opens}"}
        case FactKind.WITHDREW:
            return {**told, "who": "mentee"}
        case FactKind.ENDED:
            return {**told, "reason": "no contact"}
    return told


def _gathering(programme: Programme) -> Cells:
    """The first that pairs come to."""
    for plan in programme.gatherings:
        if plan.kind.stage:
            return {"gathering": plan.key, "when": f"{plan.sittings[0].on}"}
    return {}


def _review(programme: Programme) -> str | None:
    reviews = (plan for plan in programme.gatherings if plan.kind is GatheringKind.MIDWAY_REVIEW)
    return next((f"{plan.sittings[0].on}" for plan in reviews), None)
