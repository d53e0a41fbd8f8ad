"""How values travel between clients, workflows and activities: as JSON, read back by their types."""

from temporalio.contrib.pydantic import PydanticPayloadConverter
from temporalio.converter import CompositePayloadConverter, DataConverter

_CONVERTERS = tuple(PydanticPayloadConverter().converters.values())


class _Converter(CompositePayloadConverter):
    """The SDK makes a converter anew for each task of each workflow; what they have learned of our types is
    shared by all."""

    def __init__(self) -> None:
        super().__init__(*_CONVERTERS)


DATA_CONVERTER = DataConverter(payload_converter_class=_Converter)
