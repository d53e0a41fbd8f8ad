"""The mid-way review: each partner is asked how to go on; a wish to adjust goes to the coordinator."""

from collections.abc import Iterator

from domain.entity.duty import ConcernDuty, Duty
from domain.enums import BOTH, Concern, ReviewChoice, Stage
from domain.letter.letter import Letter, LetterName
from domain.pairing.pairing import Pairing
from domain.pairing.quiet import review_closes


def review(pairing: Pairing) -> Iterator[Duty]:
    patience = pairing.rules.patience
    for role in BOTH:
        partner = pairing.partner(role)
        if partner.review is ReviewChoice.ADJUST and partner.reviewed:
            until = pairing.after(partner.reviewed, patience.notice)
            yield ConcernDuty(concern=Concern.REVIEW_ADJUST, at=partner.reviewed, until=until)
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
