"""An applicant says on which date they come to an awareness session or a workshop, or that they do not."""

from collections.abc import Iterator, Mapping, Sequence

from domain.enums import ApplicationStage
from domain.letter.questions import QuestionName
from domain.programme.rules import Gathering, Sitting
from pages.inputs import Answer, Choice, Form, Input, Radios
from pages.questions.question import APPLICANTS, Ask, Asked, Confirmation, PageQuestion
from pages.words import full_sitting
from services.applications import updates
from services.links import Reader

_NONE = "none"
_COMES = (
    ApplicationStage.INVITED,
    ApplicationStage.INCOMPLETE,
    ApplicationStage.CHECKING,
    ApplicationStage.IN_ORDER,
    ApplicationStage.RESERVE,
)


class ChooseSeat(PageQuestion):
    name = QuestionName.SEAT
    readers = APPLICANTS

    def about(self, reader: Reader) -> Sequence[str | None]:
        if reader.entity is None or reader.subject.stage not in _COMES:
            return []
        return [gathering.key for gathering in _offered(Asked(reader))]

    def title(self, asked: Asked) -> str:
        return f"{asked.programme.gathering(asked.about or '').title}: would you like to come?"

    def says(self, asked: Asked) -> Sequence[str]:
        about = asked.programme.gathering(asked.about or "").about
        return (about,) if about else ()

    def present(self, asked: Asked) -> str | None:
        seat = asked.application.seat_at(_gathering(asked))
        return f"You have a seat on {_spoken(seat, asked)}." if seat else None

    def stands(self, asked: Asked) -> Form:
        seat = asked.application.seat_at(_gathering(asked))
        return {"sitting": (seat.key if seat else _NONE,)}

    def inputs(self, asked: Asked) -> Sequence[Input]:
        dates = tuple(Choice(key, _spoken(one, asked)) for key, one in _dates(asked).items())
        none = Choice(_NONE, "No, I will not come")
        return (Radios("sitting", self.title(asked), choices=(*dates, none), missing="Choose a date, or no"),)

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        view, chosen = asked.application_view, answer["sitting"]
        who = (view.cohort, view.id, view.application.role, asked.about)
        if chosen != _NONE:
            await ask(updates.sign_up, *who, sitting=chosen)
        elif asked.application.seat_at(_gathering(asked)):
            await ask(updates.give_place_back, *who)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        again = "You can change your answer with the same link until then."
        if answer["sitting"] == _NONE:
            goes_on = "Your application goes on all the same."
            has_applied = asked.application_view.stage is not ApplicationStage.INVITED
            return Confirmation("Thank you for telling us", (goes_on, again) if has_applied else (again,))
        sitting = _dates(asked)[answer["sitting"]]
        invitation = "A letter with an invitation for your calendar is on its way to you."
        return Confirmation(f"You have a seat on {_spoken(sitting, asked)}", (invitation, again))


def _offered(asked: Asked) -> Iterator[Gathering]:
    for gathering in asked.application.rules.gatherings:
        if gathering.key not in asked.application.came_to and _coming(gathering, asked):
            yield gathering


def _gathering(asked: Asked) -> Gathering:
    return asked.application.rules.gathering(asked.about or "")


def _coming(gathering: Gathering, asked: Asked) -> dict[str, Sitting]:
    """Those whose hours are known, by key."""
    plan = asked.programme.gathering(gathering.key)
    told = {key: plan.sitting(key) for key in (one.key for one in gathering.sittings)}
    timed = {key for key, date in told.items() if date and date.hours}
    return {s.key: s for s in gathering.sittings if s.starts > asked.reader.now and s.key in timed}


def _dates(asked: Asked) -> Mapping[str, Sitting]:
    return _coming(_gathering(asked), asked)


def _spoken(sitting: Sitting, asked: Asked) -> str:
    return full_sitting(asked.about or "", sitting, asked.reader)
