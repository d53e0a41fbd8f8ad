"""What a form says, against what it said before: which answers have changed, and what then holds."""

from collections.abc import Mapping
from typing import Any

from domain.application.form import ApplicationForm
from domain.enums import Role
from domain.value import Value

Answers = Mapping[str, Any]
"""The answers of a form as they are kept: by field, as JSON."""

_WHO = {"name", "email", "role"}


class ChangedAnswer(Value):
    """One answer of a form that is another than before."""

    field: str
    before: str
    now: str


def answers_of(form: ApplicationForm) -> dict[str, Any]:
    return form.model_dump(mode="json", exclude=_WHO)


NOTHING_SAID: Answers = answers_of(ApplicationForm(name="", email="", role=Role.MENTOR))


def changed_answers(before: Answers, now: Answers) -> tuple[ChangedAnswer, ...]:
    """In the order of the form; a field that was not there yet said nothing."""
    earlier = {**NOTHING_SAID, **before}
    return tuple(
        ChangedAnswer(field=field, before=_in_words(earlier[field]), now=_in_words(said))
        for field, said in now.items()
        if said != earlier[field]
    )


def with_changes(kept: Answers, before: Answers, now: Answers) -> dict[str, Any]:
    """What is kept, with what the form says otherwise than before: what was put right since stays."""
    changed = {change.field for change in changed_answers(before, now)}
    return {field: now[field] if field in changed else kept.get(field, said) for field, said in now.items()}


_BACKGROUND = ("background", "background_wish", "background_asked")


def without_background(answers: Answers) -> dict[str, Any]:
    """The same answers, as if nobody had been asked about their background."""
    return {field: NOTHING_SAID[field] if field in _BACKGROUND else said for field, said in answers.items()}


def _in_words(said: Any) -> str:
    return "; ".join(map(str, said)) if isinstance(said, list) else str(said or "")
