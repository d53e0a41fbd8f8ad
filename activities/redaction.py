"""What an activity's failure may tell: Temporal keeps it, and everybody in operations can read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from traceback import extract_tb

from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError

from domain.errors import TandemError


@contextmanager
def redacted_errors() -> Iterator[None]:
    """Our own errors are sentences without a name or an address in them and pass as they are; of an error
    of the Temporal server its status is told; of any other exception only its kind and place, since its
    text may hold anything."""
    try:
        yield
    except (TandemError, ApplicationError):
        raise
    except RPCError as problem:
        told = f"The Temporal server answered {problem.status.name}"
        raise ApplicationError(told, type=RPCError.__name__) from None
    except Exception as problem:  # noqa: BLE001
        place = extract_tb(problem.__traceback__)[-1]
        kind = type(problem).__name__
        raise ApplicationError(f"{kind} in {place.name}, line {place.lineno}", type=kind) from None
