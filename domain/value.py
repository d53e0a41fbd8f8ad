"""The base of every domain value: frozen, strict about its fields, copied to be changed."""

from datetime import UTC, datetime
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, PlainSerializer

T = TypeVar("T")


class Value(BaseModel):
    # An error tells what is wrong and not with which value: that may be a name.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    def replace(self, **fields: Any) -> Self:
        """A copy with these fields replaced."""
        return self.model_copy(update=fields)


def _to_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


Moment = Annotated[AwareDatetime, AfterValidator(_to_utc)]
"""A moment in time, always with a timezone and kept in UTC."""

SortedSet = Annotated[frozenset[T], PlainSerializer(sorted)]
"""A set that is the same text whenever it is written: a set's own order differs from process to process."""
