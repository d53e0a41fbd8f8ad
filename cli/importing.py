"""Bringing applications in: judged whole, then kept in one transaction, or not at all."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from cli.doors import store
from cli.output import plain, print_json, print_table, say
from domain.application import Application, ApplicationField
from domain.errors import BadInput
from domain.importing.judging import Judged, judge
from domain.importing.reading import read_table
from domain.words import Role
from storage import applications, reading
from storage.applications import Imported


def import_file(
    cohort: str, file: Path, role: Role | None, mapped: Sequence[str], sheet: str | None, dry_run: bool
) -> None:
    """Raises BadInput with every problem in the file, and nothing kept."""
    with store() as session:
        programme = reading.cohort(session, cohort).programme
    judged = judge(read_table(file, sheet), programme, role, _mapping(mapped))
    for note in judged.notes:
        say(f"{file.name}: {note}")
    if judged.problems:
        raise BadInput(*(f"{file.name}, {problem}" for problem in judged.problems))
    with store() as session:
        fates = [
            (row, one, applications.bring_in(session, cohort, one, datetime.now(UTC))[0])
            for row, one in judged.applications
        ]
        _refuse_other_answers(file, fates)
        if dry_run:
            session.rollback()
    _say_what_happened(judged, Counter(fate for _, _, fate in fates), dry_run)


def print_applications(cohort: str, json: bool) -> None:
    with store() as session:
        reading.cohort(session, cohort)
        kept = applications.applications(session, cohort)
    if json:
        print_json([{"id": k.id, **k.application.model_dump(mode="json")} for k in kept])
        return
    rows = [
        (a.email, a.name, a.role, a.arrangement, a.capacity, a.grade, a.department or a.employer)
        for a in (k.application for k in kept)
    ]
    columns = ("email", "name", "role", "arrangement", "places", "grade", "department")
    print_table(f"Applications to {cohort}", columns, rows)


def _mapping(mapped: Sequence[str]) -> dict[str, ApplicationField]:
    mapping = {}
    for text in mapped:
        column, _, field = text.rpartition("=")
        if not column or field not in set(ApplicationField):
            known = ", ".join(ApplicationField)
            raise BadInput(f"--map {text!r}: write COLUMN=FIELD, the field one of: {known}.")
        mapping[column] = ApplicationField(field)
    return mapping


def _refuse_other_answers(file: Path, fates: Sequence[tuple[int, Application, Imported]]) -> None:
    problems = [
        f"{file.name}, row {row}: {one.email} has applied as {one.role} before, with other answers; "
        "those are kept. Leave the row out."
        for row, one, fate in fates
        if fate is Imported.OTHER
    ]
    if problems:
        raise BadInput(*problems)


def _say_what_happened(judged: Judged, fates: Counter[Imported], dry_run: bool) -> None:
    roles = Counter(one.role.value for _, one in judged.applications)
    counted = ", ".join(f"{count} {plain(role)}s" for role, count in sorted(roles.items()))
    would = "would be kept" if dry_run else "kept"
    say(f"{fates[Imported.NEW]} new {would}, {fates[Imported.SAME]} there already ({counted} in the file).")
