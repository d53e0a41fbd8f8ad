"""Logging for the processes that run for months: readable on a terminal, JSON for machines.

Never a name, an address or a letter's text; ids, keys and counts only.
"""

import logging
import sys
from typing import Literal

import structlog


def configure_logging(style: Literal["text", "json"], level: int = logging.INFO) -> None:
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_last(style))
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("alembic", "mail.log", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def _last(style: str) -> list[structlog.typing.Processor]:
    tidy = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if style == "json":
        # Local variables may hold a letter's text, so they never go into a log.
        traces = structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        )
        return [tidy, traces, structlog.processors.JSONRenderer()]
    traceback = structlog.dev.RichTracebackFormatter(show_locals=False)
    return [tidy, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=traceback)]
