"""How values travel between clients, workflows and activities: as JSON, read back by their types.

A later release may have added a field. Where it says nothing yet (it is null or empty), a value is
understood all the same, so that the release before can be gone back to; where it says something, and be it
no or nought, it is not passed over.
"""

import json
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticJSONPlainPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultPayloadConverter,
    JSONPlainPayloadConverter,
)


class _ForgivingJson(PydanticJSONPlainPayloadConverter):
    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        try:
            return super().from_payload(payload, type_hint)
        except ValidationError as problem:
            errors = problem.errors()
            if any(error["type"] != "extra_forbidden" or _says_something(error["input"]) for error in errors):
                raise
            known = _without(json.loads(payload.data), [error["loc"] for error in errors])
            data = json.dumps(known).encode()
            return super().from_payload(Payload(metadata=payload.metadata, data=data), type_hint)


def _says_something(value: Any) -> bool:
    return value is not None and value not in ("", [], {})


def _without(data: Any, paths: Sequence[tuple[int | str, ...]]) -> Any:
    for path in paths:
        found = data
        for step in path[:-1]:
            found = found[step]
        del found[path[-1]]
    return data


class _Converter(CompositePayloadConverter):
    def __init__(self) -> None:
        every = DefaultPayloadConverter.default_encoding_payload_converters
        super().__init__(
            *(_ForgivingJson() if isinstance(c, JSONPlainPayloadConverter) else c for c in every)
        )


DATA_CONVERTER = DataConverter(payload_converter_class=_Converter)
