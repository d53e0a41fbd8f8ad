"""Applications as the store knows them, printed."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from cli.application_lookup import find
from cli.applying_keeping import stage_of
from cli.doors import store
from cli.output import local, next_step, plain, print_json, print_table, say
from domain.application import Application
from domain.life import LifeKind
from domain.outcomes import Outcome
from domain.programme import Programme
from domain.words import CONCERN_SENTENCES, ApplicationStage, Role
from storage import applications, reading
from storage.views import ApplicationView, LetterView


def print_applications(cohort: str, stage: ApplicationStage | None, attention: bool, json: bool) -> None:
    with store() as session:
        reading.cohort(session, cohort)
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
    life = LifeKind.APPLICATION.of(view.id)
    with store() as session:
        outcomes, letters = reading.outcomes(session, life), reading.letters(session, life=life)
    if json:
        print_json({**_as_json(view), "outcomes": outcomes, "letters": letters})
        return
    programme = cohort.programme
    zone = programme.zone
    _print_standing(view, programme, zone)
    print_table("\nAnswers", ("what", "answer"), _answers(view.application))
    print_table("\nHistory", ("when", "what", "about"), [_fact(outcome, zone) for outcome in outcomes])
    columns = ("written", "to", "letter", "state", "id")
    print_table("\nLetters", columns, [_letter(letter, zone) for letter in letters])


def _as_json(view: ApplicationView) -> dict[str, Any]:
    standing = view.model_dump(mode="json", exclude={"application"})
    return {**standing, **view.application.model_dump(mode="json")}


def _print_standing(view: ApplicationView, programme: Programme, zone: ZoneInfo) -> None:
    one = view.application
    say(f"{view.id}: {stage_of(view)}, since {local(view.since, zone)}")
    say(f"{one.name} <{one.email}>, {one.role} ({programme.role(one.role).label})")
    if view.waits_for:
        say(f"It waits for {view.waits_for}.{next_step(view.until, zone)}")
    for heading, parts in _parts(view, programme):
        if parts:
            say(f"{heading}: {'; '.join(parts)}.")
    for concern in view.concerns:
        say(f"It needs your attention: {CONCERN_SENTENCES[concern]}.")


def _parts(view: ApplicationView, programme: Programme) -> Iterator[tuple[str, list[str]]]:
    yield "Still missing", [plain(name) for name in view.missing]
    yield "Still to be confirmed", list(view.outstanding)
    yield "Signed up for", [_place(place, programme) for place in view.signed_up]
    yield "Attended", [programme.gathering(key).title for key in view.came_to]


def _place(place: str, programme: Programme) -> str:
    key, _, sitting_key = place.partition(":")
    gathering = programme.gathering(key)
    dates = dict(zip(gathering.sitting_keys, gathering.sittings, strict=True))
    sitting = dates.get(sitting_key)
    when = f", {sitting.on:%a %-d %b %Y} {sitting.hours or ''}".rstrip() if sitting else ""
    return f"{gathering.title}{when}"


def _answers(application: Application) -> Iterator[tuple[str, str]]:
    answers = application.model_dump(mode="json", exclude={"name", "email", "role"}, exclude_defaults=True)
    for name, value in answers.items():
        yield plain(name), "; ".join(value) if isinstance(value, list) else str(value)


def _fact(outcome: Outcome, zone: ZoneInfo) -> tuple[str, str, str]:
    about = plain(outcome.about) + (f" on {local(outcome.starts, zone)}" if outcome.starts else "")
    return local(outcome.at, zone), plain(outcome.kind), about.strip()


def _letter(letter: LetterView, zone: ZoneInfo) -> tuple[str, ...]:
    return (local(letter.written_at, zone), letter.role, letter.subject, letter.state, letter.id[:8])
