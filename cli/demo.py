"""`tandem demo`: a whole programme, played in a minute."""

import asyncio
import logging
import shutil
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.cohorts.overview import print_status
from cli.cohorts.reporting import write_page
from cli.context import read
from cli.demo_screen import screen
from cli.output import say
from domain.programme.programme import Programme
from domain.wording import counted
from ops.logging import configure_logging
from ops.metrics.runtime import forward_core_logs
from rehearsal.story import DemoEnding, clear, real_cohorts, told
from rehearsal.year import coming_year
from services.programmes import find_programme
from services.reports.status import status
from settings import Settings, read_settings

Programmes = Annotated[str, typer.Argument(metavar="[PROGRAMME]", help="A programme's key, or a file.")]

app = typer.Typer()


@app.command("demo")
def demo(programme: Programmes = "bristol-2021") -> None:
    """Play a whole programme: a dozen pairs, all their months, in a minute or so.

    Bristol's pairs were made by hand; for any other programme people apply and are matched first.

    It works in TANDEM_HOME and begins afresh each time. On a terminal it stays up afterwards, so
    that you can look around; Ctrl-C ends it.
    """
    configure_logging("text", level=logging.ERROR)
    forward_core_logs()
    settings = read_settings()
    settings = settings.model_copy(update={**_EMBEDDED, "pages_url": settings.pages_address})
    _make_room(settings)
    moved = find_programme(programme, _next_year(find_programme(programme)))
    say(f"{moved.title}, {moved.organisation}, moved to {moved.introductions.on.year}:")
    say("its pairs live all their months on a real Temporal server, in skipped time.\n")
    asyncio.run(_play(settings, moved))


_EMBEDDED = {
    "database_url": "",
    "database_url_file": None,
    "smtp_host": "127.0.0.1",
    "smtp_security": "none",
    "smtp_user": "",
    "mail_per_minute": 60_000.0,
    "mail_connections": 10,
    "mail_only_to": "",
    "mail_redirect_to": "",
    "mail_hours": "",
    "mail_days": "all",
}
"""Whatever the environment says: a demo keeps to its own store and writes to nobody."""


def _make_room(settings: Settings) -> None:
    """Clear an earlier demo away; a folder with real cohorts only if somebody says so."""
    real = real_cohorts(settings)
    if real and sys.stdin.isatty():
        say(f"{settings.home} holds the cohort {', '.join(real)}, which is not a demo's.")
        typer.confirm("Remove it and play the demo here?", abort=True)
        clear(settings, also_real=True)
    else:
        clear(settings)


def _next_year(programme: Programme) -> str:
    return coming_year(programme, datetime.now(UTC).date()).isoformat()


async def _play(settings: Settings, programme: Programme) -> None:
    stop = asyncio.Event()
    with screen(programme.key) as watch:
        async with told(settings, programme, watch) as ending:
            watch.close()
            _print_ending(settings, programme.key, ending)
            if sys.stdin.isatty() and sys.stdout.isatty():
                for number in (signal.SIGINT, signal.SIGTERM):
                    asyncio.get_running_loop().add_signal_handler(number, stop.set)
                say(f"\nThe Web UI is up at {settings.ui_address} until Ctrl-C.")
                await stop.wait()


def _print_ending(settings: Settings, cohort: str, ending: DemoEnding) -> None:
    print_status(read(status, cohort))
    rate = ending.pairings / ending.seconds
    tandem = "tandem" if shutil.which("tandem") else _beside_python()
    say(f"\n{counted(ending.pairings, 'pairing')} in {ending.seconds:.1f} s: {rate:.2f} a second.")
    say(f"{ending.completed} lived its whole life in {ending.events} history events.")
    a_pair = ending.typed / ending.pairings
    said = (
        f"People said {counted(ending.answered, 'thing')} on their pages; a coordinator typed {ending.typed}"
    )
    say(f"{said}, {a_pair:.1f} a pair: who came to each event, and little else.")
    page = settings.home / f"report-{cohort}.html"
    write_page(cohort, page)
    say("\nWhere to look next:")
    say(f"  the report         {page}  (open it in a browser)")
    say(f"  the letters        {settings.letters_folder}/  (open one in your mail program)")
    say(f"  the Web UI         {settings.ui_address}  (after this: {tandem} up)")
    say(f"  the whole cohort   {tandem} cohort status {cohort}")
    say(f"  one pair's story   {tandem} pairing show {cohort}-04")
    say(f"  all the letters    {tandem} mail list")


def _beside_python() -> str:
    """How the command is called where it is not on the PATH."""
    command = Path(sys.executable).parent / "tandem"
    here = Path.cwd()
    return str(command.relative_to(here) if command.is_relative_to(here) else command)
