"""Somebody raises a concern with whom the programme names for it, and sees how theirs stand."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from domain.letter.questions import QuestionName
from domain.programme.contacts import ConcernsContact
from domain.raised_concern import LONGEST, ConcernProgress, ConcernState, GetInTouch, ToldConcern
from domain.wording import counted
from pages.inputs import Answer, Checkboxes, Choice, Input, Radios, Text
from pages.questions.question import (
    APPLICANTS,
    PARTNERS,
    Ask,
    Asked,
    Checked,
    Confirmation,
    PageQuestion,
    PageSection,
)
from pages.words import full_day
from services import raised_concerns
from services.links import Reader

_WHAT, _GET_IN_TOUCH, _REACHED_BY, _MAY_BE_NAMED = "what", "get-in-touch", "reached-by", "may-be-named"
_YES = "yes"
SOMEBODY = "somebody with a concern"
"""As whom they stand in the audit, which says of nobody that they raised one."""


class RaiseConcern(PageQuestion):
    name = QuestionName.CONCERN
    readers = PARTNERS | APPLICANTS
    section = PageSection.OWN
    has_many = is_strong = True

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [None] if reader.programme.concerns and reader.person else []

    def title(self, asked: Asked) -> str:
        return f"Raise a concern with {_named(asked).name}"

    def entry(self, asked: Asked) -> str:
        """The same for who has raised one: whoever looks over a shoulder learns nothing."""
        return f"{self.title(asked)}, or see how one stands"

    def says(self, asked: Asked) -> Sequence[str]:
        return tuple(_what_happens(asked))

    def present(self, asked: Asked) -> str | None:
        return " ".join(_standing(one, asked) for one in asked.reader.concerns) or None

    def inputs(self, asked: Asked) -> Sequence[Input]:
        name, contact, person = _named(asked).name, asked.programme.contact, asked.reader.person
        assert person
        ways = (
            Choice(GetInTouch.YES, "Yes"),
            Choice(GetInTouch.NO, "No, but they may know who I am"),
            Choice(GetInTouch.UNNAMED, "No, and leave out my name", "They can ask you nothing then."),
        )
        passed_on = Choice(_YES, f"{contact.name} may hear that it comes from me")
        missing = f"Choose whether {name} may get in touch with you"
        return (
            Text(_WHAT, "What is not right?", rows=10, longest=LONGEST, missing="Say what is not right"),
            Radios(_GET_IN_TOUCH, f"May {name} get in touch with you?", choices=ways, missing=missing),
            Text(
                _REACHED_BY,
                "How can they best reach you? (optional)",
                f"Such as a telephone number and when to ring. Otherwise they write to {person.email}.",
                optional=True,
                longest=200,
            ),
            Checkboxes(
                _MAY_BE_NAMED,
                "Who else may know? (optional)",
                "Nobody, unless you say so here.",
                optional=True,
                choices=(passed_on,),
            ),
        )

    def warned(self, asked: Asked, answer: Answer) -> Checked:
        told, name = _told(answer), _named(asked).name
        return Checked(
            "Check what you are going to say", (f"It goes to {name}.",), tuple(_rows(told, asked)), "Send it"
        )

    def actor(self, asked: Asked) -> str:
        return SOMEBODY

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        await ask(raised_concerns.raise_concern, asked.reader, _told(answer))

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        named = _named(asked)
        return Confirmation(
            f"{named.name} will read it",
            (
                f"They get a letter now, and look at what you wrote within {counted(named.days, 'day')}.",
                "Whether they have received it you see where you raised it, once you have typed the address "
                "that your letter went to.",
                *_if_it_cannot_wait(asked),
            ),
        )


def _named(asked: Asked) -> ConcernsContact:
    assert asked.programme.concerns
    return asked.programme.concerns


def _what_happens(asked: Asked) -> Iterator[str]:
    named, contact = _named(asked), asked.programme.contact
    yield (
        f"What you write here is shown to {named.name} alone: neither to {contact.name}, who coordinates the "
        "programme, nor to your partner or your line manager. Nobody else is told that you have written."
    )
    within, kept = counted(named.days, "day"), counted(asked.programme.retention.concerns, "day")
    yield (
        f"They get a letter at once, without a word of it, and look at it within {within}. It is "
        f"deleted {kept} after they have closed it, or when you ask to be erased."
    )
    yield from _if_it_cannot_wait(asked)


def _if_it_cannot_wait(asked: Asked) -> Iterator[str]:
    """Also where to turn to for what weighs on somebody."""
    named, wellbeing = _named(asked), asked.programme.wellbeing
    ring = f"If it cannot wait, ring {named.name}: {named.telephone}. " if named.telephone else ""
    yield f"{ring}If somebody is in danger, call the emergency services."
    if wellbeing:
        ways = (str(way) for way in (wellbeing.email, wellbeing.telephone, wellbeing.url) if way)
        yield f"{wellbeing.text} {', '.join(ways)}".strip()


def _standing(one: ConcernProgress, asked: Asked) -> str:
    raised = f"You raised a concern with {one.told_to} on {full_day(one.raised_at, asked.reader)}."
    if one.state is ConcernState.CLOSED:
        return f"{raised} They have closed it."
    if one.state is ConcernState.RECEIVED:
        return f"{raised} They have received it."
    if one.came_back:
        return f"{raised} Our letter about it has not reached them: please write to them yourself."
    waits = f"{raised} They have not said yet that they have received it"
    if asked.reader.now < one.raised_at + timedelta(days=_named(asked).days):
        return f"{waits}."
    return f"{waits}, and should have by now. We remind them; you can also write to them yourself."


def _told(answer: Answer) -> ToldConcern:
    """Of who leaves out their name nothing goes along that would say it."""
    get_in_touch = GetInTouch(answer[_GET_IN_TOUCH])
    is_named = get_in_touch is not GetInTouch.UNNAMED
    return ToldConcern(
        what=answer[_WHAT],
        get_in_touch=get_in_touch,
        reached_by=answer[_REACHED_BY] if get_in_touch is GetInTouch.YES else None,
        may_be_named=is_named and _YES in answer[_MAY_BE_NAMED],
    )


def _rows(told: ToldConcern, asked: Asked) -> Iterator[tuple[str, str]]:
    person, contact = asked.reader.person, asked.programme.contact
    assert person
    yield "What is not right", told.what
    if told.get_in_touch is GetInTouch.UNNAMED:
        yield "From", "somebody who takes part"
        return
    yield "From", f"{person.name}, {person.email}"
    may = told.get_in_touch is GetInTouch.YES
    yield "Get in touch", (told.reached_by or f"by email, {person.email}") if may else "no"
    yield f"{contact.name} may hear whose it is", "yes" if told.may_be_named else "no"
