"""What somebody has written in a pairing, as it is handed to them."""

from collections.abc import Callable
from typing import Any

from domain.evaluation.story import Story
from storage.goals import Goal, PairAgreement
from storage.subject_access import PairingRecord

Redacted = Callable[[str], str]


def written_facts(record: PairingRecord, redacted: Redacted) -> dict[str, Any]:
    """`redacted`: a text without the names of others, as what one wrote for the other may hold."""
    written = record.written
    return {
        "answers": [
            {"when": wave.value, "question": question, "answer": answer}
            for wave, answers in written.answers.items()
            for question, answer in _in_words(record, answers)
        ],
        "contact_asked_at": written.contact_asked_at and written.contact_asked_at.isoformat(),
        "agreement": _agreement(written.agreement, redacted),
        "goals": [_goal(goal, redacted) for goal in written.goals],
        "feedback": [redacted(said) for said in written.feedback],
        "actions": [action.model_dump(mode="json", exclude={"role"}) for action in written.actions],
        "stories": [_story(record, story, redacted) for story in written.stories],
    }


def _in_words(record: PairingRecord, answers: dict[str, str]) -> list[tuple[str, str]]:
    """A question that is not asked any more, by its key."""
    asked = ((record.programme.questionnaire.item(key), key, answer) for key, answer in answers.items())
    return [(item.text, item.ways.get(said, said)) if item else (key, said) for item, key, said in asked]


def _agreement(agreement: PairAgreement | None, redacted: Redacted) -> dict[str, Any] | None:
    if agreement is None:
        return None
    told = agreement.model_dump(mode="json")
    return {name: redacted(text) if text and "_at" not in name else text for name, text in told.items()}


def _goal(goal: Goal, redacted: Redacted) -> dict[str, Any]:
    """Its feedback is their partner's."""
    told = goal.model_dump(mode="json", exclude={"role"})
    return {**told, "feedback": goal.feedback and redacted(goal.feedback)}


def _story(record: PairingRecord, story: Story, redacted: Redacted) -> dict[str, Any]:
    return {
        "id": story.id,
        "yours": story.role is record.role,
        "words": story.words and redacted(story.words),
        "link": story.link,
        "named": story.named.value,
        "state": story.state,
        "version": story.version,
    }
