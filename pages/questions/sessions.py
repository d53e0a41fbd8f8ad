"""Sessions that are booked or over: another time, no time, or that the two have met."""

from collections.abc import Sequence

from domain.enums import SessionState, Stage
from domain.errors import BadInput
from domain.letter.questions import QuestionName
from domain.pairing.pairing import Session
from pages.inputs import Answer, Choice, Form, Input, Number, Radios, read_all
from pages.questions.booking import asks_whether_meant, moment_of, typed_moment, when
from pages.questions.question import PARTNERS, Ask, Asked, Checked, Confirmation, PageQuestion, PageSection
from pages.words import full_hours, full_moment
from services import pairings
from services.links import Reader

_MOVE, _CANCEL = "move", "cancel"
_YES, _NO = "yes", "no"
_HELD_SINCE = (Stage.MENTORING, Stage.MIDWAY_REVIEW, Stage.EVALUATION)
_LONGEST = 600


class ChangeSession(PageQuestion):
    name = QuestionName.SESSION
    readers = PARTNERS
    section = PageSection.SESSIONS

    def about(self, reader: Reader) -> Sequence[str | None]:
        if reader.entity is None or not Asked(reader).pairing.is_open:
            return []
        booked = Asked(reader).pairing.booked
        return [str(session.number) for session in booked if session.starts > reader.now]

    def title(self, asked: Asked) -> str:
        return f"Change the session on {_spoken(asked)}?"

    def inputs(self, asked: Asked) -> Sequence[Input]:
        choices = (
            Choice(_MOVE, "We have agreed on another time", "Fill in the day and the time below."),
            Choice(_CANCEL, "We will not meet then"),
        )
        return (
            Radios("change", self.title(asked), choices=choices),
            *when("session", "The new day, if there is one", optional=True),
        )

    def stands(self, asked: Asked) -> Form:
        return {"change": (_MOVE,), **typed_moment("session", _session(asked).starts, asked.reader)}

    def warned(self, asked: Asked, answer: Answer) -> Checked | None:
        return asks_whether_meant(asked, answer) if answer["change"] == _MOVE else None

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        pairing, number = asked.pairing.id, _session(asked).number
        if answer["change"] == _CANCEL:
            await ask(pairings.cancel_session, pairing, number)
            return
        starts = moment_of("session", answer, asked.reader)
        if starts is None:
            raise BadInput("Fill in the new day and time, or say that you will not meet then.")
        await ask(pairings.move_session, pairing, number, starts)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        follows = "Both of you get a letter, and your calendars follow."
        if answer["change"] == _CANCEL:
            return Confirmation("The session is cancelled", (follows, "You can book another on your page."))
        starts = moment_of("session", answer, asked.reader)
        assert starts
        return Confirmation(f"Moved to {full_moment(starts, asked.reader)}", (follows,))


class Met(PageQuestion):
    """Whether a booked session took place; about none in particular, that the two have met."""

    name = QuestionName.MET
    readers = PARTNERS

    def about(self, reader: Reader) -> Sequence[str | None]:
        if not _can_tell(reader):
            return []
        begun = [s for s in Asked(reader).pairing.booked if s.starts <= reader.now]
        return [*(str(session.number) for session in begun), None]

    def can_be_asked(self, asked: Asked) -> bool:
        """What was said can be put right, though nobody is asked again."""
        if super().can_be_asked(asked):
            return True
        is_theirs = asked.reader.role in self.readers and _can_tell(asked.reader)
        return is_theirs and asked.about in {
            str(s.number) for s in asked.pairing.sessions if _can_be_said_of(s, asked.reader)
        }

    def title(self, asked: Asked) -> str:
        if asked.about is None:
            return f"When did you and {asked.partner.name} meet?"
        return f"Did you and {asked.partner.name} meet on {_spoken(asked)}?"

    def entry(self, asked: Asked) -> str:
        return self.title(asked) if asked.about else "Tell us of a session that was not booked here"

    def stands_under(self, asked: Asked) -> PageSection:
        return super().stands_under(asked) if asked.about else PageSection.SESSIONS

    def says(self, asked: Asked) -> Sequence[str]:
        private = "We never ask what you talked about: that stays between you."
        if asked.about is None:
            return ("For a session that was not booked here.", private)
        return ("One answer from the two of you is enough.", private)

    def present(self, asked: Asked) -> str | None:
        if asked.about is None or _session(asked).state is SessionState.BOOKED:
            return None
        held = _session(asked).state is SessionState.HELD
        return f"It is down as {'held' if held else 'not held'}."

    def inputs(self, asked: Asked) -> Sequence[Input]:
        usual = asked.pairing.rules.sessions.minutes
        minutes = Number(
            "minutes",
            "For how many minutes?",
            f"{usual}, if you leave this empty.",
            optional=True,
            largest=_LONGEST,
        )
        if asked.about is None:
            return (*when("session", self.title(asked)), minutes)
        choices = (Choice(_YES, "Yes, we met"), Choice(_NO, "No", "Plans change, and that is all right."))
        return (Radios("met", self.title(asked), choices=choices, missing="Choose yes or no"), minutes)

    def stands(self, asked: Asked) -> Form:
        if asked.about is None or _session(asked).state is SessionState.BOOKED:
            return {}
        session = _session(asked)
        held = session.state is SessionState.HELD
        return {"met": (_YES if held else _NO,), "minutes": (str(session.minutes),)}

    def is_told(self, asked: Asked, answer: Answer) -> bool:
        """Who leaves the minutes empty says nothing about them."""
        stands = dict(read_all(self.inputs(asked), self.stands(asked))[0])
        return bool(answer == (stands if answer["minutes"] else {**stands, "minutes": None}))

    def warned(self, asked: Asked, answer: Answer) -> Checked | None:
        return None if asked.about else asks_whether_meant(asked, answer)

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        pairing, minutes = asked.pairing.id, answer["minutes"]
        if asked.about is None:
            starts = moment_of("session", answer, asked.reader)
            await ask(pairings.log_session, pairing, starts=starts, minutes=minutes)
        elif answer["met"] == _YES:
            await ask(pairings.log_session, pairing, _session(asked).number, minutes=minutes)
        else:
            await ask(pairings.log_session, pairing, _session(asked).number, held=False)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        again = "If that was a slip, tell us again with the same link: the last word counts."
        if answer.get("met") == _NO:
            return Confirmation(
                "It is down as not held", ("You can book another session on your page.", again)
            )
        held, minimum = len(asked.pairing.held), asked.pairing.rules.sessions.minimum
        says = f"You have met {held} of {minimum} times"
        return Confirmation(says, (_what_next(held, minimum), again))


def _can_tell(reader: Reader) -> bool:
    return reader.entity is not None and Asked(reader).pairing.stage in _HELD_SINCE


def _can_be_said_of(session: Session, reader: Reader) -> bool:
    return session.starts <= reader.now and session.state is not SessionState.CANCELLED


def _session(asked: Asked) -> Session:
    return asked.pairing.session(int(asked.about or 0))


def _spoken(asked: Asked) -> str:
    session = _session(asked)
    return full_hours(session.starts, session.ends, asked.reader)


def _what_next(held: int, minimum: int) -> str:
    if held < minimum:
        return "You can book the next one on your page."
    return "That is as many as we ask of you. You are welcome to meet more often."
