"""A line manager says whether the applicant can have the time. Nothing here tells the role applied for."""

from collections.abc import Sequence

from domain.application.rules import MANAGER
from domain.enums import ApplicationEndReason, ApplicationStage
from domain.letter.questions import QuestionName
from domain.programme.timetable import rules_of
from domain.wording import counted
from pages.inputs import Answer, Choice, Form, Input, Radios
from pages.questions.question import MANAGERS, Ask, Asked, Confirmation, PageQuestion
from pages.words import full_day
from services.applications import updates
from services.links import Reader

_YES, _NO, _TALK = "yes", "no", "talk"
_ASKED = (ApplicationStage.INCOMPLETE, ApplicationStage.CHECKING, ApplicationStage.IN_ORDER)


_SAID = {
    _YES: "You said yes.",
    _NO: "You said no.",
    _TALK: "You said that you would like to talk about it.",
}
_CHANGE = "You can change your answer with the same link until pairs are made."


class Support(PageQuestion):
    name = QuestionName.SUPPORT
    readers = MANAGERS

    def about(self, reader: Reader) -> Sequence[str | None]:
        if reader.entity is None:
            return []
        application = Asked(reader).application
        said_no = application.reason is ApplicationEndReason.MANAGER_DECLINED
        return [None] if application.stage in _ASKED or (said_no and not application.is_over) else []

    def title(self, asked: Asked) -> str:
        return f"Can {asked.application_view.application.name} have the time to take part?"

    def says(self, asked: Asked) -> Sequence[str]:
        sessions = rules_of(asked.programme).sessions
        many = counted(sessions.minimum, "session", "sessions")
        return (
            f"It takes at least {many} of {counted(sessions.minutes, 'minute')} by "
            f"{full_day(sessions.closes, asked.reader)}, at times that can be fitted around other work. "
            "Your letter has the dates of the programme.",
            "Please keep it in confidence that they have applied.",
        )

    def present(self, asked: Asked) -> str | None:
        answered = _answered(asked)
        return _SAID[answered] if answered else None

    def stands(self, asked: Asked) -> Form:
        answered = _answered(asked)
        return {"answer": (answered,)} if answered else {}

    def inputs(self, asked: Asked) -> Sequence[Input]:
        talk = (Choice(_TALK, "I should like to talk about it"),) if self._may_talk(asked) else ()
        choices = (Choice(_YES, "Yes"), Choice(_NO, "No"), *talk)
        return (Radios("answer", self.title(asked), choices=choices),)

    def _may_talk(self, asked: Asked) -> bool:
        """As long as nothing has been answered yet."""
        return asked.application.stage in _ASKED and MANAGER in asked.application.outstanding

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        view = asked.application_view
        role, met = view.application.role, answer["answer"] == _YES
        if answer["answer"] == _TALK:
            await ask(updates.ask_to_talk, view.cohort, view.id, role)
            return
        await ask(updates.confirm, view.cohort, view.id, role, MANAGER, met)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        contact = asked.programme.contact
        if answer["answer"] == _TALK:
            gets_in_touch = f"{contact.name} gets in touch with you, at the address the letter went to."
            return Confirmation("Thank you, we will talk about it", (gets_in_touch, _CHANGE))
        name = asked.application_view.application.name
        if answer["answer"] == _YES:
            return Confirmation(
                "You have said yes", (f"We tell {name}, and there is nothing more for you to do.", _CHANGE)
            )
        return Confirmation(
            "You have said no", (f"We tell {name} kindly that it cannot go ahead now.", _CHANGE)
        )


def _answered(asked: Asked) -> str | None:
    if MANAGER in asked.application.confirmed:
        return _YES
    if MANAGER in asked.application.not_met:
        return _NO
    return _TALK if asked.application.asked_to_talk else None
