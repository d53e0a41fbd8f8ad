"""A partner chooses on which date to come to a gathering, or says that none is possible."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from domain.letter.questions import QuestionName
from domain.programme.rules import Gathering, Sitting
from pages.inputs import Answer, Choice, Form, Input, Radios
from pages.questions.question import PARTNERS, Ask, Asked, Confirmation, PageQuestion
from pages.words import full_sitting
from services import pairings
from services.context import Context
from services.links import Reader
from services.slots import taken_times

_NONE, _SEVERAL = "none", 2
_TAKEN = "Each comes alone, and times that somebody else has are not listed."


class ChooseDate(PageQuestion):
    name = QuestionName.SITTING
    readers = PARTNERS

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [] if reader.entity is None else [g.key for g in _open_to(Asked(reader))]

    def looked_up(self, context: Context, asked: Asked) -> Asked:
        gathering = asked.about or ""
        return replace(asked, taken=taken_times(context, asked.pairing_view, gathering, asked.role))

    def title(self, asked: Asked) -> str:
        return f"{asked.programme.gathering(asked.about or '').title}: when can you come?"

    def says(self, asked: Asked) -> Sequence[str]:
        about = asked.programme.gathering(asked.about or "").about
        return tuple(filter(None, (about, _TAKEN if asked.taken else None)))

    def present(self, asked: Asked) -> str | None:
        if _cannot_come(asked):
            return "You have said that you cannot come."
        sitting = _expected(asked)
        return f"We expect you on {_spoken(sitting, asked)}." if sitting else None

    def stands(self, asked: Asked) -> Form:
        sitting = _expected(asked)
        return {"sitting": (_NONE if _cannot_come(asked) or not sitting else sitting.key,)}

    def inputs(self, asked: Asked) -> Sequence[Input]:
        dates = [Choice(sitting.key, _spoken(sitting, asked)) for sitting in _to_come(asked)]
        cannot = "I cannot come" if len(dates) < _SEVERAL else "I cannot come on any of these dates"
        none = Choice(_NONE, cannot)
        return (Radios("sitting", self.title(asked), choices=(*dates, none), missing="Choose a date"),)

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        pairing, gathering, chosen = asked.pairing.id, asked.about, answer["sitting"]
        if chosen == _NONE:
            await ask(pairings.cannot_come, pairing, gathering, asked.role)
        else:
            await ask(pairings.choose_sitting, pairing, gathering, [asked.role], chosen)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        again = "You can change your answer with the same link until then."
        title = asked.programme.gathering(asked.about or "").title
        if answer["sitting"] == _NONE:
            name = asked.programme.contact.name
            return Confirmation(f"{title}: you cannot come", (f"{name} will find a way with you.", again))
        sitting = _gathering(asked).sitting(answer["sitting"])
        follows = "If that is another date than before, a letter moves it in your calendar."
        return Confirmation(f"{title}: {_spoken(sitting, asked)}", (follows, again))


def _open_to(asked: Asked) -> Iterator[Gathering]:
    """What this partner is expected at, and has not come to."""
    pairing = asked.pairing
    if not pairing.is_open or not pairing.accepted_at:
        return
    for gathering in pairing.rules.gatherings:
        is_theirs = gathering.kind.stage is not None and asked.role in gathering.roles
        if is_theirs and not pairing.partner(asked.role).has_settled(gathering) and _coming(gathering, asked):
            yield gathering


def _gathering(asked: Asked) -> Gathering:
    return asked.pairing.rules.gathering(asked.about or "")


def _expected(asked: Asked) -> Sitting | None:
    return asked.pairing.next_sitting(_gathering(asked), asked.role)


def _cannot_come(asked: Asked) -> bool:
    return bool(asked.pairing.partner(asked.role).cannot_come(_gathering(asked), _expected(asked)))


def _coming(gathering: Gathering, asked: Asked) -> list[Sitting]:
    return [sitting for sitting in gathering.sittings if sitting.starts > asked.reader.now]


def _to_come(asked: Asked) -> list[Sitting]:
    return [sitting for sitting in _coming(_gathering(asked), asked) if sitting.key not in asked.taken]


def _spoken(sitting: Sitting, asked: Asked) -> str:
    return full_sitting(asked.about or "", sitting, asked.reader)
