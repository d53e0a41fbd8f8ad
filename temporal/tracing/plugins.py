"""Traces for an OpenTelemetry collector, if the settings ask for them; nothing of OpenTelemetry is imported
before that. Where they go is said by OpenTelemetry's own variables (OTEL_*)."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from temporalio.plugin import SimplePlugin

from settings import Settings

PATIENCE_SECONDS = 2.0
"""A command, and a worker that stops, do not wait longer for a collector that is away."""


def tracing_plugins(settings: Settings) -> list["SimplePlugin"]:
    """What a client, and with it a worker, needs to be followed."""
    if not settings.traces:
        return []
    from temporalio.contrib.opentelemetry import OpenTelemetryPlugin
    from temporalio.plugin import SimplePlugin

    from temporal.tracing.interceptor import UpdateTraceInterceptor
    from temporal.tracing.provider import provide

    provide()
    following = SimplePlugin("tandem-following", interceptors=[UpdateTraceInterceptor()])
    return [OpenTelemetryPlugin(add_temporal_spans=True), following]


@contextmanager
def traced(settings: Settings) -> Iterator[None]:
    """One trace of all that a command asks, sent before the command ends."""
    if not settings.traces:
        yield
        return
    from temporal.tracing.provider import provide

    tracer = provide().get_tracer("tandem")
    try:
        # An error's sentence may repeat what was typed.
        with tracer.start_as_current_span("command", record_exception=False, set_status_on_exception=False):
            yield
    finally:
        send_the_rest(settings)


def send_the_rest(settings: Settings) -> None:
    """Send what has not been sent yet."""
    if not settings.traces:
        return
    from temporal.tracing.provider import provide

    # The exporter keeps to no time that it is given; its thread ends with the process.
    sending = Thread(target=provide().force_flush, daemon=True)
    sending.start()
    sending.join(PATIENCE_SECONDS)
