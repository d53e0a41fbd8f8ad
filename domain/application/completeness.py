"""Whether a form says all that the programme needs, and what an application begins with."""

from datetime import datetime

from domain.application.application import ApplicationStart
from domain.application.form import ApplicationForm
from domain.application.rules import application_rules
from domain.enums import ApplicationStage, Role
from domain.matching.normalised import normalised
from domain.programme.programme import Programme


def needed(programme: Programme, role: Role) -> tuple[str, ...]:
    """The fields that the programme needs of whoever applies in this role, in the order of the file."""
    plan = programme.role(role)
    fields: list[str] = list(programme.applications.needs) if programme.applications else []
    fields += ["manager_email"] * plan.manager_support + ["grade"] * (plan.minimum_grade is not None)
    return tuple(dict.fromkeys(fields))


def missing(application: ApplicationForm, programme: Programme) -> tuple[str, ...]:
    """Those of them that are not filled in."""
    return tuple(name for name in needed(programme, application.role) if not getattr(application, name))


def is_eligible(application: ApplicationForm, programme: Programme) -> bool:
    """Whether the grade is one that may enter in this role; one that is not said is merely missing."""
    lowest = programme.role(application.role).minimum_grade
    if lowest is None or not application.grade:
        return True
    ladder = [normalised(grade) for grade in programme.grades]
    return normalised(application.grade) in ladder[ladder.index(normalised(lowest)) :]


def beginning(
    application_id: str,
    cohort: str,
    application: ApplicationForm,
    programme: Programme,
    received: datetime | None,
    stage: ApplicationStage = ApplicationStage.INCOMPLETE,
) -> ApplicationStart:
    """What the workflow of this application is started with. `received`: when the form arrived; None
    where somebody is invited, or offered a place."""
    return ApplicationStart(
        application=application_id,
        cohort=cohort,
        role=application.role,
        rules=application_rules(programme, application.role),
        stage=stage,
        received=received,
        missing=missing(application, programme),
        eligible=is_eligible(application, programme),
        invited=stage is not ApplicationStage.INCOMPLETE,
    )
