"""What an activity's failure tells to everybody who can read Temporal."""

import asyncio
from collections.abc import Callable

import pytest
from temporalio.api.failure.v1 import Failure
from temporalio.converter import DataConverter
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from activities.running import redacted_errors
from domain.errors import BadInput, NotFound, Refused, TandemError, Unreachable
from storage.database import StoreError
from tests.every import every

pytestmark = pytest.mark.unit

_NAME = "Canary " + "Mentor"


def _fail() -> None:
    raise ValueError(f"{_NAME} is not a number")


def _fail_because() -> None:
    try:
        _fail()
    except ValueError as problem:
        raise LookupError(_NAME) from problem


def _fail_while_failing() -> None:
    try:
        _fail()
    finally:
        raise KeyError(_NAME)


def _failure_of(fail: Callable[[], None]) -> ApplicationError:
    with pytest.raises(ApplicationError) as told, redacted_errors():
        fail()
    return told.value


def _as_temporal_keeps_it(problem: BaseException) -> Failure:
    kept, converter = Failure(), DataConverter.default
    converter.failure_converter.to_failure(problem, converter.payload_converter, kept)
    return kept


def test_what_goes_well_goes_well() -> None:
    with redacted_errors():
        done = True
    assert done


@every("own", [TandemError, Refused, NotFound, BadInput, Unreachable, StoreError, ApplicationError])
def test_our_own_errors_pass_as_they_are(own: type[Exception]) -> None:
    problem = own("a sentence")

    with pytest.raises(own) as told, redacted_errors():
        raise problem

    assert told.value is problem


def test_of_an_error_of_the_server_its_status_is_told_and_none_of_its_words() -> None:
    def fail() -> None:
        raise RPCError(_NAME, RPCStatusCode.UNIMPLEMENTED, b"")

    problem = _failure_of(fail)

    assert (problem.message, problem.type) == ("The Temporal server answered UNIMPLEMENTED", "RPCError")
    assert "canary" not in str(_as_temporal_keeps_it(problem)).lower()


def test_of_any_other_only_kind_and_place_are_told() -> None:
    problem = _failure_of(_fail)

    line = _fail.__code__.co_firstlineno + 1
    assert problem.message == f"ValueError in _fail, line {line}"
    assert problem.type == "ValueError"
    assert problem.details == ()
    assert not problem.non_retryable


@pytest.mark.parametrize(
    ("fail", "kind"),
    [(_fail, "ValueError"), (_fail_because, "LookupError"), (_fail_while_failing, "KeyError")],
)
def test_no_name_comes_through(fail: Callable[[], None], kind: str) -> None:
    problem = _failure_of(fail)

    assert problem.type == kind
    assert problem.__cause__ is None
    assert problem.__suppress_context__
    kept = _as_temporal_keeps_it(problem)
    assert not kept.HasField("cause")
    assert "canary" not in str(kept).lower()


async def test_a_failure_in_a_thread_is_told_like_any_other() -> None:
    with pytest.raises(ApplicationError, match=r"ValueError in _fail, line \d+$") as told, redacted_errors():
        await asyncio.to_thread(_fail)

    assert "canary" not in str(_as_temporal_keeps_it(told.value)).lower()


@pytest.mark.parametrize("stop", [asyncio.CancelledError, KeyboardInterrupt])
def test_who_stops_the_activity_is_not_held_up(stop: type[BaseException]) -> None:
    with pytest.raises(stop), redacted_errors():
        raise stop
