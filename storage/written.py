"""What a partner has written in one pairing, for nobody but them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.enums import Role, Wave
from domain.evaluation.story import Story
from domain.pairing.pairing import Pairing
from domain.pairing.waves import open_waves
from storage import answers, goals, stories
from storage.goals import Action, Goal, PairAgreement
from storage.tables.evaluation import ContactWishRow


class WrittenRecord(NamedTuple):
    answers: dict[Wave, dict[str, str]]
    """Wave by wave, by the keys of the questions."""
    contact_asked_at: datetime | None
    """When they said that the coordinator may get in touch about the work of explaining."""
    agreement: PairAgreement | None
    """With their partner."""
    goals: list[Goal]
    feedback: list[str]
    """On their partner's goals."""
    actions: list[Action]
    stories: list[Story]
    """Theirs, and those of their partner that name them."""


_NOTHING = WrittenRecord({}, None, None, [], [], [], [])


def written_by(session: Session, pairing: str, role: Role) -> WrittenRecord:
    return WrittenRecord(
        answers=answers.answers_of(session, pairing, role),
        contact_asked_at=_contact_asked_at(session, pairing, role),
        agreement=goals.agreement(session, pairing),
        goals=goals.goals(session, pairing, role),
        feedback=goals.feedback_by(session, pairing, role),
        actions=goals.actions(session, pairing, role),
        stories=stories.stories_of(session, pairing, role),
    )


def shown_to(session: Session, pairing: Pairing, role: Role, now: datetime) -> WrittenRecord:
    """The same, as far as their page may show it now: what it would not show is not read."""
    if pairing.accepted_at is None:
        return _NOTHING
    found = _NOTHING._replace(stories=stories.stories_of(session, pairing.id, role))
    if pairing.works_together:
        found = found._replace(
            agreement=goals.agreement(session, pairing.id),
            goals=goals.goals(session, pairing.id, role),
            feedback=goals.feedback_by(session, pairing.id, role),
            actions=goals.actions(session, pairing.id, role),
        )
    if open_waves(pairing, role, now):
        found = found._replace(
            answers=answers.answers_of(session, pairing.id, role),
            contact_asked_at=_contact_asked_at(session, pairing.id, role),
        )
    return found


def _contact_asked_at(session: Session, pairing: str, role: Role) -> datetime | None:
    wish = session.get(ContactWishRow, (pairing, role.value))
    return wish.asked_at if wish else None
