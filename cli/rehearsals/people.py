"""Who plays in a rehearsal, read and told."""

from collections.abc import Sequence
from pathlib import Path

from cli.options import columns
from cli.output import print_notes
from domain.application.form import ApplicationForm
from domain.enums import Role
from domain.programme.programme import Programme
from domain.wording import counted
from rehearsal.record import Record
from rehearsal.reliability import Reliability
from services.applications.files import ApplicationFile, read_applications


def read_people(
    file: Path, role: Role | None, mapped: Sequence[str], programme: Programme
) -> list[ApplicationForm]:
    """Judged as an import would: raises BadInput with every problem in the file."""
    validated = read_applications(ApplicationFile(file, role, columns(mapped)), programme, only_look=True)
    print_notes(file.name, validated.notes)
    return [row.form for row in validated.applications]


def told(record: Record, reliability: Reliability, file: Path | None) -> str:
    """Who was simulated, and how reliably."""
    applied, pairs = record.applications.total(), record.pairings.total()
    invented = counted(applied, "invented person", "invented people")
    who = f"{counted(applied, 'person', 'people')} of {file.name}" if file else invented
    return (
        f"{who} applied, and {counted(pairs, 'pair')} came about. Of those who were to come to a gathering, "
        f"{reliability.no_shows:.0%} did not; {reliability.silent:.0%} stopped answering, "
        f"{reliability.withdraw:.0%} left on the way."
        + (" What they do is invented; the names in the letters below are your file\u2019s." if file else "")
    )
