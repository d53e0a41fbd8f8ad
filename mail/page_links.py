"""The link in a letter to its reader's page, made in the transaction that writes the letter."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from email.message import EmailMessage

from sqlalchemy.orm import Session

from domain.enums import Correspondent
from domain.letter.letter import Letter
from domain.letter.link_address import address_of, tokens_in
from domain.letter.questions import ABOUT_GATHERINGS, QuestionName, path_of, question_of
from mail.facts import Facts, Recipient
from mail.mime_text import text_of_mime
from storage import links

DOES: Mapping[QuestionName, str] = {
    QuestionName.APPLY: "Apply here",
    QuestionName.COMPLETE: "Complete your application",
    QuestionName.PLACE: "Say yes or no",
    QuestionName.SUPPORT: "Give your answer",
    QuestionName.INTRODUCTION: "Say yes or no",
    QuestionName.SEAT: "Choose your date",
    QuestionName.WITHDRAW: "Withdraw",
    QuestionName.SITTING: "Choose your date",
    QuestionName.BOOK: "Book a session",
    QuestionName.PROPOSE: "Propose times",
    QuestionName.TAKE: "Choose a time",
    QuestionName.SESSION: "Change this session",
    QuestionName.MET: "Say how it went",
    QuestionName.REVIEW: "Give your answer",
    QuestionName.EVALUATION: "Answer the questions",
    QuestionName.ARRANGEMENT: "Say yes or no",
    QuestionName.PAUSE: "Take a pause",
    QuestionName.RESUME: "Go on earlier",
    QuestionName.LEAVE: "Leave",
    QuestionName.BACK: "Take it back",
    QuestionName.STORY: "Tell your story",
    QuestionName.QUESTIONS: "Answer the questions",
    QuestionName.AGREEMENT: "Agree with your partner",
    QuestionName.GOAL: "Write your goals",
    QuestionName.FEEDBACK: "Give feedback",
    QuestionName.CHANGE: "Tell us",
    QuestionName.ADDRESS: "Change your address",
    QuestionName.DATA: "See your data",
    QuestionName.ERASE: "Ask to be erased",
    QuestionName.CONCERN: "Raise a concern",
    QuestionName.HOME: "Open your page",
}
"""What the button says. At most four words: with a link no letter is longer than without."""

CANNOT_COME = "Say you cannot come"


def with_page(
    session: Session, letter: Letter, workflow_id: str, at: datetime, to: Recipient, pages: str
) -> Recipient:
    """The same, with a new link to the reader's page among the facts. `pages`: their address; without one,
    and for the coordinator or a former address, nothing changes."""
    if not pages or letter.role is Correspondent.COORDINATOR or letter.to_former:
        return to
    question = question_of(letter)
    token = links.make(
        session,
        person=to.person,
        workflow_id=workflow_id,
        role=letter.role,
        purpose=question,
        email=to.email,
        now=at,
    )
    page = f"{address_of(pages, token)}{path_of(letter)}"
    return replace(to, facts=replace(to.facts, page=page, page_does=_does(question, to.facts)))


def _does(question: QuestionName, facts: Facts) -> str:
    """A letter that names the date on which its reader is expected asks nothing but whether they cannot."""
    return CANNOT_COME if question in ABOUT_GATHERINGS and facts.when else DOES[question]


def relink(session: Session, message: EmailMessage, email: str, now: datetime) -> None:
    """Put a new link in the place of each, which died with the address that the letter went to."""
    tokens = tokens_in(text_of_mime(message.as_bytes()))
    renewed = {token: links.renew(session, token, email, now) for token in tokens}
    for part in message.walk():
        if renewed and part.get_content_type() in ("text/plain", "text/html"):
            _replace(part, renewed)


def _replace(part: EmailMessage, renewed: Mapping[str, str | None]) -> None:
    words = part.get_content()
    for old, new in renewed.items():
        words = words.replace(old, new or old)
    part.set_content(words, subtype=part.get_content_subtype())
