"""What a later release adds to a value is passed over by the one before only as long as it says nothing."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from domain.rules import Rules
from domain.timetable import rules_of
from domain.value import Value
from tests.living import bristol
from workflows.converter import DATA_CONVERTER


class _Part(Value):
    at: datetime
    rules: Rules | None = None


class _Before(Value):
    key: str
    parts: tuple[_Part, ...] = ()


class _PartNow(_Part):
    note: str | None = None
    letters: bool | None = None
    most: int | None = None


class _Now(_Before):
    parts: tuple[_PartNow, ...] = ()
    carried_on: tuple[str, ...] | None = None


_AT = datetime(2027, 6, 1, tzinfo=UTC)
_SAYING_SOMETHING = (_PartNow(at=_AT, note="new"), _PartNow(at=_AT, letters=False), _PartNow(at=_AT, most=0))


def _as_before(value: Value) -> _Before:
    converter = DATA_CONVERTER.payload_converter
    found = converter.from_payload(converter.to_payload(value), _Before)
    assert isinstance(found, _Before)
    return found


def test_an_empty_field_of_a_later_release_is_passed_over_however_deep_it_is() -> None:
    rules = rules_of(bristol())
    now = _Now(key="p-01", parts=(_PartNow(at=_AT), _PartNow(at=_AT, rules=rules)))

    assert _as_before(now) == _Before(key="p-01", parts=(_Part(at=_AT), _Part(at=_AT, rules=rules)))


@pytest.mark.parametrize(
    "now",
    [
        _Now(key="p-01", carried_on=("p-00",)),
        *(_Now(key="p-01", parts=(part,)) for part in _SAYING_SOMETHING),
    ],
)
def test_a_field_that_says_something_is_not_passed_over(now: _Now) -> None:
    with pytest.raises(ValidationError, match="Extra inputs are not permitted"):
        _as_before(now)


def test_a_value_that_is_wrong_besides_is_refused() -> None:
    converter = DATA_CONVERTER.payload_converter

    with pytest.raises(ValidationError, match="valid string"):
        converter.from_payload(converter.to_payload({"key": 7, "later": None}), _Before)
