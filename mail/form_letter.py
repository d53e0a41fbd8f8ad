"""The letter that brings the link to an application form, to somebody known by address alone."""

from domain.enums import Role
from domain.letter.letter import LetterName
from mail.facts import Facts, Recipient
from mail.facts_of import of_programme
from storage.views import CohortView

_A_STRANGER = "colleague"


def addressed(
    cohort: CohortView, role: Role, email: str, page: str, gathering: str | None = None
) -> Recipient:
    """`page`: the web address of the form, which is theirs alone. `gathering`: to which they would like to
    come before they apply."""
    programme = cohort.programme
    facts = Facts(
        name=_A_STRANGER,
        role=programme.role(role).label,
        reference=cohort.key,
        page=page,
        page_does="Choose your date" if gathering else "Fill in the form",
        gathering=programme.gathering(gathering).title if gathering else None,
        **of_programme(programme),
    )
    own = programme.words.get(LetterName.APPLICATION_FORM)
    return Recipient(person=None, name="", email=email, facts=facts, own=own)
