"""`tandem worker`: what runs for months in production."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
import typer
from temporalio.service import RPCError

from cli.spelling import spelled
from domain.errors import TandemError, Unreachable
from ops.logging import configure_logging
from settings import read_settings
from temporal.diagnosis import server_answered
from worker import run_worker

app = typer.Typer()


@app.command("worker")
def worker() -> None:
    """Run a worker alone, for production, until SIGTERM or Ctrl-C."""
    settings = read_settings()
    configure_logging(settings.log)
    with _in_one_style(settings.log):
        asyncio.run(run_worker(settings))


@contextmanager
def _in_one_style(style: str) -> Iterator[None]:
    """Where machines read, why it ends is a log line like any other; people get the sentence alone."""
    try:
        yield
    except Exception as found:
        if style == "text":
            raise
        problem = server_answered(found) if isinstance(found, RPCError) else found
        if isinstance(problem, TandemError):
            structlog.get_logger().error("ended", reason=spelled(str(problem)))
        else:
            structlog.get_logger().exception("ended")
        raise typer.Exit(3 if isinstance(problem, Unreachable) else 1) from None
