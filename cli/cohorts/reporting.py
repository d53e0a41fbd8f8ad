"""`tandem cohort report` and `tandem cohort compare`: what is passed on, in each of its forms."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from cli.cohorts.report_json import comparison_json, report_json
from cli.context import read
from cli.exports.option import Export, exports
from cli.exports.table import Table
from cli.keys import CohortKey, cohort_key
from cli.output import print_json, print_table, say
from domain.errors import BadInput
from services.reports.closing import ClosingReport, closing_report, earlier_report
from services.reports.comparing import compare as compare_cohorts
from services.reports.recommending import recommend
from services.reports.sections.over_time import beside

Number = Annotated[int | None, typer.Option("--number", help="One that was made before, as it was made.")]
Json = Annotated[bool, typer.Option("--json", help="For machines.")]
Html = Annotated[bool, typer.Option("--html", help="One page that opens by itself, on a phone and on paper.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="On paper; tagged, for whoever has it read aloud.")]
Docx = Annotated[bool, typer.Option("--docx", help="For Word, where it can be edited.")]
Out = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Into this file, which must be new; its ending says the form, too."),
]
Recommended = Annotated[
    list[str] | None,
    typer.Option(
        "--recommend",
        metavar="TEXT",
        help="What you recommend in it, three times at most: in place of what was recommended before.",
    ),
]


def report(
    key: CohortKey,
    number: Number = None,
    json: Json = False,
    html: Html = False,
    pdf: Pdf = False,
    docx: Docx = False,
    out: Out = None,
    recommend_: Recommended = None,
) -> None:
    """The closing report, to be passed on: small numbers are rounded and withheld, and nobody is recognised.

    Its numbers are kept as they were made; where it would say the same as the latest, it is the latest. Its
    words are looked up each time, so that what somebody has taken back is gone. Without --html, --pdf, --docx
    or --json it is text (Markdown).
    """
    if recommend_ is not None:
        _recommend(key, recommend_)
    forms = _forms(out, {".html": html, ".pdf": pdf, ".docx": docx})
    if recommend_ is not None and not (forms or json or out or number is not None):
        return
    found = read(closing_report, key) if number is None else read(earlier_report, key, number)
    if json:
        print_json(report_json(found))
    if forms:
        _write_all(found, forms, out)
    elif not json:
        say(_text(found).decode().rstrip())


def _recommend(key: str, texts: Sequence[str]) -> None:
    kept = read(recommend, key, texts)
    say(f"The report of {key} recommends:")
    for place, text in enumerate(kept, 1):
        say(f"  {place}. {text}")


def _forms(out: Path | None, asked: dict[str, bool]) -> list[str]:
    """The endings of the files to write. Raises BadInput."""
    forms = [ending for ending, is_asked in asked.items() if is_asked]
    if out is None:
        return forms
    if len(forms) > 1:
        raise BadInput("--out names one file; leave it out, and each form has a file of its own.")
    ending = out.suffix.lower()
    known = ending if ending in _WRITTEN_BY else ".md"
    if forms and forms != [known] and ending:
        raise BadInput(f"{out} does not end with {forms[0]}.")
    return forms or [known]


def _write_all(found: ClosingReport, forms: Sequence[str], out: Path | None) -> None:
    for ending in forms:
        file = out or Path(f"report-{found.cohort}-{found.number}{ending}")
        _write(file, _WRITTEN_BY[ending](found))
        say(f"The report of {found.cohort} is in {file}.")
    if any(found.voices.said.values()):
        say("It quotes what participants wrote and agreed to have quoted: read that before you pass it on.")


def write_page(key: str, file: Path) -> None:
    """The cohort's report of today as a page, in the place of one that is there."""
    file.write_bytes(_page(read(closing_report, key)))


def _write(out: Path, content: bytes) -> None:
    """Raises BadInput if the file is there already: somebody may have written in it."""
    try:
        with out.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise BadInput(
            f"{out} is there already, and somebody may have written in it; name another with --out."
        ) from None
    except OSError as problem:
        raise BadInput(f"{out} cannot be written: {problem.strerror}.") from None


def _text(found: ClosingReport) -> bytes:
    from services.reports.formats.plain import markdown
    from services.reports.writing import document

    return markdown(document(found)).encode()


def _page(found: ClosingReport) -> bytes:
    from services.reports.formats.page import page
    from services.reports.writing import document

    return page(document(found)).encode()


def _paper(found: ClosingReport) -> bytes:
    from services.reports.formats.paper import pdf
    from services.reports.writing import document

    return pdf(document(found), found.as_of)


def _word(found: ClosingReport) -> bytes:
    from services.reports.formats.word import word
    from services.reports.writing import document

    return word(document(found))


_WRITTEN_BY: dict[str, Callable[[ClosingReport], bytes]] = {
    ".md": _text,
    ".html": _page,
    ".pdf": _paper,
    ".docx": _word,
}


@exports
def compare(
    first: CohortKey,
    second: Annotated[
        str, typer.Argument(metavar="OTHER", help="The other cohort, the later one.", parser=cohort_key)
    ],
    json: Json = False,
    *,
    export: Export,
) -> None:
    """Two cohorts beside each other, by what the report of each may tell: in per cent of those concerned."""
    found = read(compare_cohorts, first, second)
    told = beside((found.first.cohort, found.second.cohort), found.measures)
    if export.write(lambda: [Table.of(told.table.title, told.table.columns, told.table.rows)]):
        return
    if json:
        print_json(comparison_json(found))
        return
    print_table(told.table.title, told.table.columns, told.table.rows)
    say(told.says)
