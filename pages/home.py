"""The page at the root of a link: where things stand, what is next, and who helps."""

from collections.abc import Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from domain.enums import Correspondent, Stage
from pages.progress import dates, progress
from pages.questions.every import open_for
from pages.questions.question import PARTNERS, Asked, PageQuestion, PageSection
from pages.rendering import page
from pages.request_state import home_of, reader_of
from services.links import Reader


def home(request: Request) -> Response:
    reader = reader_of(request)
    at = home_of(request)
    questions = list(open_for(reader))
    return page(
        "home",
        reader=reader,
        title=_title(reader),
        progress=list(progress(reader)),
        sections={section.name.lower(): _under(section, questions, at) for section in PageSection},
        dates=[{"key": {"text": what}, "value": {"text": when}} for what, when in dates(reader)],
        calendar=f"{at}/calendar.ics" if reader.role is not Correspondent.MANAGER else None,
        partner=_partner(reader),
        partners_goals=reader.partners_goals,
        feedback=[goal for goal in reader.written.goals if goal.feedback] if reader.written else [],
        resources=() if reader.role is Correspondent.MANAGER else reader.programme.resources,
        concerns=None if reader.role is Correspondent.MANAGER else reader.programme.concerns,
        wellbeing=None if reader.role is Correspondent.MANAGER else reader.programme.wellbeing,
    )


def _under(section: PageSection, questions: Sequence[tuple[PageQuestion, Asked]], at: str) -> dict[str, Any]:
    links = [_listed(one, asked, at) for one, asked in questions if one.stands_under(asked) is section]
    return {"heading": section.value, "links": links}


def _listed(question: PageQuestion, asked: Asked, at: str) -> dict[str, str]:
    about = f"/{asked.about}" if asked.about else ""
    return {"title": question.entry(asked), "href": f"{at}/{question.name}{about}"}


def _title(reader: Reader) -> str:
    return f"{reader.person.name}: your page" if reader.person else "Your page"


def _partner(reader: Reader) -> object:
    """Not of a pairing that has ended."""
    if reader.role not in PARTNERS or reader.subject.stage is Stage.ENDED:
        return None
    return Asked(reader).partner
