"""Logging for the processes that run for months: readable on a terminal, JSON for machines.

Never a name, an address or a letter's text; ids, keys and counts only. Every line, those of the
Temporal SDK included, goes the same way, and says in which workflow or activity it was written.
"""

import logging
import os
import sys
import threading
from collections.abc import Mapping
from logging.handlers import QueueHandler, QueueListener
from queue import SimpleQueue
from typing import Any, Literal

import structlog
from temporalio import activity, workflow

from temporal.version import this_version
from workflows.names import COHORT, STAGE, cohort_of

Style = Literal["text", "json"]

_NOISY = ("alembic", "mail.log", "asyncio")


def configure_logging(style: Style, level: int = logging.INFO) -> None:
    """From now on everything that is logged goes to standard error in this style."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        _where,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    if style == "json":
        shared.append(_process(this_version(), os.getpid()))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        # Not cached: a logger that was used before would go on by an earlier configuration.
        cache_logger_on_first_use=False,
    )
    formatter = structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=_last(style))
    _replace_handler(_Aside(logging.StreamHandler(sys.stderr), formatter))
    root = logging.getLogger()
    root.setLevel(level)
    for noisy in _NOISY:
        logging.getLogger(noisy).setLevel(logging.WARNING)
    _gather_the_rest(style)


class _Aside(QueueHandler):
    """Renders a line where it is logged, and leaves the writing to a thread of its own: a workflow must
    never wait for whoever reads our output."""

    def __init__(self, target: logging.Handler, formatter: logging.Formatter) -> None:
        lines: SimpleQueue[Any] = SimpleQueue()
        super().__init__(lines)
        self.setFormatter(formatter)
        self.addFilter(_is_news)
        self._writing = QueueListener(lines, target)
        self._writing.start()

    def close(self) -> None:
        """Write what is left, and end the thread."""
        writing, self._writing = self._writing, None  # type: ignore[assignment]
        if writing:
            writing.stop()
        super().close()


def _replace_handler(handler: logging.Handler) -> None:
    root = logging.getLogger()
    for old in root.handlers:
        if isinstance(old, _Aside):
            old.close()
    root.handlers = [handler]


def _is_news(_: logging.LogRecord) -> bool:
    """What a workflow logs while it only remembers its past has been logged before."""
    return not (workflow.in_workflow() and workflow.unsafe.is_replaying_history_events())


def _where(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Add in which workflow or activity this is logged; what the line says of itself counts more."""
    return {**_place(), **event}


def _place() -> Mapping[str, Any]:
    if workflow.in_workflow():
        info, found = workflow.info(), workflow.info().typed_search_attributes
        return {
            "workflow_id": info.workflow_id,
            "workflow_type": info.workflow_type,
            "run_id": info.run_id,
            "cohort": found.get(COHORT),
            "stage": found.get(STAGE),
        }
    if activity.in_activity():
        doing = activity.info()
        return {
            "activity_type": doing.activity_type,
            "activity_id": doing.activity_id,
            "attempt": doing.attempt,
            **_of_workflow(doing.workflow_id),
        }
    return {}


def _of_workflow(workflow_id: str | None) -> Mapping[str, Any]:
    """Whose activity it is. Those that are nobody's bind their cohort themselves."""
    if workflow_id is None:
        return {}
    cohort = cohort_of(workflow_id)
    return {"workflow_id": workflow_id, **({"cohort": cohort} if cohort else {})}


def _process(version: str, pid: int) -> structlog.typing.Processor:
    def process(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        return {**event, "version": version, "pid": pid}

    return process


def _gather_the_rest(style: Style) -> None:
    """What would go to standard error by itself, or would say again in prose what is in the fields."""
    workflow.logger.workflow_info_on_message = False
    activity.logger.activity_info_on_message = False
    logging.captureWarnings(capture=True)
    if style == "json":
        threading.excepthook = _thread_failed


def _thread_failed(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value:
        logging.getLogger(__name__).error("thread_failed", exc_info=failure.exc_value)


def _last(style: Style) -> list[structlog.typing.Processor]:
    tidy = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if style == "json":
        # Local variables may hold a letter's text, so they never go into a log.
        traces = structlog.processors.ExceptionRenderer(
            structlog.tracebacks.ExceptionDictTransformer(show_locals=False)
        )
        return [tidy, traces, structlog.processors.JSONRenderer()]
    # Not Rich's, which cannot be imported within a workflow, and shows local variables by itself.
    plain = structlog.dev.plain_traceback
    return [tidy, structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]
