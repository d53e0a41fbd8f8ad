"""Stories and quotes of participants: whose they are, who has approved them, and which were taken back."""

from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from domain.enums import Role
from domain.errors import NotFound
from domain.evaluation.story import Story
from domain.suggestion import suggest
from storage import queries
from storage.tables.entities import CohortRow
from storage.tables.evaluation import StoryRow


def add(session: Session, pairing: str, role: Role, now: datetime) -> Story:
    """A story of this partner, which has neither words nor a link yet. Raises NotFound."""
    cohort = queries.pairing(session, pairing).cohort
    session.get_one(CohortRow, cohort, with_for_update=True)  # two never get the same number
    last = session.scalar(select(func.max(StoryRow.number)).where(StoryRow.cohort == cohort)) or 0
    story = Story(
        id=f"{cohort}-s{last + 1}", cohort=cohort, number=last + 1, pairing=pairing, role=role, added_at=now
    )
    session.add(StoryRow(**_columns(story)))
    session.flush()
    return story


def save(session: Session, story: Story) -> None:
    row = session.get_one(StoryRow, story.id)
    for name, value in _columns(story).items():
        setattr(row, name, value)


def story(session: Session, story_id: str) -> Story:
    """Raises NotFound."""
    row = session.get(StoryRow, story_id)
    if row is None:
        raise NotFound(f"There is no story {story_id!r}; list them with: {suggest('story list', 'COHORT')}")
    return _story(row)


def to_change(session: Session, story_id: str) -> Story:
    """The same; nobody else changes it until this transaction is over. Raises NotFound."""
    session.get(StoryRow, story_id, with_for_update=True)
    return story(session, story_id)


def stories(session: Session, cohort: str) -> list[Story]:
    """Those of this cohort, the first first."""
    query = select(StoryRow).where(StoryRow.cohort == cohort).order_by(StoryRow.number)
    return [_story(row) for row in session.scalars(query)]


def stories_of(session: Session, pairing: str, role: Role) -> list[Story]:
    """Those of this partner, and those that name them."""
    own = StoryRow.role == role
    query = select(StoryRow).where(StoryRow.pairing == pairing, or_(own, StoryRow.names_partner))
    return [_story(row) for row in session.scalars(query.order_by(StoryRow.number))]


def agreed(session: Session, cohort: str) -> list[tuple[str, Role]]:
    """Which partners of the cohort's pairings agree to tell theirs, as things stand."""
    standing = (one for one in stories(session, cohort) if not one.withdrawn_at)
    return sorted({(one.pairing, one.role) for one in standing})


def _columns(story: Story) -> dict[str, object]:
    return {**story.model_dump(), "role": story.role.value, "named": story.named.value}


def _story(row: StoryRow) -> Story:
    return Story.model_validate(row, from_attributes=True)
