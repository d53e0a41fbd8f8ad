"""One fact about many cases is one test, which shows all of those for which it does not hold."""

import inspect
from collections.abc import Callable, Coroutine, Iterable
from functools import wraps
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])


def every(names: str | tuple[str, ...], cases: Iterable[Any], ids: Iterable[str] = ()) -> Callable[[F], F]:
    """Have the test look at each of these cases: values of the argument, or tuples of several arguments.

    For cases that leave nothing behind: all of them have the same fixtures.
    """
    arguments = names.split(",") if isinstance(names, str) else names
    listed = [case if len(arguments) > 1 else (case,) for case in cases]
    named = list(ids) or [repr(case if len(arguments) > 1 else case[0]) for case in listed]
    assert listed, "there is no case"

    def look_at_each(test: F) -> F:
        wanted = [dict(zip((name.strip() for name in arguments), case, strict=True)) for case in listed]

        @wraps(test)
        def one(**fixtures: Any) -> None:
            failed = []
            for name, case in zip(named, wanted, strict=True):
                try:
                    test(**fixtures, **case)
                except Exception as problem:  # noqa: BLE001 - whatever it is, the other cases are looked at, too
                    failed.append(_shown(name, problem))
            _raise(failed)

        @wraps(test)
        async def one_async(**fixtures: Any) -> None:
            failed = []
            for name, case in zip(named, wanted, strict=True):
                failed += await _failure(name, test(**fixtures, **case))
            _raise(failed)

        chosen: Any = one_async if inspect.iscoroutinefunction(test) else one
        signature = inspect.signature(test)
        rest = [p for p in signature.parameters.values() if p.name not in wanted[0]]
        chosen.__signature__ = signature.replace(parameters=rest)
        del chosen.__wrapped__
        return chosen  # type: ignore[no-any-return]

    return look_at_each


async def _failure(name: str, look: Coroutine[Any, Any, None]) -> list[str]:
    try:
        await look
    except Exception as problem:  # noqa: BLE001
        return [_shown(name, problem)]
    return []


def _shown(name: str, problem: Exception) -> str:
    return f"{name}: {type(problem).__name__}: {problem}"


def _raise(failed: list[str]) -> None:
    if failed:
        raise AssertionError(f"{len(failed)} of the cases:\n" + "\n".join(failed))
