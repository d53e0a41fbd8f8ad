"""Invented people who open their letters, follow the links, and answer on their pages."""

import asyncio
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any

from domain.entity.entity import EntityKind
from domain.enums import Correspondent, Role, Wave
from domain.letter.questions import QuestionName
from domain.pairing.events import Answer
from domain.programme.programme import Programme
from rehearsal.visits.answers import PageAnswer, answer_for
from rehearsal.visits.browser import Browser, Page
from rehearsal.visits.inbox import Inbox
from settings import Settings
from storage import applications, queries
from storage.database import Database

_A_MOMENT = timedelta(minutes=1)
"""So far a workflow's clock may have been carried beyond the moment that was meant."""
_ALIKE = {
    QuestionName.COMPLETE: (QuestionName.COMPLETE, QuestionName.APPLY),
    QuestionName.QUESTIONS: (QuestionName.QUESTIONS, QuestionName.EVALUATION),
}
"""Whoever was invited applies by the whole form, and a questionnaire may be elsewhere."""
_AT_ONCE = 4


class Visitors:
    def __init__(self, settings: Settings, database: Database, programme: Programme) -> None:
        self._pages, self._database = settings.pages_url, database
        self._zone = programme.zone
        self._inbox = Inbox(settings.letters_folder, self._pages)
        # Of their own: somebody who waits for an answer must not keep a worker from giving it.
        self._threads = ThreadPoolExecutor(_AT_ONCE, "visitors")
        self.answered = 0
        """So many events have come by a page."""
        self._typed = set[tuple[Any, ...]]()

    @property
    def typed(self) -> int:
        """So many things a coordinator had to type; who came to one date of a gathering is one list."""
        return len(self._typed)

    async def tell(self, kind: EntityKind, key: str, event: Any, at: datetime) -> bool:
        """Whether somebody has told this on a page; otherwise a coordinator types it."""
        answer = answer_for(event, self._zone)
        if answer is not None and await self._visits(kind, key, answer, at + _A_MOMENT):
            self.answered += 1
            return True
        if isinstance(event, Answer) and event.wave is not Wave.END:
            return True  # too late, and so unanswered: nobody else can tell what somebody would answer
        gathering = getattr(event, "gathering", None)
        self._typed.add((type(event), gathering, at) if gathering else (type(event), key, at))
        return False

    async def _visits(self, kind: EntityKind, key: str, answer: PageAnswer, now: datetime) -> bool:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._threads, self._visit, kind, key, answer, now)

    def _visit(self, kind: EntityKind, key: str, answer: PageAnswer, now: datetime) -> bool:
        email, known = self._reader(kind, key, answer.who)
        # When a form came in, the store keeps by the real clock, as of the draft that is compared with it.
        browser = Browser(self._pages, None if answer.question is QuestionName.COMPLETE else now)
        for address in dict.fromkeys(_root(link, self._pages) for link in self._inbox.links(email)):
            if path := _question_on(browser.open(address), answer):
                return _answer(browser, path, answer.fields, known)
        return False

    def _reader(self, kind: EntityKind, key: str, who: Role | Correspondent) -> tuple[str, dict[str, Any]]:
        """The address of whoever answers, and what is known of an applicant."""
        with self._database.begin() as session:
            if kind is EntityKind.PAIRING:
                return queries.pairing(session, key).person(Role(who)).email, {}
            told = applications.application(session, key).application
        email = told.manager_email if who is Correspondent.MANAGER else told.email
        return email or "", told.model_dump(mode="json")


def _root(link: str, pages: str) -> str:
    """The path of the reader's page, without the question."""
    return "/".join(link.removeprefix(pages).split("/")[:3])


def _question_on(page: Page, answer: PageAnswer) -> str | None:
    """The address of this question, if the page offers it."""
    wanted = _ALIKE.get(answer.question, (answer.question,))
    for link in page.links:
        _, _, rest = link.removeprefix("/to/").partition("/")
        question, _, about = rest.partition("/")
        if question in wanted and (not about or answer.about in (None, about)):
            return link
    return None


def _answer(browser: Browser, path: str, fields: Mapping[str, str], known: Mapping[str, Any]) -> bool:
    """Fill in the form of this page and send it; say on a second page that it is meant."""
    form = browser.open(path)
    sent = {**form.hidden, **_filled_in(form, known), **fields}
    told = browser.send(path, sent)
    if told.asks_again:
        told = browser.send(path, told.meant)
    return told.status == HTTPStatus.OK


def _filled_in(form: Page, known: Mapping[str, Any]) -> dict[str, str]:
    """What is known; the last of several choices, which says the least."""
    told = {name: _typed(known[name]) for name in form.fields if known.get(name)}
    chosen = {name: offered[-1] for name, offered in form.fields.items() if len(offered) > 1}
    return {**chosen, **told}


def _typed(told: Any) -> str:
    return "\n".join(map(str, told)) if isinstance(told, (list, tuple)) else str(told)
