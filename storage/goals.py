"""What a pair has agreed on, its partners' goals, and the changes they made at work."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from domain.enums import BOTH, Role
from domain.value import Moment, Value
from storage.tables.entities import PairingRow
from storage.tables.evaluation import ActionRow, AgreementRow, GoalRow


class PairAgreement(Value):
    """Of a pair."""

    confidentiality: str
    how_often: str
    not_spoken_of: str
    ending_well: str
    mentor_agreed_at: Moment | None
    mentee_agreed_at: Moment | None

    @property
    def is_agreed(self) -> bool:
        return bool(self.mentor_agreed_at and self.mentee_agreed_at)


class Goal(Value):
    number: int
    role: Role
    goal: str
    plan: str
    is_shared: bool
    at_midway: str | None
    at_end: str | None
    written_at: Moment
    feedback: str | None = None
    """What their partner says of it."""


class Action(Value):
    number: int
    role: Role
    action: str
    is_shareable: bool
    told_at: Moment


class WhoHasWritten(Value):
    """Which partners of a pairing have done what, and no word of it: what the coordinator sees."""

    agreed: tuple[Role, ...]
    """To what the two have written down, as it stands."""
    goals: tuple[Role, ...]
    """Who has written goals."""


def who_has_written(session: Session, pairing: str) -> WhoHasWritten:
    found = agreement(session, pairing)
    agreed = (role for role in BOTH if found and getattr(found, f"{role}_agreed_at"))
    written = (role for role in BOTH if goals(session, pairing, role))
    return WhoHasWritten(agreed=tuple(agreed), goals=tuple(written))


def agreement(session: Session, pairing: str) -> PairAgreement | None:
    row = session.get(AgreementRow, pairing)
    if row is None:
        return None
    return PairAgreement.model_validate(row, from_attributes=True)


def save_agreement(session: Session, pairing: str, agreement: PairAgreement) -> None:
    row = session.get(AgreementRow, pairing) or AgreementRow(pairing=pairing)
    for name, value in agreement.model_dump().items():
        setattr(row, name, value)
    session.add(row)
    session.flush()


def goals(session: Session, pairing: str, role: Role) -> list[Goal]:
    """This partner's, the first first."""
    query = select(GoalRow).where(GoalRow.pairing == pairing, GoalRow.role == role).order_by(GoalRow.number)
    return [Goal.model_validate(row, from_attributes=True) for row in session.scalars(query)]


def save_goal(session: Session, pairing: str, goal: Goal) -> Goal:
    """As it is kept: with the feedback that there is, which goes when it is not shared any more."""
    row = _locked(session, pairing, goal.role, goal.number) or GoalRow(pairing=pairing)
    told = goal.model_dump(exclude={"feedback"})
    for name, value in {**told, "role": goal.role.value}.items():
        setattr(row, name, value)
    if not goal.is_shared:
        row.feedback = None
    session.add(row)
    session.flush()
    return Goal.model_validate(row, from_attributes=True)


def save_feedback(session: Session, pairing: str, role: Role, number: int, feedback: str | None) -> bool:
    """Of the other partner on this goal, None for none any more; False if there is no such goal that this
    partner shares."""
    row = _locked(session, pairing, role, number)
    if row is None or not row.is_shared:
        return False
    row.feedback = feedback
    session.flush()
    return True


def feedback_by(session: Session, pairing: str, role: Role) -> list[str]:
    """What this partner says of the other one's goals."""
    return [goal.feedback for goal in goals(session, pairing, role.partner) if goal.feedback]


def _locked(session: Session, pairing: str, role: Role, number: int) -> GoalRow | None:
    """Its author and their partner both write into it."""
    return session.get(GoalRow, (pairing, role.value, number), with_for_update=True)


def delete_goal(session: Session, pairing: str, role: Role, number: int) -> None:
    if row := session.get(GoalRow, (pairing, role.value, number)):
        session.delete(row)
        session.flush()


def next_goal(session: Session, pairing: str, role: Role) -> int:
    """A number that none of this partner's goals has."""
    of = (GoalRow.pairing == pairing, GoalRow.role == role)
    return (session.scalar(select(func.max(GoalRow.number)).where(*of)) or 0) + 1


def actions(session: Session, pairing: str, role: Role) -> list[Action]:
    """This partner's, the first first."""
    of = (ActionRow.pairing == pairing, ActionRow.role == role)
    return list(map(_action, session.scalars(select(ActionRow).where(*of).order_by(ActionRow.number))))


def shareable_actions(session: Session, cohort: str) -> list[str]:
    """What the report may have, in the order of the alphabet, which says nothing of whose it is."""
    query = (
        select(ActionRow.action)
        .join(PairingRow, PairingRow.id == ActionRow.pairing)
        .where(PairingRow.cohort == cohort, ActionRow.is_shareable)
    )
    return sorted(session.scalars(query))


def add_action(
    session: Session, pairing: str, role: Role, action: str, is_shareable: bool, now: datetime
) -> Action:
    of = (ActionRow.pairing == pairing, ActionRow.role == role)
    number = (session.scalar(select(func.max(ActionRow.number)).where(*of)) or 0) + 1
    row = ActionRow(
        pairing=pairing,
        role=role.value,
        number=number,
        action=action,
        is_shareable=is_shareable,
        told_at=now,
    )
    session.add(row)
    session.flush()
    return _action(row)


def delete_action(session: Session, pairing: str, role: Role, number: int) -> None:
    if row := session.get(ActionRow, (pairing, role.value, number)):
        session.delete(row)
        session.flush()


def agreed_and_written(session: Session, cohort: str) -> dict[str, tuple[bool, int]]:
    """For each pairing of the cohort whether both have agreed, and how many of the two have goals. What the
    coordinator sees, who sees no word of it."""
    agreed = set(
        session.scalars(
            select(AgreementRow.pairing)
            .join(PairingRow, PairingRow.id == AgreementRow.pairing)
            .where(PairingRow.cohort == cohort)
            .where(AgreementRow.mentor_agreed_at.is_not(None), AgreementRow.mentee_agreed_at.is_not(None))
        )
    )
    goals_of = select(GoalRow.pairing, GoalRow.role).join(PairingRow, PairingRow.id == GoalRow.pairing)
    written = set(iter(session.execute(goals_of.where(PairingRow.cohort == cohort).distinct())))
    pairings = session.scalars(select(PairingRow.id).where(PairingRow.cohort == cohort))
    return {one: (one in agreed, sum((one, role.value) in written for role in BOTH)) for one in pairings}


def _action(row: ActionRow) -> Action:
    return Action.model_validate(row, from_attributes=True)
