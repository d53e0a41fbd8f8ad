"""The mid-way review: each partner is asked how to go on; a wish to adjust goes to the coordinator."""

from collections.abc import Iterator

from domain.duties.duty import Duty, Worry
from domain.letters import Letter, LetterName
from domain.pairing import Pairing
from domain.quiet import review_closes
from domain.words import BOTH, Concern, ReviewChoice, Stage


def review(pairing: Pairing) -> Iterator[Duty]:
    patience = pairing.rules.patience
    for role in BOTH:
        partner = pairing.partner(role)
        if partner.review is ReviewChoice.ADJUST and partner.reviewed:
            until = pairing.after(partner.reviewed, patience.notice)
            yield Worry(concern=Concern.REVIEW_ADJUST, at=partner.reviewed, until=until)
        if pairing.stage is Stage.MIDWAY_REVIEW and not partner.review:
            meeting = pairing.rules.review
            after_meeting = meeting.sittings[0].ends if meeting else pairing.since
            yield Letter(
                name=LetterName.REVIEW_QUESTION,
                role=role,
                key=f"review_question:{role}",
                at=max(after_meeting, pairing.since),
                until=review_closes(pairing),
            )
