"""All questions, in the order in which a page offers them."""

from collections.abc import Iterator

from pages.questions.application import Apply, Complete, LeaveList, TakePlace
from pages.questions.arrangement import ChooseArrangement
from pages.questions.booking import Book, Propose, Take
from pages.questions.concern import RaiseConcern
from pages.questions.evaluation import Questionnaire
from pages.questions.feedback import GiveFeedback
from pages.questions.introduction import Introduction
from pages.questions.leaving import Leave, ThinkAgain
from pages.questions.own_address import ChangeAddress
from pages.questions.own_data import AskToBeErased, SeeData
from pages.questions.pausing import GoOn, TakePause
from pages.questions.question import Asked, PageQuestion
from pages.questions.review import SayHowToGoOn
from pages.questions.seat import ChooseSeat
from pages.questions.sessions import ChangeSession, Met
from pages.questions.sitting import ChooseDate
from pages.questions.support import Support
from pages.questions.telling import TellChange, TellStory
from pages.questions.together import Agree, SetGoal
from pages.questions.wave import WaveQuestions
from services.links import Reader

QUESTIONS: tuple[PageQuestion, ...] = (
    ThinkAgain(),
    Introduction(),
    Support(),
    TakePlace(),
    Apply(),
    Complete(),
    ChooseSeat(),
    LeaveList(),
    Questionnaire(),
    SayHowToGoOn(),
    ChooseDate(),
    Take(),
    Met(),
    Book(),
    Propose(),
    ChangeSession(),
    GoOn(),
    WaveQuestions(),
    Agree(),
    SetGoal(),
    GiveFeedback(),
    TellChange(),
    TellStory(),
    ChooseArrangement(),
    TakePause(),
    Leave(),
    RaiseConcern(),
    ChangeAddress(),
    SeeData(),
    AskToBeErased(),
)
BY_NAME = {question.name.value: question for question in QUESTIONS}


def open_for(reader: Reader) -> Iterator[tuple[PageQuestion, Asked]]:
    """What this reader can be asked now."""
    for question in QUESTIONS:
        if reader.role in question.readers:
            for about in question.about(reader):
                yield question, Asked(reader, about)
