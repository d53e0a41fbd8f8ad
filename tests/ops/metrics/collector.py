"""A small OpenTelemetry collector: real HTTP, real protobuf; it keeps what it is sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import decompress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span


class Collector:
    def __init__(self) -> None:
        self.requests: list[ExportTraceServiceRequest] = []

    def spans(self, service: str = "tandem") -> list[Span]:
        """All spans of this service so far."""
        return [
            span
            for request in self.requests
            for resource in request.resource_spans
            if {a.key: a.value.string_value for a in resource.resource.attributes}["service.name"] == service
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def traces_with(self, *names: str) -> list[list[Span]]:
        """The traces in which there are spans of all these names."""
        traces: dict[bytes, list[Span]] = {}
        for span in self.spans():
            traces.setdefault(span.trace_id, []).append(span)
        return [trace for trace in traces.values() if {span.name for span in trace} >= set(names)]


@contextmanager
def collecting(port: int) -> Iterator[Collector]:
    collector = Collector()

    class Receive(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            if self.headers.get("Content-Encoding") == "gzip":
                body = decompress(body)
            collector.requests.append(ExportTraceServiceRequest.FromString(body))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Receive)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield collector
    finally:
        server.shutdown()
        server.server_close()
