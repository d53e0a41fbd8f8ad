"""How an application stands, in sentences: as the store knows it, or as its life has just said."""

from collections.abc import Iterator

from cli.output import next_step, plain, say
from domain.application.due import ApplicationSnapshot
from domain.enums import CONCERN_SENTENCES, ApplicationStage
from domain.programme.programme import Programme
from storage.views import ApplicationView

Standing = ApplicationView | ApplicationSnapshot


def say_waiting(standing: Standing, programme: Programme) -> None:
    """What it waits for, and when something happens by itself."""
    if standing.waits_for:
        say(f"It waits for {standing.waits_for}.{next_step(standing.until, programme.zone)}")


def say_lacking(standing: Standing) -> None:
    """What keeps an open application from being in order."""
    if standing.stage.is_open:
        _say("Still missing", (plain(name) for name in standing.missing))
        _say("Still to be confirmed", standing.outstanding)


def say_gatherings(standing: Standing, programme: Programme) -> None:
    if standing.stage.is_open:
        _say("Signed up for", (_place(place, programme) for place in standing.signed_up))
    _say("Attended", (programme.gathering(key).title for key in standing.came_to))


def say_concerns(standing: Standing) -> None:
    for concern in standing.concerns:
        say(f"It needs your attention: {CONCERN_SENTENCES[concern]}.")


def stage_of(standing: Standing) -> str:
    return f"{plain(standing.stage)}: {plain(standing.reason)}" if standing.reason else plain(standing.stage)


def over(view: ApplicationView) -> str:
    """That this application is over, and nothing more can be recorded for it."""
    return f"{_whose(view)} is over ({stage_of(view)}), and nothing more can be recorded for it."


def out_of_the_running(view: ApplicationView) -> str:
    """That this application is out of the running, and how it comes back."""
    if view.stage is ApplicationStage.COMPLETED:
        return over(view)
    again = f"tandem application reopen {view.cohort} {view.id}"
    return f"{_whose(view)} is {stage_of(view)}. To take it up again: {again}"


def _whose(view: ApplicationView) -> str:
    return f"{view.application.email}'s application as {view.application.role}"


def _say(heading: str, parts: Iterator[str] | tuple[str, ...]) -> None:
    if said := "; ".join(parts):
        say(f"{heading}: {said}.")


def _place(place: str, programme: Programme) -> str:
    """A gathering and its date, of `gathering:sitting`."""
    key, _, sitting_key = place.partition(":")
    gathering = programme.gathering(key)
    sitting = dict(zip(gathering.sitting_keys, gathering.sittings, strict=True))[sitting_key]
    return f"{gathering.title}, {sitting.on:%a %-d %b %Y} {sitting.hours or ''}".rstrip()
