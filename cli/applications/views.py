"""Applications, printed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from cli.output import local, next_step, print_json, print_table, say
from domain.application.due import ApplicationSnapshot
from domain.application.form import ApplicationForm
from domain.clock import format_date_and_hours, format_day
from domain.entity.outcomes import Outcome
from domain.enums import CONCERN_SENTENCES, Role, in_words
from domain.programme.programme import Programme
from services.applications.importing import ImportedFile, ImportSummary
from services.applications.inviting import InvitedFile
from services.applications.keeping import KeptRow
from services.applications.lookup import with_address
from services.applications.reading import ApplicationHistory, out_of_the_running, stage_in_words
from services.applications.sending import Sent
from services.applications.updates import UpdatedApplication
from storage.arrivals import Imported
from storage.views import ApplicationView, LetterView

Standing = ApplicationView | ApplicationSnapshot
_LATE = {"next_cohort": "kept for the next cohort", "declined": "declined"}


def print_applications(cohort: str, found: Sequence[ApplicationView], json: bool) -> None:
    if json:
        print_json([_as_json(view) for view in found])
        return
    rows = [
        (
            view.application.email,
            view.application.name,
            view.application.role,
            stage_in_words(view),
            view.waits_for,
            ", ".join(in_words(concern) for concern in view.concerns),
        )
        for view in found
    ]
    columns = ("email", "name", "role", "stage", "waits for", "attention")
    print_table(f"Applications to {cohort}", columns, rows)


def print_application(history: ApplicationHistory, json: bool) -> None:
    view, cohort = history.found
    if json:
        outcomes = [_outcome_as_json(outcome, history.actors) for outcome in history.outcomes]
        print_json({**_as_json(view), "outcomes": outcomes, "letters": history.letters})
        return
    zone = cohort.programme.zone
    _print_snapshot(view, cohort.programme)
    print_table("\nAnswers", ("what", "answer"), _answers(view.application))
    rows = [_outcome(outcome, history.actors, zone) for outcome in history.outcomes]
    print_table("\nHistory", ("when", "what", "about", "by"), rows)
    columns = ("written", "to", "letter", "state", "id")
    print_table("\nLetters", columns, [_letter(letter, zone) for letter in history.letters])


def print_updated(updated: UpdatedApplication) -> None:
    """How it stands after something was told."""
    view, cohort = updated.found
    who = f"{view.id}, {with_address(view)} ({view.application.role})"
    if updated.snapshot is None:
        say(f"{who}: {stage_in_words(view)}, as it was before.")
        return
    say(f"{who}: {stage_in_words(updated.snapshot)}.")
    _print_waiting(updated.snapshot, cohort.programme)
    _print_gatherings(updated.snapshot, cohort.programme)
    _print_concerns(updated.snapshot)


def print_imported(imported: ImportedFile, dry_run: bool) -> None:
    say(_counted(imported.summary, dry_run))
    for sentence in _consequences(imported.summary, imported.programme):
        say(f"  {sentence}")


def print_invited(invited: InvitedFile, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    say(f"{invited.invited} {would}invited to apply, {invited.before} asked before.")
    if invited.applied:
        say(f"{invited.applied} had applied already, and {would or 'are '}invited now.")


def print_progress(sent: int, of: int) -> None:
    say(f"  {sent} of {of} sent on their way")


def print_sent(sent: Sent) -> None:
    if sent.not_begun:
        say(
            f"No worker has taken up {sent.not_begun} of them yet; they go on when one does. Is one running? "
            "(tandem up, or tandem worker)"
        )


def _counted(summary: ImportSummary, dry_run: bool) -> str:
    results = summary.results
    parts = [
        f"{results[Imported.NEW]} new {'would be kept' if dry_run else 'kept'}",
        f"{results[Imported.SAME]} there already",
    ]
    if results[Imported.ARRIVED]:
        parts.append(f"{results[Imported.ARRIVED]} arrived from people who were asked before")
    if results[Imported.CHANGED]:
        parts.append(f"{results[Imported.CHANGED]} changed")
    roles = sorted(summary.roles.items())
    in_file = ", ".join(f"{count} {role}{'s' * (count > 1)}" for role, count in roles)
    return f"{', '.join(parts)} ({in_file} in the file)."


def _consequences(summary: ImportSummary, programme: Programme) -> Iterator[str]:
    if summary.closed:
        closed, late = format_day(summary.closed, programme.zone), _LATE[summary.late_are]
        yield f"{_people(summary.late, 'comes', 'come')} after the closing date ({closed}): {late}."
    if below := summary.below_grade:
        lowest = ", ".join(f"{role}s: {programme.role(role).minimum_grade}" for role in sorted(below))
        yield f"{_people(below.total(), 'is', 'are')} below the minimum grade ({lowest}): declined."
    if summary.lacking:
        fields = ", ".join(f"{in_words(name)} ({count})" for name, count in summary.lacks.items())
        yield f"{_people(summary.lacking, 'lacks', 'lack')} something and will be asked for it: {fields}."
    for name in summary.never_said:
        yield (
            f"Nobody in the file says the {in_words(name)}. If a column holds it, name the column: "
            f"--map 'COLUMN={name}'"
        )
    for role, emails in summary.uninvited.items():
        yield _uninvited(role, emails, programme)
    yield from _asked(summary.asked)
    yield from (f"Left out, {sentence}" for sentence in summary.in_question)


def _asked(rows: Sequence[KeptRow]) -> Iterator[str]:
    for kept in rows:
        changes = "; ".join(f"{in_words(c.field)}: {_was(c.before)}, now {_was(c.now)}" for c in kept.changes)
        who = f"Row {kept.row}, {kept.application.name} ({kept.application.role})"
        yield f"{who}, says something else than before: {changes}. It stays as it is here."
        if not kept.view.stage.is_open:
            yield out_of_the_running(kept.view)
    if rows:
        yield "To take over what the file says now: --update. To leave it, and not be asked again: --keep"


def _was(said: str) -> str:
    return repr(said) if said else "nothing"


def _uninvited(role: Role, emails: Sequence[str], programme: Programme) -> str:
    who = ", ".join(emails[:5]) + (", ..." if len(emails) > 5 else "")
    return (
        f"{_people(len(emails), 'has', 'have')} not been invited, and one enters as {role} "
        f"({programme.role(role).label}) by invitation: {who}. They wait for you: tandem application "
        "invite, or decline."
    )


def _people(count: int, verb: str, verbs: str) -> str:
    return f"{count} {verb if count == 1 else verbs}"


def _print_snapshot(view: ApplicationView, programme: Programme) -> None:
    one = view.application
    say(f"{view.id}: {stage_in_words(view)}, since {local(view.since, programme.zone)}")
    say(f"{one.name} <{one.email}>, {one.role} ({programme.role(one.role).label})")
    _print_waiting(view, programme)
    if view.stage.is_open:
        _print_list("Still missing", map(in_words, view.missing))
        _print_list("Still to be confirmed", view.outstanding)
    _print_gatherings(view, programme)
    _print_concerns(view)


def _print_waiting(standing: Standing, programme: Programme) -> None:
    """What it waits for, and when something happens by itself."""
    if standing.waits_for:
        say(f"It waits for {standing.waits_for}.{next_step(standing.until, programme.zone)}")


def _print_gatherings(standing: Standing, programme: Programme) -> None:
    if standing.stage.is_open:
        _print_list("Signed up for", (_sitting(place, programme) for place in standing.signed_up))
    _print_list("Attended", (programme.gathering(key).title for key in standing.came_to))


def _print_concerns(standing: Standing) -> None:
    for concern in standing.concerns:
        say(f"It needs your attention: {CONCERN_SENTENCES[concern]}.")


def _print_list(heading: str, parts: Iterable[str]) -> None:
    if said := "; ".join(parts):
        say(f"{heading}: {said}.")


def _sitting(place: str, programme: Programme) -> str:
    """A gathering and its date, of `gathering:sitting`."""
    key, _, sitting_key = place.partition(":")
    gathering = programme.gathering(key)
    sitting = gathering.sitting(sitting_key)
    when = format_date_and_hours(sitting.on, sitting.hours) if sitting else sitting_key
    return f"{gathering.title}, {when}"


def _as_json(view: ApplicationView) -> dict[str, Any]:
    standing = view.model_dump(mode="json", exclude={"application"})
    return {**standing, **view.application.model_dump(mode="json")}


def _outcome_as_json(outcome: Outcome, actors: Mapping[str, str]) -> dict[str, Any]:
    return {**outcome.model_dump(mode="json"), "actor": actors.get(outcome.actor or "")}


def _answers(application: ApplicationForm) -> Iterator[tuple[str, str]]:
    yield "arrangement", application.arrangement
    beside = {"name", "email", "role", "arrangement"}
    for name, value in application.model_dump(mode="json", exclude=beside, exclude_defaults=True).items():
        yield in_words(name), "; ".join(value) if isinstance(value, list) else str(value)


def _outcome(outcome: Outcome, actors: Mapping[str, str], zone: ZoneInfo) -> tuple[str | None, ...]:
    about = in_words(outcome.about) + (f" on {local(outcome.starts, zone)}" if outcome.starts else "")
    by = actors.get(outcome.actor or "")
    return local(outcome.at, zone), in_words(outcome.kind), about.strip(), by


def _letter(letter: LetterView, zone: ZoneInfo) -> tuple[str, ...]:
    return (local(letter.written_at, zone), letter.role, letter.subject, letter.state, letter.id[:8])
