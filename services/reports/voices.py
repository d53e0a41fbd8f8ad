"""The words of a report. They are looked up whenever it is written, whatever its number: what somebody has
taken back is not in it any more, and what was erased is gone. Its numbers stay as they were made."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from domain.enums import Wave
from domain.evaluation.item import ItemKind
from domain.value import Value
from services.evaluation.results import CohortResults, Quote
from storage import recommendations
from storage.views import CohortView


class Voices(Value):
    quotes: tuple[Quote, ...] = ()
    """Approved by all who must."""
    said: Mapping[str, tuple[str, ...]] = {}
    """By an open question's key, what was answered by those who agree to be quoted without a name."""
    questions: Mapping[str, str] = {}
    """The words of these questions."""
    actions: tuple[str, ...] = ()
    """What participants have changed at work, without a name."""
    corrected: tuple[str, ...] = ()
    """What was corrected because of what was said."""
    corrected_before: tuple[str, ...] = ()
    """The same of the cohort before."""
    recommended: tuple[str, ...] = ()


def voices_of(session: Session, cohort: CohortView, found: CohortResults) -> Voices:
    """What may be told. `found`: what the cohort's participants have said."""
    plan = cohort.programme.questionnaire
    asked = {
        item.key: item.text
        for item in plan.all_items
        if item.kind is ItemKind.TEXT and _at_the_end(item.waves)
    }
    return Voices(
        quotes=found.quotes,
        said={key: found.results.words.get(key, ()) for key in asked},
        questions=asked,
        actions=found.actions,
        corrected=tuple(note.note for note in found.notes),
        corrected_before=tuple(note.note for note in found.notes_before),
        recommended=recommendations.recommendations(session, cohort.key),
    )


def _at_the_end(waves: tuple[Wave, ...]) -> bool:
    return Wave.END in waves or Wave.LATER in waves
