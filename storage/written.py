"""What a partner has written in one pairing, for nobody but them."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.enums import Role, Wave
from domain.evaluation.story import Story
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
    actions: list[Action]
    stories: list[Story]
    """Theirs, and those of their partner that name them."""


def written_by(session: Session, pairing: str, role: Role) -> WrittenRecord:
    wish = session.get(ContactWishRow, (pairing, role.value))
    return WrittenRecord(
        answers=answers.answers_of(session, pairing, role),
        contact_asked_at=wish.asked_at if wish else None,
        agreement=goals.agreement(session, pairing),
        goals=goals.goals(session, pairing, role),
        actions=goals.actions(session, pairing, role),
        stories=stories.stories_of(session, pairing, role),
    )
