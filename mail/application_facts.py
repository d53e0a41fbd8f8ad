"""From a decision to write about an application to the facts the words may use."""

from collections.abc import Iterator

from domain.application.due import ApplicationSnapshot
from domain.application.rules import INVITATION, MANAGER
from domain.enums import Correspondent, Role
from domain.letter.letter import Letter
from domain.programme.programme import GatheringPlan, Programme
from domain.programme.timetable import rules_of
from mail.facts import Facts
from mail.programme_facts import of_occasion, of_programme, spoken_sitting
from mail.recipient import Recipient
from storage.views import ApplicationView, CohortView

_A_STRANGER = "colleague"
"""How a line manager is addressed, whose name nobody has told."""

FIELD_WORDS = {
    "arrangement": "whether you would like a reverse or a reciprocal arrangement",
    "grade": "your grade",
    "employer": "your employer",
    "department": "your department",
    "site": "your site",
    "profession": "your profession",
    "manager_email": "your line manager's email address",
    "goals": "what you would like to learn or work on",
    "offers": "what you could help with",
    "availability": "when you can meet",
}


def about_application(
    letter: Letter, cohort: CohortView, view: ApplicationView, snapshot: ApplicationSnapshot
) -> Recipient:
    """This letter to the applicant, or to the line manager. The manager learns nothing of the role."""
    programme, application = cohort.programme, view.application
    to_manager = letter.role is Correspondent.MANAGER
    name = _A_STRANGER if to_manager else application.name
    known = of_programme(programme) | of_occasion(letter, programme)
    if letter.at > rules_of(programme).introductions:
        known["introductions"] = None
    facts = Facts(
        name=name,
        applicant=application.name if to_manager else None,
        role=None if to_manager else programme.role(application.role).label,
        reference=view.id,
        missing=tuple(FIELD_WORDS[field] for field in snapshot.missing),
        conditions=tuple(_condition(key, programme) for key in snapshot.outstanding),
        commitments=tuple(_dates(programme) if to_manager else _commitments(programme, application.role)),
        reason=snapshot.reason.value if snapshot.reason else None,
        **known,
    )
    email = application.manager_email if to_manager else application.email
    return Recipient(
        person=None if to_manager else view.person,
        name="" if to_manager else name,
        email=email or "",
        facts=facts,
        own=programme.words.get(letter.name),
    )


def _condition(key: str, programme: Programme) -> str:
    if key == MANAGER:
        return "the support of your line manager"
    if key == INVITATION:
        return "an invitation from us"
    return next(p.text for p in programme.prerequisites if p.key == key)


def _commitments(programme: Programme, role: Role) -> Iterator[str]:
    """What somebody in this role is expected at, once there is a pair."""
    for plan in programme.gatherings:
        if plan.required and plan.kind.stage and role in plan.roles:
            yield f"{plan.title}: {_sittings(plan)}"


def _dates(programme: Programme) -> Iterator[str]:
    """The same for either role and without a title: a line manager is not to see which it is."""
    for plan in programme.gatherings:
        if plan.required and plan.kind.stage:
            yield _sittings(plan)


def _sittings(plan: GatheringPlan) -> str:
    return " or ".join(spoken_sitting(sitting) for sitting in plan.sittings)
