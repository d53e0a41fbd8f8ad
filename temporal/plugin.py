"""One plugin that client, worker, replayer and tests share: how workflows run, and how values travel, as
JSON that is read back by their types, encrypted if that is wanted.
"""

from dataclasses import replace
from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import (
    CompositePayloadConverter,
    DataConverter,
    DefaultFailureConverter,
    DefaultFailureConverterWithEncodedAttributes,
    EncodingPayloadConverter,
    PayloadCodec,
)
from temporalio.plugin import SimplePlugin
from temporalio.worker import UnsandboxedWorkflowRunner

from temporal.codec import ENCODING, key_id, missing
from workflows.application import ApplicationWorkflow
from workflows.cohort import CohortWorkflow
from workflows.digest import DigestWorkflow
from workflows.pairing import PairingWorkflow

WORKFLOWS = (ApplicationWorkflow, PairingWorkflow, CohortWorkflow, DigestWorkflow)
"""Every kind of workflow there is, for workers and replayers."""


def tandem_plugin(codec: PayloadCodec | None = None, *, plain_failures: bool = False) -> SimplePlugin:
    """With a codec, payloads are encrypted, and so are the words of failures unless a replay asks for them,
    which tells them to nobody else. Workflows run without the SDK's sandbox (docs/decisions/0020)."""
    return SimplePlugin(
        "tandem",
        data_converter=_encrypting(codec, plain_failures) if codec else DATA_CONVERTER,
        workflow_runner=UnsandboxedWorkflowRunner(),
    )


class _Encrypted(EncodingPayloadConverter):
    """Says of what is encrypted that there is no key for it. With one, the codec has decrypted it before."""

    @property
    def encoding(self) -> str:
        return ENCODING

    def to_payload(self, value: Any) -> Payload | None:
        return None

    def from_payload(self, payload: Payload, type_hint: type | None = None) -> Any:
        raise missing(key_id(payload))


_CONVERTERS = (_Encrypted(), *PydanticPayloadConverter().converters.values())


class _Converter(CompositePayloadConverter):
    """The SDK makes a converter anew for each task of each workflow; what they have learned of our types is
    shared by all."""

    def __init__(self) -> None:
        super().__init__(*_CONVERTERS)


DATA_CONVERTER = DataConverter(payload_converter_class=_Converter)


def _encrypting(codec: PayloadCodec, plain_failures: bool) -> DataConverter:
    failures = DefaultFailureConverter if plain_failures else DefaultFailureConverterWithEncodedAttributes
    return replace(DATA_CONVERTER, payload_codec=codec, failure_converter_class=failures)
