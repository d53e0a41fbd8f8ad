"""Which question a letter asks, and so where its link leads."""

from collections.abc import Mapping
from enum import StrEnum

from domain.enums import Correspondent
from domain.letter.letter import Letter, LetterName


class QuestionName(StrEnum):
    """A question that a page asks; its value stands in the address."""

    HOME = "home"
    """None in particular: where things stand."""
    APPLY = "apply"
    COMPLETE = "complete"
    PLACE = "place"
    SEAT = "seat"
    """At an event before there is a pair."""
    WITHDRAW = "withdraw"
    """An application."""
    SUPPORT = "support"
    """A line manager's."""
    INTRODUCTION = "introduction"
    SITTING = "sitting"
    BOOK = "book"
    PROPOSE = "propose"
    TAKE = "take"
    """One of the times that the partner has proposed."""
    SESSION = "session"
    MET = "met"
    REVIEW = "review"
    EVALUATION = "evaluation"
    ARRANGEMENT = "arrangement"
    """In which the pair goes on."""
    PAUSE = "pause"
    RESUME = "resume"
    LEAVE = "leave"
    BACK = "back"
    """Taking back, within the hour, that one leaves."""
    STORY = "story"
    QUESTIONS = "questions"
    """Those of a wave."""
    AGREEMENT = "agreement"
    GOAL = "goal"
    FEEDBACK = "feedback"
    """On a goal of the partner."""
    CHANGE = "change"
    """That somebody made at work."""
    ADDRESS = "address"
    """To which letters go."""
    DATA = "data"
    """What is kept about the reader."""
    ERASE = "erase"
    CONCERN = "concern"
    """That somebody raises with whom the programme names for it."""


_N, _Q = LetterName, QuestionName
ASKED_BY: Mapping[LetterName, QuestionName] = {
    _N.APPLICATION_INVITATION: _Q.APPLY,
    _N.APPLICATION_INVITATION_CHASER: _Q.APPLY,
    _N.PLACE_OFFERED: _Q.PLACE,
    _N.PLACE_OFFERED_CHASER: _Q.PLACE,
    _N.APPLICATION_INCOMPLETE: _Q.COMPLETE,
    _N.CLOSING_REMINDER: _Q.COMPLETE,
    _N.MANAGER_REQUEST: _Q.SUPPORT,
    _N.MANAGER_CHASER: _Q.SUPPORT,
    _N.GATHERING_ANNOUNCED: _Q.SEAT,
    _N.INTRODUCTION: _Q.INTRODUCTION,
    _N.INTRODUCTION_CHASER: _Q.INTRODUCTION,
    _N.GATHERING_CHOICE: _Q.SITTING,
    _N.GATHERING_CHOICE_CHASER: _Q.SITTING,
    _N.GATHERING_INVITATION: _Q.SITTING,
    _N.GATHERING_MOVED: _Q.SITTING,
    _N.GATHERING_REMINDER: _Q.SITTING,
    _N.GATHERING_MISSED: _Q.SITTING,
    _N.MENTORING_BEGINS: _Q.BOOK,
    _N.TIMES_PROPOSED: _Q.TAKE,
    _N.SESSION_BOOKED: _Q.SESSION,
    _N.SESSION_MOVED: _Q.SESSION,
    _N.SESSION_CANCELLED: _Q.BOOK,
    _N.SESSION_CHECK: _Q.MET,
    _N.NUDGE: _Q.BOOK,
    _N.SECOND_NUDGE: _Q.BOOK,
    _N.REVIEW_QUESTION: _Q.REVIEW,
    _N.EVALUATION: _Q.EVALUATION,
    _N.EVALUATION_CHASER: _Q.EVALUATION,
    _N.PAUSED: _Q.RESUME,
    _N.ARRANGEMENT_PROPOSED: _Q.ARRANGEMENT,
    _N.LEAVING_CONFIRMED: _Q.BACK,
    _N.THANKS: _Q.STORY,
}
"""All other letters lead to where things stand."""

_ASKS_FIRST = (_N.REVIEW_QUESTION, _N.GATHERING_REMINDER)
"""Something else comes before the questions of its wave."""
_ABOUT_SESSIONS = (_Q.SESSION, _Q.MET)
ABOUT_GATHERINGS = (_Q.SITTING, _Q.SEAT)


def question_of(letter: Letter) -> QuestionName:
    if letter.wave and letter.name not in _ASKS_FIRST:
        return QuestionName.QUESTIONS
    question = ASKED_BY.get(letter.name, QuestionName.HOME)
    if question not in ABOUT_GATHERINGS:
        return question
    # Before there is a pair a date is a seat that somebody asks for.
    return QuestionName.SEAT if letter.role is Correspondent.APPLICANT else QuestionName.SITTING


def path_of(letter: Letter) -> str:
    """What follows the token in the address that the letter names: `/sitting/induction`; nothing for where
    things stand."""
    question = question_of(letter)
    if question is QuestionName.HOME:
        return ""
    if letter.wave and question is _Q.QUESTIONS:
        return f"/{question}/{letter.wave}"
    about = letter.gathering if question in ABOUT_GATHERINGS else None
    if question is _Q.STORY:
        about = "new"
    if question in _ABOUT_SESSIONS and letter.session is not None:
        about = str(letter.session)
    return f"/{question}" + (f"/{about}" if about else "")
