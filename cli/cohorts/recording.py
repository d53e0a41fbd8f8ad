"""Many facts from a coordinator's list: what they would do, what they did, and an empty list to fill in."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from cli.confirming import Yes, confirm
from cli.context import ask, read
from cli.exports.option import Export
from cli.exports.table import Table
from cli.keys import CohortKey
from cli.output import print_notes, say
from domain.enums import in_words
from domain.errors import BadInput, Refused, Unreachable
from domain.wording import counted
from importing.dates import DayOrder
from services.cohorts.judging import JudgedFacts
from services.cohorts.record_template import record_template
from services.cohorts.recording import JudgedFile, judge_file, record_facts


def record(
    key: CohortKey,
    file: Annotated[Path, typer.Argument(help="CSV or a workbook: a row for each thing that happened.")],
    sheet: Annotated[str | None, typer.Option("--sheet", help="Which sheet of a workbook.")] = None,
    dates: Annotated[
        DayOrder | None, typer.Option("--dates", help="How 11/12/2026 is meant, where nothing else says it.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    yes: Yes = False,
) -> None:
    """Record many things that happened to a cohort's pairs: who, what, when.

    The whole file is judged first; with a problem in it nothing is recorded. The same file twice records
    once. For an empty one with every pair in it: tandem cohort record-template
    """
    judged = _judged(key, file, sheet, dates)
    facts = judged.facts
    if dry_run:
        say(f"Nothing has been recorded. {_counts(judged)}")
        _say_consequences(facts)
        return
    if facts.ending:
        names = [f"{view.id}: {view.mentor.name} and {view.mentee.name}" for view in facts.ending]
        confirm(f"This ends {counted(len(names), 'pairing')}:", yes, names)
    try:
        refused = ask(record_facts, facts).refused
    except Unreachable as problem:
        raise Unreachable(
            f"{problem}\nGive the file again then: what has been recorded is passed over."
        ) from None
    say(f"Recorded. {_counts(judged)}")
    if refused:
        raise Refused(*refused)


def _judged(cohort: str, file: Path, sheet: str | None, order: DayOrder | None) -> JudgedFile:
    """Its notes are printed also where something is wrong with it."""
    try:
        judged = read(judge_file, cohort, file, sheet, order)
    except BadInput as problem:
        print_notes(file.name, getattr(problem, "__notes__", ()))
        raise
    print_notes(file.name, (*judged.notes, *judged.facts.other_days))
    return judged


def _counts(judged: JudgedFile) -> str:
    facts = judged.facts
    said = [f"{counted(len(facts.to_tell), 'fact')} about {counted(len(facts.concerned), 'pairing')}"]
    if facts.known:
        said.append(f"{counted(facts.known, 'row')} known already")
    if judged.empty:
        said.append(f"{counted(judged.empty, 'row')} without anything")
    return f"{', '.join(said)}."


def _say_consequences(facts: JudgedFacts) -> None:
    for view in facts.ending:
        say(f"  would end: {view.id}, {view.mentor.name} and {view.mentee.name}")
    for name, count in facts.letters.items():
        say(f"  written today: {counted(count, 'letter')} ({in_words(name)})")


def write_template(
    key: CohortKey,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file: .csv, or .xlsx for Excel.")],
) -> None:
    """Write a list to fill in for `tandem cohort record`: the open pairs, and an example of each row."""
    into = Export(xlsx=file) if file.suffix.lower() == ".xlsx" else Export(csv=file)
    into.check()
    template = read(record_template, key)
    into.write(lambda: [Table.of("What happened", template.columns, template.rows)])
    say(f"Fill it in, then: tandem cohort record {key} {shlex.quote(str(file))} --dry-run")
