"""The deadlines that letters of a programme name, as its own pairings and applications would write them."""

from collections.abc import Iterator
from datetime import datetime

from domain.application.application import Application
from domain.application.duties import duties as duties_of_application
from domain.application.rules import application_rules
from domain.entity.entity import Duty
from domain.enums import ApplicationStage, Role, Stage
from domain.letter.letter import Letter, LetterName
from domain.pairing.duties import duties as duties_of_pairing
from domain.pairing.pairing import Pairing, propose
from domain.programme.programme import Programme
from domain.programme.timetable import rules_of

_HALF_WAY = (LetterName.REVIEW_QUESTION, LetterName.QUESTIONS)


def asks_until(name: LetterName, programme: Programme, role: Role, at: datetime) -> datetime | None:
    """The day by which this letter asks for an answer, where it does. `at`: when somebody applies."""
    letters = (duty for duty in _duties(programme, role, at) if isinstance(duty, Letter))
    found = next((letter.until for letter in letters if letter.name is name), None)
    if found is None and name in _HALF_WAY:  # of a programme that never asks it
        sessions = rules_of(programme).sessions
        return sessions.opens + (sessions.closes - sessions.opens) / 2
    return found


def applying(programme: Programme, role: Role, at: datetime, stage: ApplicationStage) -> Application:
    """Somebody who has applied in this role, and stands so."""
    return Application(
        id="sample",
        since=at,
        role=role,
        rules=application_rules(programme, role),
        stage=stage,
        received=at,
        judged=at,
        checking_since=at if stage is ApplicationStage.CHECKING else None,
        missing=_missing(programme) if stage is ApplicationStage.INCOMPLETE else (),
    )


def _missing(programme: Programme) -> tuple[str, ...]:
    """What a form may not say yet: goals, where the programme needs them, or whatever else it needs."""
    needs = [str(need) for need in programme.applications.needs] if programme.applications else []
    return ("goals",) if "goals" in needs else tuple(needs[:1])


def _duties(programme: Programme, role: Role, at: datetime) -> Iterator[Duty]:
    for stage in (*_ASKED, ApplicationStage.INCOMPLETE, ApplicationStage.CHECKING):
        yield from duties_of_application(applying(programme, role, at, stage))
    for pairing in _pairings(programme):
        yield from duties_of_pairing(pairing)


_ASKED = (ApplicationStage.INVITED, ApplicationStage.OFFERED)


def _pairings(programme: Programme) -> Iterator[Pairing]:
    """One that has just begun, one that meets, and one each in its review, in its evaluation and after it."""
    rules = rules_of(programme)
    pairing = propose("sample", programme.arrangements[0], rules, rules.introductions)
    yield pairing
    meets = pairing.replace(since=rules.sessions.opens, mentoring_since=rules.sessions.opens)
    yield meets.replace(stage=Stage.MENTORING)
    if rules.review:
        review = rules.review.sittings[0].starts
        yield meets.replace(stage=Stage.MIDWAY_REVIEW, since=review)
    yield pairing.replace(stage=Stage.EVALUATION, since=rules.sessions.closes)
    over = rules.evaluation.closes if rules.evaluation else rules.sessions.closes
    yield pairing.replace(stage=Stage.COMPLETED, since=over)
