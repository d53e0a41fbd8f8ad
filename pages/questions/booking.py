"""A session of the pair: one that is agreed is booked; times are proposed; one that was proposed is taken."""

from collections.abc import Sequence
from datetime import datetime

from domain.clock import moment
from domain.errors import BadInput
from domain.letter.questions import QuestionName
from domain.pairing.proposing import proposed_times
from pages.inputs import Answer, Choice, Clock, Day, Form, Input, Radios
from pages.questions.question import PARTNERS, Ask, Asked, Checked, Confirmation, PageQuestion, PageSection
from pages.words import full_day, full_hours, full_moment, lasting, zone_of
from services import pairings
from services.links import Reader
from services.unusual_dates import remark_on_session

_A_LETTER = "Both of you get a letter that puts it into your calendars."


def can_book(reader: Reader) -> bool:
    if reader.entity is None:
        return False
    pairing = Asked(reader).pairing
    opens, closes = pairing.rules.sessions.opens, pairing.sessions_close
    return pairing.stage.pair_meets and not pairing.paused and opens <= reader.now <= closes


def when(name: str, label: str, optional: bool = False) -> tuple[Day, Clock]:
    """A day and a time of day, to be filled in."""
    hint = "For example, 27 3 2027"
    return (
        Day(f"{name}-on", label, hint, optional),
        Clock(f"{name}-at", "At what time?", "For example, 14:30 or 2.30pm", optional),
    )


def moment_of(name: str, answer: Answer, reader: Reader) -> datetime | None:
    """None where neither was filled in. Raises BadInput where only one was."""
    day, at = answer[f"{name}-on"], answer[f"{name}-at"]
    if (day is None) is not (at is None):
        raise BadInput("Enter the day and the time, both of them.")
    return moment(day, at, reader.programme.zone) if day else None


def moments_of(names: Sequence[str], answer: Answer, reader: Reader) -> list[datetime]:
    """Those that were filled in. Raises the same."""
    return [at for name in names if (at := moment_of(name, answer, reader))]


def typed_moment(name: str, at: datetime, reader: Reader) -> Form:
    """The form in which this moment stands."""
    day, clock = when(name, "")
    here = at.astimezone(zone_of(reader))
    return {**day.typed(here.date()), clock.name: (f"{here:%H:%M}",)}


def asks_whether_meant(asked: Asked, answer: Answer, names: Sequence[str] = ("session",)) -> Checked | None:
    """The second page before a session at a time that may be a slip of the pen; None for any other, and for
    what is no time, which is refused when it is told."""
    try:
        times = moments_of(names, answer, asked.reader)
    except BadInput:
        return None
    remarks = tuple(remark for at in times if (remark := remark_on_session(at, asked.programme.zone)))
    if not remarks:
        return None
    said = tuple(("When", full_moment(at, asked.reader)) for at in times)
    return Checked("Is that what you mean?", remarks, said, "Yes, that is right")


def _window(asked: Asked) -> str:
    closes = full_day(asked.pairing.sessions_close, asked.reader)
    return (
        f"Sessions are for {lasting(asked.pairing.rules.sessions.minutes)}, and can be held until {closes}."
    )


class Book(PageQuestion):
    name = QuestionName.BOOK
    readers = PARTNERS
    section = PageSection.SESSIONS

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [None] if can_book(reader) else []

    def title(self, asked: Asked) -> str:
        return f"When will you and {asked.partner.name} meet?"

    def entry(self, asked: Asked) -> str:
        return f"Book a session that {asked.partner.name} and you have agreed"

    def says(self, asked: Asked) -> Sequence[str]:
        return ("For a session whose time the two of you have agreed.", _window(asked))

    def inputs(self, asked: Asked) -> Sequence[Input]:
        return when("session", self.title(asked))

    def warned(self, asked: Asked, answer: Answer) -> Checked | None:
        return asks_whether_meant(asked, answer)

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        await ask(pairings.book_session, asked.pairing.id, moment_of("session", answer, asked.reader))

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        starts = moment_of("session", answer, asked.reader)
        assert starts
        changed = "If the time changes, tell us on your page, and both calendars follow."
        return Confirmation(f"Booked: {full_moment(starts, asked.reader)}", (_A_LETTER, changed))


_TIMES = ("first", "second", "third")


class Propose(PageQuestion):
    name = QuestionName.PROPOSE
    readers = PARTNERS
    section = PageSection.SESSIONS

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [None] if can_book(reader) else []

    def title(self, asked: Asked) -> str:
        return f"When could you meet {asked.partner.name}?"

    def entry(self, asked: Asked) -> str:
        return f"Propose times for a session to {asked.partner.name}"

    def says(self, asked: Asked) -> Sequence[str]:
        return (f"Propose up to three times, and {asked.partner.name} chooses one of them.", _window(asked))

    def present(self, asked: Asked) -> str | None:
        proposal = asked.pairing.proposal
        if proposal is None:
            return None
        who = "You have" if proposal.role is asked.role else f"{asked.partner.name} has"
        times = "; ".join(full_moment(starts, asked.reader) for starts in proposal.times)
        return f"{who} proposed: {times}. New times take their place."

    def stands(self, asked: Asked) -> Form:
        proposal = asked.pairing.proposal
        if proposal is None:
            return {}
        times = zip(_TIMES, proposal.times, strict=False)
        said = {"proposed-by": (proposal.role.value,)}
        return said | {k: v for name, at in times for k, v in typed_moment(name, at, asked.reader).items()}

    def is_told(self, asked: Asked, answer: Answer) -> bool:
        proposal = asked.pairing.proposal
        if proposal is None or proposal.role is not asked.role:
            return False
        try:
            return sorted(moments_of(_TIMES, answer, asked.reader)) == list(proposal.times)
        except BadInput:
            return False

    def inputs(self, asked: Asked) -> Sequence[Input]:
        labels = (self.title(asked), "Another day", "A third day")
        named = zip(_TIMES, labels, strict=True)
        return [one for name, label in named for one in when(name, label, optional=name != "first")]

    def warned(self, asked: Asked, answer: Answer) -> Checked | None:
        return asks_whether_meant(asked, answer, _TIMES)

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        times = moments_of(_TIMES, answer, asked.reader)
        await ask(pairings.propose_times, asked.pairing.id, asked.role, times)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        waits = f"We ask {asked.partner.name} by letter to choose one. {_A_LETTER}"
        return Confirmation("You have proposed times", (waits, "Until then you can propose others."))


class Take(PageQuestion):
    """The other partner has proposed times."""

    name = QuestionName.TAKE
    readers = PARTNERS

    def about(self, reader: Reader) -> Sequence[str | None]:
        return [None] if can_book(reader) and self._proposed(Asked(reader)) else []

    def title(self, asked: Asked) -> str:
        return f"Which time suits you to meet {asked.partner.name}?"

    def says(self, asked: Asked) -> Sequence[str]:
        return ("If none of them does, propose others on your page.",)

    def inputs(self, asked: Asked) -> Sequence[Input]:
        choices = tuple(_choice(starts, asked) for starts in self._proposed(asked))
        return (Radios("time", self.title(asked), choices=choices, missing="Choose one of the times"),)

    async def tell(self, ask: Ask, asked: Asked, answer: Answer) -> None:
        proposal = asked.pairing.proposal
        minutes = proposal.minutes if proposal else None
        await ask(pairings.book_session, asked.pairing.id, datetime.fromisoformat(answer["time"]), minutes)

    def told(self, asked: Asked, answer: Answer) -> Confirmation:
        when = full_moment(datetime.fromisoformat(answer["time"]), asked.reader)
        return Confirmation(f"Booked: {when}", (_A_LETTER,))

    def _proposed(self, asked: Asked) -> tuple[datetime, ...]:
        """What the other one has proposed and can still be taken."""
        proposal = asked.pairing.proposal
        if proposal is None or proposal.role is asked.role:
            return ()
        return proposed_times(asked.pairing, asked.reader.now)


def _choice(starts: datetime, asked: Asked) -> Choice:
    proposal = asked.pairing.proposal
    assert proposal
    return Choice(starts.isoformat(), full_hours(starts, proposal.ends(starts), asked.reader))
