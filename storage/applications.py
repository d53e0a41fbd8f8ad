"""Applications: what people told, and how each stands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from domain.application.form import ApplicationForm
from domain.enums import ApplicationStage, EndReason, Role, Stage
from domain.errors import NotFound
from domain.matching.candidates import Candidate, PairSoFar, candidate
from domain.suggestion import suggest
from storage.erasing.past_pairs import PairDigest, partners_of_before
from storage.tables.entities import ApplicationRow, CohortRow, PairingRow
from storage.tables.people import PersonRow
from storage.views import ApplicationView, application_of

_MATCHED = tuple(stage for stage in ApplicationStage if stage.may_be_matched)

_LIST = suggest("application list")


def applications(
    session: Session,
    cohort: str,
    stages: Iterable[ApplicationStage] | None = None,
    attention: bool = False,
) -> list[ApplicationView]:
    """The cohort's applications, by role and name; `attention`: only those on the coordinator's list."""
    query = _views().where(ApplicationRow.cohort == cohort)
    if stages is not None:
        query = query.where(ApplicationRow.stage.in_(list(stages)))
    found = [application_of(*row) for row in session.execute(query)]
    return [view for view in found if view.concerns] if attention else found


def application(session: Session, application_id: str) -> ApplicationView:
    """The application of this id; raises NotFound."""
    found = session.execute(_views().where(ApplicationRow.id == application_id)).first()
    if found is None:
        raise NotFound(f"There is no application {application_id!r}; list them with: {_LIST}")
    return application_of(*found)


def by_email(session: Session, cohort: str, email: str) -> list[ApplicationView]:
    """This person's applications, of one role or both; raises NotFound."""
    query = _views().where(ApplicationRow.cohort == cohort, PersonRow.email == email.strip().lower())
    found = [application_of(*row) for row in session.execute(query)]
    if not found:
        raise NotFound(f"Nobody has applied to {cohort} as {email}; list them with: {_LIST}")
    return found


def known_as(session: Session, cohort: str, key: str) -> list[ApplicationView]:
    """The applications to this cohort of exactly this id or address, of one role or both."""
    is_it = or_(ApplicationRow.id == key, PersonRow.email == key.strip().lower())
    query = _views().where(ApplicationRow.cohort == cohort, is_it)
    return [application_of(*row) for row in session.execute(query)]


def cohort_of(session: Session, application_id: str) -> str | None:
    """To which cohort the application of this id is, if there is one."""
    return session.scalar(select(ApplicationRow.cohort).where(ApplicationRow.id == application_id))


def of_people(session: Session, cohort: str, people: Iterable[tuple[str, Role]]) -> list[str | None]:
    """For each person and role the id of their application to this cohort, if there is one."""
    return [
        session.scalar(one_of(cohort, person, role).with_only_columns(ApplicationRow.id))
        for person, role in people
    ]


def change_answers(
    session: Session, application_id: str, application: ApplicationForm, now: datetime
) -> None:
    """These answers take the place of those that are there; who it is, and the role, stay."""
    row = session.get_one(ApplicationRow, application_id, with_for_update=True)
    row.answers, row.received_at = kept_answers(application), now
    session.get_one(PersonRow, row.person).timezone = application.timezone


def not_begun(session: Session, cohort: str) -> set[str]:
    """The ids of those whose workflow has not been started, as far as is recorded."""
    query = select(ApplicationRow.id).where(ApplicationRow.cohort == cohort, ApplicationRow.revision == 0)
    return set(session.scalars(query))


def counted_by_stage(session: Session, cohort: str) -> dict[str, int]:
    """How many applications stand where."""
    query = (
        select(ApplicationRow.stage, func.count())
        .where(ApplicationRow.cohort == cohort)
        .group_by(ApplicationRow.stage)
    )
    return dict(iter(session.execute(query)))


def candidates(session: Session, cohort: str, digest: PairDigest | None = None) -> list[Candidate]:
    """Whoever is in order and has room for a partner, with as many seats as are left and the partners
    of before; by `digest` also those of whom somebody was erased since."""
    kept = applications(session, cohort, _MATCHED)
    waited = _waiting_since_before(session, cohort)
    pairs = _pairs_of_applicants(session, cohort)
    ids = defaultdict[str, set[str]](set)
    for view in kept:
        ids[view.person].add(view.id)
    found = (
        candidate(
            view.id,
            view.application,
            [_so_far(view, pair, ids) for pair in pairs[view.person]],
            view.person in waited,
        )
        for view in kept
    )
    seeking = [one for one in found if one is not None]
    return _with_past_pairs(session, seeking, digest) if digest else seeking


def _with_past_pairs(session: Session, found: list[Candidate], digest: PairDigest) -> list[Candidate]:
    sides = ({one.id: one.email for one in found if one.application.role is role} for role in Role)
    earlier = defaultdict[str, set[str]](set)
    for mentor, mentee in partners_of_before(session, digest, *sides):
        earlier[mentor].add(mentee)
        earlier[mentee].add(mentor)
    return [one.replace(earlier=one.earlier | earlier[one.id]) for one in found]


def kept_answers(application: ApplicationForm) -> dict[str, Any]:
    """What the application itself keeps: who it is, and where they live, is the person's."""
    return application.model_dump(mode="json", exclude={"name", "email", "role", "timezone"})


def one_of(cohort: str, person: str, role: Role) -> Select[ApplicationRow]:
    return select(ApplicationRow).where(
        ApplicationRow.cohort == cohort, ApplicationRow.person == person, ApplicationRow.role == role
    )


def _views() -> Select[ApplicationRow, PersonRow]:
    return (
        select(ApplicationRow, PersonRow)
        .join(PersonRow, PersonRow.id == ApplicationRow.person)
        .order_by(ApplicationRow.role, PersonRow.name, PersonRow.email)
    )


def has_waited(session: Session, cohort: str, person: str) -> bool:
    """Whether this person was kept from the cohort before for this one."""
    return person in _waiting_since_before(session, cohort)


def _waiting_since_before(session: Session, cohort: str) -> set[str]:
    """Who was kept from the cohort before for this one."""
    before = select(CohortRow.follows).where(CohortRow.key == cohort).scalar_subquery()
    query = select(ApplicationRow.person).where(
        ApplicationRow.cohort == before, ApplicationRow.stage == ApplicationStage.CARRIED
    )
    return set(session.scalars(query))


def _pairs_of_applicants(session: Session, cohort: str) -> Mapping[str, list[PairingRow]]:
    """For everybody who has applied to this cohort their pairings, of any cohort."""
    people = select(ApplicationRow.person).where(ApplicationRow.cohort == cohort)
    query = select(PairingRow).where(or_(PairingRow.mentor.in_(people), PairingRow.mentee.in_(people)))
    found = defaultdict[str, list[PairingRow]](list)
    for pair in session.scalars(query):
        found[pair.mentor].append(pair)
        found[pair.mentee].append(pair)
    return found


def _so_far(kept: ApplicationView, pair: PairingRow, ids: Mapping[str, set[str]]) -> PairSoFar:
    """`ids`: of whose applications there are, by person."""
    role = kept.application.role
    is_here = pair.cohort == kept.cohort and getattr(pair, role.value) == kept.person
    others = {person for person in (pair.mentor, pair.mentee) if person in ids} - {kept.person}
    return PairSoFar(
        seeks_as=role if is_here else None,
        stage=Stage(pair.stage),
        reason=EndReason(pair.reason) if pair.reason else None,
        others=frozenset(other for person in others for other in ids[person]),
    )
