"""An empty list for what happened in a cohort: a row for each of its pairs and of the applicants without one,
and a worked row of each kind.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from domain.application.facts import OF_A_CONDITION, OF_A_SEAT, ApplicantFactKind
from domain.enums import ApplicationStage, GatheringKind
from domain.pairing.facts import OF_A_GATHERING, FactKind
from domain.programme.programme import Programme
from importing.facts import COLUMNS, OF_APPLICANTS
from services.context import Context
from storage import applications, queries
from storage.views import ApplicationView, PairingView

Cells = dict[str, str]
_WITHOUT_A_PARTNER = [one for one in ApplicationStage if one.is_open and one is not ApplicationStage.PAIRED]


class RecordTemplate(NamedTuple):
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    pairings: Sequence[PairingView]
    """Who is in it."""
    applications: Sequence[ApplicationView]
    """The same."""


def record_template(context: Context, cohort: str) -> RecordTemplate:
    """With every open pairing, and every open application that has none. Raises NotFound."""
    with context.store() as session:
        view = queries.cohort(session, cohort)
        pairs = [pair for pair in queries.pairings(session, view.key) if pair.stage.is_open]
        applied = applications.applications(session, view.key, _WITHOUT_A_PARTNER)
    listed = [*map(_listed, pairs), *map(_applicant, applied)]
    rows = [*listed, *_notes(view.programme, pairs), *_notes_of_applicants(view.programme, applied)]
    columns = [column for column in COLUMNS if applied or column not in OF_APPLICANTS]
    cells = [[row.get(column, "") for column in columns] for row in rows]
    return RecordTemplate(columns, cells, pairs, applied)


def _applicant(view: ApplicationView) -> Cells:
    return {"application": view.id, "who": view.application.name}


def _listed(pair: PairingView) -> Cells:
    return {"pairing": pair.id, "mentor": pair.mentor.name, "mentee": pair.mentee.name}


def _notes(programme: Programme, pairs: Sequence[PairingView]) -> Iterator[Cells]:
    """They say nothing when the file is read: all stands in the notes."""
    yield {
        "notes": "A row for each thing that happened: copy a row for the next. Rows without 'what' and "
        "'when' are passed over. 'who': mentor, mentee, both, a name or an address; of a pair, empty is "
        "both. Examples:"
    }
    example = pairs[0].id if pairs else "PAIRING"
    for kind in FactKind:
        cells = {"pairing": example, **_worked(kind, programme)}
        if kind not in OF_A_GATHERING or cells.get("gathering"):
            yield _note(cells)


def _note(cells: Cells) -> Cells:
    return {"notes": "; ".join(f"{column} {cells[column]}" for column in COLUMNS if column in cells)}


def _notes_of_applicants(programme: Programme, applied: Sequence[ApplicationView]) -> Iterator[Cells]:
    if not applied:
        return
    for kind in ApplicantFactKind:
        cells = {"application": applied[0].id, **_worked_of_applicant(kind, programme)}
        needs = "condition" if kind in OF_A_CONDITION else "gathering" if kind in _OF_A_DATE else "when"
        if cells.get(needs):
            yield _note(cells)


_OF_A_DATE = (*OF_A_SEAT, ApplicantFactKind.MISSED, ApplicantFactKind.ATTENDED)


def _worked_of_applicant(kind: ApplicantFactKind, programme: Programme) -> Cells:
    plan = programme.applications
    told = {"what": kind.value, "when": f"{plan.closes if plan else programme.introductions.on}"}
    if kind in _OF_A_DATE:
        return {**told, **_before_the_pair(programme)}
    if kind in OF_A_CONDITION and programme.prerequisites:
        return {**told, "condition": programme.prerequisites[0].key}
    return told


def _before_the_pair(programme: Programme) -> Cells:
    """The first gathering that applicants come to."""
    for plan in programme.gatherings:
        if plan.kind.stage is None and plan.sittings:
            return {"gathering": plan.key, "when": f"{plan.sittings[0].on}"}
    return {}


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
