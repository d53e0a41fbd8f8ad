"""Putting right what somebody said in an application, by the same rules as in a file."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from difflib import get_close_matches

from temporalio.client import Client

from cli.applications.form import read_answers
from cli.applications.lookup import Found, find_open
from cli.applications.telling import say_standing
from cli.doors import ask, relaying, store
from domain.application.completeness import is_eligible, missing
from domain.application.due import ApplicationSnapshot
from domain.application.events import Arrive
from domain.application.form import ApplicationField as F
from domain.application.form import ApplicationForm
from domain.entity.entity import EntityKind
from domain.enums import Role
from domain.errors import BadInput
from domain.programme.programme import Programme
from storage import applications, messages

_WHO = (F.NAME, F.FIRST_NAME, F.LAST_NAME, F.EMAIL, F.ROLE)
_ANSWERS = tuple(field for field in F if field not in (*_WHO, F.IGNORED))


def amend(cohort: str, person: str, role: Role | None, said: Sequence[str]) -> None:
    """Raises BadInput with every problem in what was said, or Unreachable; nothing is changed then."""
    answers = _answers(said)
    found = find_open(cohort, person, role)
    amended = _amended(found.view.application, answers, found.cohort.programme)

    async def amending(client: Client) -> ApplicationSnapshot:
        return await _keep_and_tell(client, found, amended, answered=answers.keys())

    say_standing(found, ask(amending))


async def _keep_and_tell(
    client: Client, found: Found, amended: ApplicationForm, answered: Collection[F]
) -> ApplicationSnapshot:
    now, programme = datetime.now(UTC), found.cohort.programme
    event = Arrive(
        received=now,
        missing=missing(amended, programme),
        eligible=is_eligible(amended, programme) if F.GRADE in answered else None,
        new_manager=F.MANAGER_EMAIL in answered,
    )
    with store() as session:
        applications.change_answers(session, found.view.id, amended, now)
        message = messages.update(session, EntityKind.APPLICATION.workflow_id(found.view.id), event, now)
    with relaying(client) as relay:
        snapshot: ApplicationSnapshot = await relay.update(message)
    return snapshot


def _amended(application: ApplicationForm, answers: dict[F, str], programme: Programme) -> ApplicationForm:
    """The application with these answers, each understood as in a file; an empty one takes back what was
    said."""
    who = {F.NAME: "Anybody", F.EMAIL: application.email, F.ROLE: application.role.value}
    understood = read_answers({**who, **answers}, programme)
    return application.replace(**{field.value: getattr(understood, field) for field in answers})


def _answers(said: Sequence[str]) -> dict[F, str]:
    if not said:
        raise BadInput("Say what is to be changed: --set FIELD=VALUE, such as --set 'goals=public speaking'")
    answers: dict[F, str] = {}
    for text in said:
        name, is_there, value = text.partition("=")
        if not is_there:
            raise BadInput(f"--set {text!r}: write FIELD=VALUE.")
        field = _field(name.strip())
        if field in answers:
            raise BadInput(f"--set {field}: it is given twice; put ';' between several.")
        answers[field] = value
    return answers


def _field(name: str) -> F:
    if name in _WHO:
        raise BadInput(
            f"--set {name}: whose application it is, and in which role, cannot be changed. Withdraw this one "
            "and bring in another."
        )
    if name not in _ANSWERS:
        nearest = get_close_matches(name, _ANSWERS, 1)
        meant = f" Did you mean {nearest[0]}?" if nearest else ""
        raise BadInput(f"--set {name}: there is no such field; there are: {', '.join(_ANSWERS)}.{meant}")
    return F(name)
