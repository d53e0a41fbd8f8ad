"""The report of a cohort of invented people, of whom it is known beforehand what it changed for them."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright
from sqlalchemy.orm import Session

from domain.enums import Role, Wave
from domain.programme.timetable import calendar_of
from rehearsal.answering import PLANTED, PLANTED_SHIFT, UNMOVED
from rehearsal.rehearse import simulate_cohort
from rehearsal.reliability import Reliability
from rehearsal.scripts import ReliabilityScript
from rehearsal.store import memory
from services.reports.closing import ClosingReport, make_report
from services.reports.document import Document, Illustration, ReportSection, Subheading
from services.reports.formats.page import page
from services.reports.formats.paper import pdf
from services.reports.formats.plain import markdown
from services.reports.formats.word import word
from services.reports.sections.effects import says
from services.reports.writing import document
from storage import queries, recommendations, stories
from tests.factories import programme
from tests.rehearsal.test_report import few_in

pytestmark = [pytest.mark.unit, pytest.mark.slow]

_KEY = "exco-2020"
_SAID = "They ring me now before they decide."
_SECTIONS = 13
_MOST_PAGES = 12


@pytest.fixture(scope="module")
def session() -> Iterator[Session]:
    with memory() as session:
        script = ReliabilityScript(30, Reliability(no_shows=0.05, silent=0.05, withdraw=0.03), seed=3)
        simulate_cohort(session, programme(_KEY), script)
        pairing, now = queries.pairings(session, _KEY)[0].id, calendar_of(programme(_KEY)).ends
        told = stories.add(session, pairing, Role.MENTOR, now).changed(_SAID, None, None, False)
        stories.save(session, told.approved(Role.MENTOR, now))
        yield session


@pytest.fixture(scope="module")
def report(session: Session) -> ClosingReport:
    return make_report(session, _KEY, calendar_of(programme(_KEY)).ends + timedelta(days=1))


@pytest.fixture(scope="module")
def written(report: ClosingReport) -> Document:
    return document(report)


def test_no_section_is_empty_and_none_is_to_be_written(written: Document) -> None:
    assert len(written.sections) == _SECTIONS + 1  # and the annex
    assert [section.key for section in written.sections if not section.blocks] == []
    assert "to be written" not in markdown(written).casefold()


def test_no_number_from_1_to_7_stands_anywhere(written: Document) -> None:
    assert few_in(markdown(written)) == []


def test_what_changed_is_told_objective_by_objective_of_those_whom_it_is_for(
    report: ClosingReport, written: Document
) -> None:
    blocks = _section(written, "changed").blocks
    heads = [block.text for block in blocks if isinstance(block, Subheading)]
    (partners,) = (
        one for one in blocks if isinstance(one, Illustration) and one.title.endswith(": Partners")
    )

    assert heads == [objective.of for objective in report.programme.objectives]
    asked = [row[0] for row in partners.table.rows]
    assert len(asked) == len(report.programme.objectives[1].measured_by)
    assert all(question.endswith(" (Partner)") for question in asked)
    assert "see also" in str(blocks)


def test_every_answer_that_can_be_told_stands_in_the_report(report: ClosingReport, written: Document) -> None:
    told = markdown(written)
    can_be_told = [one for one in report.evaluation.items if one.scale.options]

    assert Wave.END in {one.wave for one in can_be_told}
    assert {one.key for one in can_be_told if one.text not in told} <= {
        f"then-{key}" for key in ("understanding", "decisions")
    }


def test_the_planted_effect_is_found_with_its_interval(report: ClosingReport) -> None:
    (found,) = (one for one in report.evaluation.effects if one.key == PLANTED and one.role is None)

    assert found.is_up
    assert (found.mean_after or 0) - (found.mean_before or 0) == pytest.approx(PLANTED_SHIFT, abs=0.1)
    assert found.text.rstrip(".") in says([found])


def test_where_nothing_was_planted_nothing_is_called_an_effect(report: ClosingReport) -> None:
    (found,) = (one for one in report.evaluation.effects if one.key == UNMOVED and one.role is None)

    assert (found.is_up, found.is_down) == (False, False)
    assert "none has moved clearly" in says([found])


def test_a_withdrawn_story_is_gone_from_every_report_that_is_written_after_that(session: Session) -> None:
    now = calendar_of(programme(_KEY)).ends + timedelta(days=2)
    before = markdown(document(make_report(session, _KEY, now)))
    with session.begin_nested() as undone:
        told = next(one for one in stories.stories(session, _KEY) if one.words == _SAID)
        stories.save(session, told.withdrawn(now))
        after = markdown(document(make_report(session, _KEY, now)))
        undone.rollback()

    assert _SAID in before
    assert _SAID not in after


def test_what_a_human_recommends_stands_in_one_page(session: Session, report: ClosingReport) -> None:
    recommendations.replace(session, _KEY, ["Do it again.", "Give it time."])
    now = calendar_of(programme(_KEY)).ends + timedelta(days=3)

    summary = _section(document(make_report(session, _KEY, now)), "summary")

    assert "Do it again." in str(summary)
    assert "for those to write who ran" in str(_section(document(report), "summary"))


def _section(written: Document, key: str) -> ReportSection:
    return next(section for section in written.sections if section.key == key)


def test_the_paper_is_tagged_has_at_most_twelve_pages_and_is_the_same_each_time(
    written: Document, report: ClosingReport
) -> None:
    file = pdf(written, report.as_of)

    assert file == pdf(written, report.as_of)
    assert b"/StructTreeRoot" in file
    assert b"/MarkInfo" in file
    assert 4 <= len(re.findall(rb"/Type\s*/Page\b(?!s)", file)) <= _MOST_PAGES


def test_word_has_its_headings_its_tables_and_a_text_for_each_picture(written: Document) -> None:
    import io

    import docx

    file = docx.Document(io.BytesIO(word(written)))

    headings = [each.text for each in file.paragraphs if each.style and each.style.name == "Heading 1"]
    assert headings == [section.title for section in written.sections]
    pictures = [shape._inline.docPr.get("descr") for shape in file.inline_shapes]
    assert len(pictures) >= 5
    assert all(pictures)
    assert len(file.tables) > len(pictures)


def test_the_page_needs_no_script_and_loads_nothing(written: Document) -> None:
    told = page(written)

    assert "<script" not in told
    assert not re.findall(r'(?:src|href)="(?!#|https?://)[^"]+"|@import|url\(', told)
    assert told.count("<svg") >= 5
    assert "#8a4b2d" not in told.partition("</style>")[2]


async def test_a_real_browser_shows_the_page_without_a_complaint_and_axe_finds_nothing(
    written: Document, tmp_path: Path
) -> None:
    from tests.pictures.browser import chromium

    file = tmp_path / "report.html"
    file.write_text(page(written), "utf-8")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium())
        for width in (1280, 390):
            assert await _complaints(browser, file, width) == []
        await browser.close()


async def _complaints(browser: Browser, file: Path, width: int) -> list[str]:
    """What the console says, what axe finds, and whether the page is wider than its window."""
    from axe_playwright_python.async_playwright import Axe

    # A page that runs no script would not run axe's: its rule is set aside for the test.
    page = await browser.new_page(viewport={"width": width, "height": 900}, bypass_csp=True)
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text))
    page.on("pageerror", lambda error: found.append(str(error)))
    await page.goto(file.as_uri())
    results = await Axe().run(page)
    found += [f"{each['id']}: {each['nodes'][0]['html'][:200]}" for each in results.response["violations"]]
    if await page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("it is wider than its window")
    return found
