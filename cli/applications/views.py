"""Applications as the store knows them, printed."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from cli.applications.lookup import find
from cli.applications.standing import say_concerns, say_gatherings, say_lacking, say_waiting, stage_of
from cli.doors import store
from cli.output import local, plain, print_json, print_table, say
from domain.application.form import ApplicationForm
from domain.entity.entity import EntityKind
from domain.entity.outcomes import Outcome
from domain.enums import ApplicationStage, Role
from domain.programme.programme import Programme
from storage import applications, queries
from storage.views import ApplicationView, LetterView


def print_applications(cohort: str, stage: ApplicationStage | None, attention: bool, json: bool) -> None:
    with store() as session:
        queries.cohort(session, cohort)
        found = applications.applications(session, cohort, [stage] if stage else None, attention)
    if json:
        print_json([_as_json(view) for view in found])
        return
    rows = [
        (
            view.application.email,
            view.application.name,
            view.application.role,
            stage_of(view),
            view.waits_for,
            ", ".join(plain(concern) for concern in view.concerns),
        )
        for view in found
    ]
    columns = ("email", "name", "role", "stage", "waits for", "attention")
    print_table(f"Applications to {cohort}", columns, rows)


def print_application(cohort_key: str, person: str, role: Role | None, json: bool) -> None:
    view, cohort = find(cohort_key, person, role)
    workflow_id = EntityKind.APPLICATION.workflow_id(view.id)
    with store() as session:
        outcomes, letters = (
            queries.outcomes(session, workflow_id),
            queries.letters(session, workflow_id=workflow_id),
        )
    if json:
        print_json({**_as_json(view), "outcomes": outcomes, "letters": letters})
        return
    zone = cohort.programme.zone
    _print_standing(view, cohort.programme)
    print_table("\nAnswers", ("what", "answer"), _answers(view.application))
    print_table("\nHistory", ("when", "what", "about"), [_fact(outcome, zone) for outcome in outcomes])
    columns = ("written", "to", "letter", "state", "id")
    print_table("\nLetters", columns, [_letter(letter, zone) for letter in letters])


def _as_json(view: ApplicationView) -> dict[str, Any]:
    standing = view.model_dump(mode="json", exclude={"application"})
    return {**standing, **view.application.model_dump(mode="json")}


def _print_standing(view: ApplicationView, programme: Programme) -> None:
    one = view.application
    say(f"{view.id}: {stage_of(view)}, since {local(view.since, programme.zone)}")
    say(f"{one.name} <{one.email}>, {one.role} ({programme.role(one.role).label})")
    say_waiting(view, programme)
    say_lacking(view)
    say_gatherings(view, programme)
    say_concerns(view)


def _answers(application: ApplicationForm) -> Iterator[tuple[str, str]]:
    yield "arrangement", application.arrangement
    beside = {"name", "email", "role", "arrangement"}
    for name, value in application.model_dump(mode="json", exclude=beside, exclude_defaults=True).items():
        yield plain(name), "; ".join(value) if isinstance(value, list) else str(value)


def _fact(outcome: Outcome, zone: ZoneInfo) -> tuple[str, str, str]:
    about = plain(outcome.about) + (f" on {local(outcome.starts, zone)}" if outcome.starts else "")
    return local(outcome.at, zone), plain(outcome.kind), about.strip()


def _letter(letter: LetterView, zone: ZoneInfo) -> tuple[str, ...]:
    return (local(letter.written_at, zone), letter.role, letter.subject, letter.state, letter.id[:8])
