"""What a pair agrees on, its partners' goals with what each says of the other's, and changes they made at
work. The words are theirs: nobody else is shown them, and no workflow hears of them."""

from hashlib import sha256
from typing import NamedTuple

from sqlalchemy.orm import Session

from domain.characters import harmful_character
from domain.entity.entity import EntityKind
from domain.enums import Role
from domain.errors import BadInput, Refused
from domain.pairing.pairing import Pairing
from services.context import Context
from storage import goals, queries
from storage.entities import load_entity
from storage.goals import Goal, PairAgreement

_LONGEST = 2000


class AgreementWords(NamedTuple):
    """What the two agree on, in their words; empty where they leave it open."""

    confidentiality: str = ""
    how_often: str = ""
    not_spoken_of: str = ""
    ending_well: str = ""


class GoalWords(NamedTuple):
    goal: str
    plan: str = ""
    is_shared: bool = False
    """Whether their partner may read it."""
    at_midway: str | None = None
    """How far it is, said half-way and at the end."""
    at_end: str | None = None


def version_of(agreement: PairAgreement | None) -> str:
    """A digest of its words; empty for none."""
    words = [getattr(agreement, name) for name in AgreementWords._fields] if agreement else []
    return sha256("\0".join(words).encode()).hexdigest()[:16] if words else ""


def agree(context: Context, pairing: str, role: Role, words: AgreementWords, read: str) -> PairAgreement:
    """This partner agrees to these words; where they are others than before, their partner is asked anew.
    `read`: the version that they had before them. Raises NotFound, BadInput, Refused, also rather than write
    over words that they have not read."""
    _check(*words)
    now = context.clock()
    with context.store() as session:
        _check_together(session, pairing)
        before = goals.agreement(session, pairing)
        same = before is not None and all(getattr(before, name) == said for name, said in _named(words))
        if before and not same and read != version_of(before):
            raise Refused("It was changed meanwhile; read it again.")
        agreed = before if before and same else _anew(words)
        agreed = agreed.replace(**{f"{role}_agreed_at": now})
        goals.save_agreement(session, pairing, agreed)
        return agreed


def write_goal(
    context: Context, pairing: str, role: Role, words: GoalWords, number: int | None = None
) -> Goal:
    """A goal of this partner, or, with its number, what it is now; told again in the same words it is the
    same goal. Raises NotFound, BadInput, Refused."""
    if not words.goal.strip():
        raise BadInput("Say in a sentence what you would like to have come to.")
    _check(words.goal, words.plan, words.at_midway or "", words.at_end or "")
    with context.store() as session:
        _check_together(session, pairing)
        own = goals.goals(session, pairing, role)
        if number is not None and number not in [one.number for one in own]:
            raise Refused("There is no such goal any more.")
        if number is None and (same := [one for one in own if _is_told(one, words)]):
            return same[0]
        goal = Goal(
            number=number or goals.next_goal(session, pairing, role),
            role=role,
            written_at=context.clock(),
            **words._asdict(),
        )
        return goals.save_goal(session, pairing, goal)


def give_feedback(context: Context, pairing: str, role: Role, number: int, feedback: str) -> None:
    """What this partner says of a goal that the other one shares with them, in place of what they said
    before. Raises NotFound, BadInput, Refused."""
    if not feedback.strip():
        raise BadInput("Say in a sentence what you think of it.")
    _check(feedback)
    with context.store() as session:
        _check_together(session, pairing)
        if not goals.save_feedback(session, pairing, role.partner, number, feedback):
            raise Refused("This goal is not shared with you any more.")


def delete_feedback(context: Context, pairing: str, role: Role, number: int) -> None:
    """Raises NotFound if there is no such pairing."""
    with context.store() as session:
        queries.pairing(session, pairing)
        goals.save_feedback(session, pairing, role.partner, number, None)


def delete_goal(context: Context, pairing: str, role: Role, number: int) -> None:
    """Raises NotFound if there is no such pairing."""
    with context.store() as session:
        queries.pairing(session, pairing)
        goals.delete_goal(session, pairing, role, number)


def tell_action(context: Context, pairing: str, role: Role, action: str, is_shareable: bool) -> None:
    """This partner made a change at work; told again in the same words it is the same change. `is_shareable`:
    the report may have it, without a name. Raises NotFound, BadInput, Refused."""
    if not action.strip():
        raise BadInput("Say in a sentence what you have changed.")
    _check(action)
    with context.store() as session:
        _check_together(session, pairing)
        own = goals.actions(session, pairing, role)
        if not any((one.action, one.is_shareable) == (action, is_shareable) for one in own):
            goals.add_action(session, pairing, role, action, is_shareable, context.clock())


def delete_action(context: Context, pairing: str, role: Role, number: int) -> None:
    """Raises NotFound if there is no such pairing."""
    with context.store() as session:
        queries.pairing(session, pairing)
        goals.delete_action(session, pairing, role, number)


def _is_told(goal: Goal, words: GoalWords) -> bool:
    """As by somebody who has pressed a button twice, or was told that the first time had failed."""
    said = {name: value for name, value in words._asdict().items() if value is not None}
    return all(getattr(goal, name) == value for name, value in said.items())


def _anew(words: AgreementWords) -> PairAgreement:
    return PairAgreement(**words._asdict(), mentor_agreed_at=None, mentee_agreed_at=None)


def _named(words: AgreementWords) -> list[tuple[str, str]]:
    return list(words._asdict().items())


def _check_together(session: Session, pairing: str) -> None:
    queries.pairing(session, pairing)
    entity = load_entity(session, EntityKind.PAIRING, pairing)
    if not isinstance(entity, Pairing) or not entity.works_together:
        raise Refused("This is for the time from when both have said yes until the end.")


def _check(*words: str) -> None:
    for said in words:
        if len(said) > _LONGEST:
            raise BadInput(f"Use at most {_LONGEST:,} characters; it has {len(said):,}.")
        if found := harmful_character(said):
            raise BadInput(f"It holds {found}; type it anew.")
