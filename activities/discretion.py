"""What an activity's failure may tell: Temporal keeps it, and everybody in operations can read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from traceback import extract_tb

from temporalio.exceptions import ApplicationError

from domain.errors import TandemError


@contextmanager
def discreet() -> Iterator[None]:
    """Our own errors are sentences without a name or an address in them and pass as they are; of
    any other exception only its kind and place are told, since its text may hold anything."""
    try:
        yield
    except (TandemError, ApplicationError):
        raise
    except Exception as problem:  # noqa: BLE001
        place = extract_tb(problem.__traceback__)[-1]
        kind = type(problem).__name__
        raise ApplicationError(f"{kind} in {place.name}, line {place.lineno}", type=kind) from None
