"""Many facts from a coordinator's list: what they would do, what they did, and an empty list to fill in."""

import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cli.cohorts.views import say_names
from cli.confirming import Yes, confirm
from cli.context import ask, read
from cli.exports.option import Export
from cli.exports.table import Table
from cli.keys import CohortKey
from cli.options import Encoding
from cli.output import print_notes, say
from domain.enums import in_words
from domain.errors import BadInput, Refused, Unreachable
from domain.wording import counted
from importing.dates import DayOrder
from services.cohorts.record_template import record_template
from services.cohorts.recording import ValidatedRecordFile, record_facts, validate_file
from storage.views import ApplicationView, PairingView


def record(
    key: CohortKey,
    file: Annotated[Path, typer.Argument(help="CSV or a workbook: a row for each thing that happened.")],
    sheet: Annotated[str | None, typer.Option("--sheet", help="Which sheet of a workbook.")] = None,
    encoding: Encoding = None,
    dates: Annotated[
        DayOrder | None, typer.Option("--dates", help="How 11/12/2026 is meant, where nothing else says it.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    yes: Yes = False,
) -> None:
    """Record many things that happened to a cohort's pairs and applicants: who, what, when.

    The whole file is judged first; with a problem in it nothing is recorded. The same file twice records
    once. For an empty one with everybody in it: tandem cohort record-template
    """
    validated = _validated(key, file, sheet, dates, encoding)
    if dry_run:
        say(f"Nothing has been recorded. {_counts(validated)}")
        _say_consequences(validated)
        return
    _confirm_ends(validated, yes)
    try:
        refused = ask(record_facts, validated).refused
    except Unreachable as problem:
        raise Unreachable(
            f"{problem}\nGive the file again then: what has been recorded is passed over."
        ) from None
    say(f"Recorded. {_counts(validated)}")
    say_names("About", list(_whom(validated)))
    if refused:
        raise Refused(*refused)


def _whom(validated: ValidatedRecordFile) -> Iterator[str]:
    yield from map(_pair, validated.facts.concerned)
    yield from map(_applicant, validated.applicants.concerned)


def _pair(view: PairingView) -> str:
    return f"{view.id}: {view.mentor.name} and {view.mentee.name}"


def _applicant(view: ApplicationView) -> str:
    return f"{view.id}: {view.application.name}"


def _confirm_ends(validated: ValidatedRecordFile, yes: bool) -> None:
    if pairs := validated.facts.ending:
        names = list(map(_pair, pairs))
        confirm(f"This ends {counted(len(names), 'pairing')}:", yes, names)
    if leaving := validated.applicants.leaving:
        names = list(map(_applicant, leaving))
        confirm(f"This takes {counted(len(names), 'application')} out of the running:", yes, names)


def _validated(
    cohort: str, file: Path, sheet: str | None, order: DayOrder | None, encoding: str | None
) -> ValidatedRecordFile:
    """Its notes are printed also where something is wrong with it."""
    try:
        validated = read(validate_file, cohort, file, sheet, order, encoding)
    except BadInput as problem:
        print_notes(file.name, getattr(problem, "__notes__", ()))
        raise
    print_notes(file.name, (*validated.notes, *validated.facts.other_days))
    return validated


def _counts(validated: ValidatedRecordFile) -> str:
    facts, applicants = validated.facts, validated.applicants
    said = []
    if facts.to_tell or not applicants.to_tell:
        said += [f"{counted(len(facts.to_tell), 'fact')} about {counted(len(facts.concerned), 'pairing')}"]
    if applicants.to_tell:
        told, heard = len(applicants.to_tell), len(applicants.concerned)
        said += [f"{counted(told, 'fact')} about {counted(heard, 'application')}"]
    if validated.known:
        said.append(f"{counted(validated.known, 'row')} known already")
    if validated.empty:
        said.append(f"{counted(validated.empty, 'row')} without anything")
    return f"{', '.join(said)}."


def _say_consequences(validated: ValidatedRecordFile) -> None:
    for pair in validated.facts.ending:
        say(f"  would end: {_pair(pair)}")
    for view in validated.applicants.leaving:
        say(f"  would come out of the running: {_applicant(view)}")
    for name, count in validated.letters.items():
        say(f"  written today: {counted(count, 'letter')} ({in_words(name)})")


def write_template(
    key: CohortKey,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file: .csv, or .xlsx for Excel.")],
) -> None:
    """Write a list to fill in for `tandem cohort record`: pairs, applicants without one, and examples."""
    into = Export(xlsx=file) if file.suffix.lower() == ".xlsx" else Export(csv=file)
    into.check()
    template = read(record_template, key)
    into.write(lambda: [Table.of("What happened", template.columns, template.rows)])
    say(f"Fill it in, then: tandem cohort record {key} {shlex.quote(str(file))} --dry-run")
