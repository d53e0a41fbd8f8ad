"""What invented pairs agree on, aim at, change and agree to tell."""

from datetime import datetime
from itertools import cycle

from sqlalchemy.orm import Session

from domain.enums import BOTH, Role, Stage
from domain.evaluation.story import Naming
from domain.programme.programme import Programme
from rehearsal.words import ACTIONS, FEEDBACK, GOALS, QUOTES
from storage import cohort_notes, goals, queries, stories
from storage.goals import Goal, PairAgreement
from storage.views import PairingView

_NAMINGS = (Naming.ROLE, Naming.ANONYMOUS, Naming.ROLE)
_WITHDRAWN = 1
"""Which of the stories is taken back, counted from 0."""


def write_all(session: Session, programme: Programme) -> None:
    """For the pairs of this programme's cohort that came to its end."""
    done = queries.pairings(session, programme.key, Stage.COMPLETED)
    spoken = zip(cycle(GOALS), cycle(FEEDBACK), cycle(ACTIONS), done, strict=False)
    for goal, feedback, action, pairing in spoken:
        _agree(session, pairing, pairing.since)
        for role in BOTH:
            _aim(session, pairing, role, goal)
        goals.save_feedback(session, pairing.id, Role.MENTOR, 1, feedback)
        goals.add_action(session, pairing.id, _whose(pairing), *action, pairing.since)
    if programme.stories:
        _tell(session, done)
    if done:
        note = "The first sessions came too soon after the training: the next cohort has a week between them."
        cohort_notes.add(session, programme.key, note, done[0].since)


def _whose(pairing: PairingView) -> Role:
    return BOTH[int(pairing.id[-1], 36) % 2]


def _agree(session: Session, pairing: PairingView, at: datetime) -> None:
    agreement = PairAgreement(
        confidentiality="What we say stays with us.",
        how_often="Every five weeks, on a Tuesday.",
        not_spoken_of="Colleagues by name.",
        ending_well="With a walk, and a look back.",
        mentor_agreed_at=at,
        mentee_agreed_at=at,
    )
    goals.save_agreement(session, pairing.id, agreement)


def _aim(session: Session, pairing: PairingView, role: Role, goal: tuple[str, str]) -> None:
    written = Goal(
        number=1,
        role=role,
        goal=goal[0],
        plan=goal[1],
        is_shared=role is Role.MENTOR,
        at_midway="Half-way there.",
        at_end="There, by and large.",
        written_at=pairing.since,
    )
    goals.save_goal(session, pairing.id, written)


def _tell(session: Session, pairings: list[PairingView]) -> None:
    """A few tell theirs, and one takes it back."""
    for number, (words, named, pairing) in enumerate(zip(QUOTES, _NAMINGS, pairings, strict=False)):
        added = stories.add(session, pairing.id, Role.MENTOR, pairing.since)
        told = added.changed(words, None, named, names_partner=False).approved(Role.MENTOR, pairing.since)
        stories.save(session, told.withdrawn(pairing.since) if number == _WITHDRAWN else told)
