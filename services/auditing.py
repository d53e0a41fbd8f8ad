"""Who did what, and who saw whom: written down for each service that is asked, and read again."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple, TypeVar

from domain.audit import AuditEntry, AuditResult, ChainEnd
from domain.entity.entity import EntityKind
from domain.errors import TandemError, Unreachable
from services.context import Context
from services.rights import action
from storage import audit, people, queries
from storage.audit import AuditFilter
from storage.coordinators import KnownCoordinator
from storage.people import get_or_create_actor
from storage.views import ApplicationView, CohortView, LetterView, PairingView, PersonView

Result = TypeVar("Result")
Service = Callable[..., Any]


class Recorder:
    """Takes what a service returns, before anybody sees it."""

    def __init__(self) -> None:
        self.subjects: set[str] = set()

    def of(self, result: Result) -> Result:
        self.subjects |= set(subjects_in(result))
        return result


@contextmanager
def recorded(context: Context, service: Service, arguments: Sequence[object]) -> Iterator[Recorder]:
    """Write down that this service was asked, about whom, and what came of it. Raises Unreachable if that
    cannot be written: then nothing is shown."""
    recorder = Recorder()
    named = [argument for argument in arguments if isinstance(argument, str)]

    def write(result: AuditResult) -> None:
        with context.store() as session:
            subjects = recorder.subjects | set(queries.entities_named(session, named))
            actor = get_or_create_actor(session, context.actor)
            audit.append(session, context.clock(), actor, action(service), result, sorted(subjects))

    try:
        yield recorder
    except Exception as problem:
        is_answer = isinstance(problem, TandemError) and not isinstance(problem, Unreachable)
        with suppress(TandemError):  # the reason counts for more, and the store may be it
            write(AuditResult.REFUSED if is_answer else AuditResult.UNANSWERED)
        raise
    write(AuditResult.DONE)


def subjects_in(value: object) -> Iterator[str]:
    """The ids of everything and everybody in this value, which a service returns."""
    if name := _NAMES.get(type(value)):
        yield name(value)
    elif isinstance(value, Mapping):
        yield from _in_all(value.values())
    elif isinstance(value, (tuple, list, set, frozenset)):
        yield from _in_all(value)
    elif is_dataclass(value):
        yield from _in_all(getattr(value, field.name) for field in fields(value))


def _in_all(values: Iterable[object]) -> Iterator[str]:
    for value in values:
        yield from subjects_in(value)


_NAMES: Mapping[type, Callable[[Any], str]] = {
    ApplicationView: lambda view: EntityKind.APPLICATION.workflow_id(view.id),
    KnownCoordinator: lambda known: f"actor-{known.actor}",
    CohortView: lambda view: EntityKind.COHORT.workflow_id(view.key),
    LetterView: lambda view: f"letter-{view.id}",
    PairingView: lambda view: EntityKind.PAIRING.workflow_id(view.id),
    PersonView: lambda view: f"person-{view.id}",
}


class Verified(NamedTuple):
    end: ChainEnd
    broken_at: int | None
    """The number of the first entry that is not as it was written, or is missing."""


def list_entries(context: Context, wanted: AuditFilter, most: int) -> list[tuple[AuditEntry, str]]:
    """The latest entries of these, each with the name of who asked, the latest first."""
    with context.store() as session:
        found = audit.entries(session, wanted, most)
        called = people.names_of(session, {entry.actor for entry, _ in found})
        return [(entry, called.get(entry.actor, name)) for entry, name in found]


def verify(context: Context) -> Verified:
    """Whether the audit is whole."""
    with context.store() as session:
        return Verified(audit.latest(session), audit.broken_at(session))
