"""Where things stand, in a reader's words."""

from collections.abc import Iterator, Mapping

from domain.enums import ApplicationStage, Correspondent, Stage, Wave
from domain.wording import counted
from pages.questions.question import Asked
from pages.words import full_day, full_hours
from services.links import Reader

_PAIRING: Mapping[Stage, str] = {
    Stage.APPLICATION: "The two of you are asked whether you would like to go ahead.",
    Stage.INDUCTION: "You have both said yes. Next comes the first event.",
    Stage.TRAINING: "Next comes the training.",
    Stage.MENTORING: "This is the time for your sessions.",
    Stage.MIDWAY_REVIEW: "It is time to say how to go on. Your sessions go on meanwhile.",
    Stage.EVALUATION: "The time for sessions is over. We would like to know how it went.",
    Stage.COMPLETED: "You have come to the end of the programme. Thank you for taking part.",
    Stage.ENDED: "This pairing has ended.",
}
_APPLICATION: Mapping[ApplicationStage, str] = {
    ApplicationStage.OFFERED: "We have a place for you, and wait for your answer.",
    ApplicationStage.INVITED: "You are invited to apply.",
    ApplicationStage.INCOMPLETE: "Your application has arrived. Something is still missing in it.",
    ApplicationStage.CHECKING: "Your application is complete. Something else must still happen, see below.",
    ApplicationStage.IN_ORDER: "Your application is in order. We look for a partner for you.",
    ApplicationStage.RESERVE: "Your application is in order, and you are on the list for a partner.",
    ApplicationStage.PAIRED: "You have a partner. The letters about it lead to a page of its own.",
    ApplicationStage.COMPLETED: "You have come to the end of the programme. Thank you for taking part.",
    ApplicationStage.DECLINED: "Your application has not gone ahead this time.",
    ApplicationStage.CARRIED: "Your application is kept for the next time the programme runs.",
    ApplicationStage.WITHDRAWN: "You are no longer among the applicants.",
}
_TO_A_MANAGER = "Somebody who works with you has applied, and has named you as line manager."


def progress(reader: Reader) -> Iterator[str]:
    """A sentence or two."""
    if reader.role is Correspondent.MANAGER:
        yield _TO_A_MANAGER
    elif reader.role is Correspondent.APPLICANT:
        yield _APPLICATION[ApplicationStage(reader.subject.stage)]
    else:
        yield from _of_pair(Asked(reader))


def _of_pair(asked: Asked) -> Iterator[str]:
    view = asked.pairing_view
    if view.paused and view.stage.is_open:
        yield "The two of you have paused."
    yield _answered(asked) or _PAIRING[view.stage]
    if view.stage.pair_meets:
        met = (
            f"met for {counted(view.sessions, 'session', 'sessions')} so far"
            if view.sessions
            else "not met yet"
        )
        yield f"You have {met}; at least {view.minimum} are asked of you."


def _answered(asked: Asked) -> str | None:
    """Where things stand for who has answered what the stage asks; None for who has not."""
    if asked.reader.entity is None:
        return None
    told = asked.pairing.partner(asked.role)
    match asked.pairing.stage:
        case Stage.APPLICATION if told.accepted:
            return f"You have said yes. We wait for the answer of {asked.partner.name}."
        case Stage.MIDWAY_REVIEW if told.review:
            return "You have said how to go on. Your sessions go on meanwhile."
        case Stage.EVALUATION if Wave.END in told.answers:
            return "The time for sessions is over. Thank you for telling us how it went."
    return None


def dates(reader: Reader) -> Iterator[tuple[str, str]]:
    """What is on, and when, the earliest first."""
    if reader.role in (Correspondent.MANAGER, Correspondent.APPLICANT) or reader.entity is None:
        return
    asked = Asked(reader)
    if asked.pairing.is_open:
        for _, what, when in sorted([*_gatherings(asked), *_sessions(asked)]):
            yield what, when
        yield "Last day for sessions", full_day(asked.pairing.sessions_close, reader)


def _gatherings(asked: Asked) -> Iterator[tuple[str, str, str]]:
    for gathering in asked.pairing.rules.gatherings:
        sitting = asked.pairing.next_sitting(gathering, asked.role)
        if asked.role in gathering.roles and sitting and sitting.ends > asked.reader.now:
            plan = asked.programme.gathering(gathering.key)
            when = full_hours(sitting.starts, sitting.ends, asked.reader)
            place = plan.sitting(sitting.key)
            where = (place.where or place.link) if place else None
            yield sitting.starts.isoformat(), plan.title, f"{when} ({where})" if where else when


def _sessions(asked: Asked) -> Iterator[tuple[str, str, str]]:
    for session in asked.pairing.booked:
        when = full_hours(session.starts, session.ends, asked.reader)
        yield session.starts.isoformat(), f"Session with {asked.partner.name}", when
