"""Where spans go: to the collector that OpenTelemetry's own variables name."""

import logging

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import OTELResourceDetector, Resource
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import get_tracer_provider, set_tracer_provider
from temporalio.contrib.opentelemetry import ReplaySafeTracerProvider, create_tracer_provider

from temporal.version import this_version


def provide() -> ReplaySafeTracerProvider:
    """The one provider of this process, made when it is first needed."""
    there = get_tracer_provider()
    if isinstance(there, ReplaySafeTracerProvider):
        return there
    made = create_tracer_provider(resource=_resource(), shutdown_on_exit=False)
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    set_tracer_provider(made)
    # A worker logs that the collector is away; a command does not trouble its user with it.
    logging.getLogger("opentelemetry").addHandler(logging.NullHandler())
    return made


def _resource() -> Resource:
    ours = Resource.create({"service.name": "tandem", "service.version": this_version()})
    return ours.merge(OTELResourceDetector().detect())
