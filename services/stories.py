"""Stories and quotes of participants: told with their consent, and taken back at any time."""

from datetime import datetime

from sqlalchemy.orm import Session

from domain.characters import harmful_character
from domain.enums import Role
from domain.errors import BadInput, Refused
from domain.evaluation.story import Naming, Story, check_story
from domain.value import Value
from services.context import Context
from storage import queries, stories
from storage.views import PairingView

_LONGEST = 20_000


class StoryText(Value):
    """What is to be told, and how; None: as it is."""

    words: str | None = None
    link: str | None = None
    named: Naming | None = None
    names_partner: bool | None = None


def add_story(context: Context, pairing: str, role: Role, text: StoryText) -> Story:
    """This partner agrees to tell their story: with what is to be told, or with nothing yet. Raises NotFound,
    BadInput."""
    _check(text)
    with context.store() as session:
        return _added(session, pairing, role, text, context.clock())


def tell_own_story(context: Context, pairing: str, role: Role, text: StoryText) -> Story:
    """The same by its author, who approves it with that; told again in the same words it is the same."""
    _check(text)
    now = context.clock()
    with context.store() as session:
        told = _told_before(session, pairing, role, text) or _added(session, pairing, role, text, now)
        approved = told.approved(role, now)
        stories.save(session, approved)
        return approved


def change_story(context: Context, story: str, text: StoryText) -> Story:
    """The next version, which everybody approves anew. Raises NotFound, BadInput, Refused."""
    _check(text)
    with context.store() as session:
        changed = _changed(stories.to_change(session, story), text)
        stories.save(session, changed)
        return changed


def approve_story(context: Context, story: str, by: Role | None = None, version: int | None = None) -> Story:
    """Its author, or this partner, approves it; `version`: which they have read, None for the latest. Raises
    NotFound, Refused."""
    with context.store() as session:
        found = stories.to_change(session, story)
        if version not in (None, found.version):
            raise Refused("It has been changed meanwhile. Please read it again.")
        approved = found.approved(by or found.role, context.clock())
        stories.save(session, approved)
        return approved


def withdraw_story(context: Context, story: str) -> Story:
    """It may not be told any more; where it stands somewhere it waits to be taken down. Raises NotFound."""
    with context.store() as session:
        withdrawn = stories.to_change(session, story).withdrawn(context.clock())
        stories.save(session, withdrawn)
        return withdrawn


def take_down_story(context: Context, story: str) -> Story:
    """It has been taken down wherever it stood. Raises NotFound, Refused."""
    with context.store() as session:
        taken_down = stories.to_change(session, story).taken_down(context.clock())
        stories.save(session, taken_down)
        return taken_down


def list_stories(context: Context, cohort: str) -> list[tuple[Story, PairingView]]:
    """Each with the pairing of its author, the first first. Raises NotFound."""
    with context.store() as session:
        found = stories.stories(session, queries.cohort(session, cohort).key)
        return [(story, queries.pairing(session, story.pairing)) for story in found]


def show_story(context: Context, story: str) -> tuple[Story, PairingView]:
    """Raises NotFound."""
    with context.store() as session:
        found = stories.story(session, story)
        return found, queries.pairing(session, found.pairing)


def _added(session: Session, pairing: str, role: Role, text: StoryText, now: datetime) -> Story:
    told = _changed(stories.add(session, pairing, role, now), text)
    stories.save(session, told)
    return told


def _told_before(session: Session, pairing: str, role: Role, text: StoryText) -> Story | None:
    """Somebody who has pressed a button twice, or was told that the first time had failed."""
    own = (one for one in stories.stories_of(session, pairing, role) if one.role is role)
    return next((one for one in own if not one.withdrawn_at and _changed(one, text) == one), None)


def _changed(story: Story, text: StoryText) -> Story:
    """Words take the place of a link, and a link of words."""
    changed = story.changed(text.words, text.link, text.named, text.names_partner)
    if text.words and changed.link:
        return changed.replace(link=None)
    return changed.replace(words=None) if text.link and changed.words else changed


def _check(text: StoryText) -> None:
    check_story(text.words, text.link)
    for said in (text.words, text.link):
        if said and (found := harmful_character(said)):
            raise BadInput(f"The story holds {found}; type it anew.")
        if said and len(said) > _LONGEST:
            raise BadInput(f"The story has {len(said):,} characters; at most {_LONGEST:,} are kept.")
