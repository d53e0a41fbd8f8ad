"""What the Temporal SDK tells of itself: its logs through ours, its metrics for Prometheus."""

import logging

from temporalio.runtime import (
    LogForwardingConfig,
    LoggingConfig,
    PrometheusConfig,
    Runtime,
    TelemetryConfig,
    TelemetryFilter,
)

from domain.errors import BadInput
from settings import Settings


def telemetry(settings: Settings) -> Runtime:
    """The runtime for a worker's client; whatever is measured by its meter shows where the settings say.

    Raises BadInput if nothing can listen there.
    """
    metrics = PrometheusConfig(
        bind_address=settings.metrics, counters_total_suffix=True, durations_as_seconds=True
    )
    try:
        return Runtime(
            telemetry=TelemetryConfig(
                logging=_logging(),
                metrics=metrics if settings.metrics else None,
                attach_service_name=False,
            )
        )
    except ValueError as problem:
        raise BadInput(f"TANDEM_METRICS: {settings.metrics} cannot be used. {problem}.") from None


def forward_core_logs() -> None:
    """From now on the SDK's own log lines go the way of ours, in a process whose clients name no runtime."""
    runtime = Runtime(telemetry=TelemetryConfig(logging=_logging()))
    Runtime.set_default(runtime, error_if_already_set=False)


def _logging() -> LoggingConfig:
    return LoggingConfig(
        filter=TelemetryFilter(core_level="WARN", other_level="ERROR"),
        forwarding=LogForwardingConfig(
            logger=logging.getLogger("temporalio.core"),
            append_target_to_name=False,
            prepend_target_on_message=False,
        ),
    )
