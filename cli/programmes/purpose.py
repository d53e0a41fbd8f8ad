"""What a programme says of itself: why it is there, what for, what it gives and what it asks."""

from collections.abc import Iterator

from domain.enums import Role
from domain.programme.contacts import Sponsor
from domain.programme.programme import Programme


def about(programme: Programme) -> Iterator[tuple[str, list[str]]]:
    """Each heading with its lines; none where the programme says nothing."""
    yield "Why it is there", [programme.why] if programme.why else []
    yield "What it is for", [f"{objective.of}: {objective.text}" for objective in programme.objectives]
    yield "What each arrangement is", list(_explanations(programme))
    for role in Role:
        yield f"What it gives to the {role}", list(programme.role(role).benefits)
    yield "What to expect", list(programme.expectations)
    yield "What a pair agrees to", list(_agreement(programme))
    yield "What people ask", [f"{asked.question} {asked.answer}" for asked in programme.faq]
    yield "Who stands behind it", [*map(_sponsor, programme.sponsors), *_history(programme)]


def _explanations(programme: Programme) -> Iterator[str]:
    for arrangement, text in programme.meanings:
        if len(programme.meanings) > 1 or getattr(programme.explanations, arrangement):
            yield f"{arrangement}: {text}"


def _agreement(programme: Programme) -> Iterator[str]:
    if programme.agreement:
        yield programme.agreement.confidentiality
        yield from programme.agreement.ground_rules


def _sponsor(sponsor: Sponsor) -> str:
    return f"{sponsor.named}: \u201c{sponsor.quote}\u201d" if sponsor.quote else sponsor.named


def _history(programme: Programme) -> Iterator[str]:
    if programme.funder:
        yield programme.funder.sentence
    if programme.predecessor:
        key = f" ({programme.predecessor.key})" if programme.predecessor.key else ""
        yield f"{programme.predecessor.text}{key}"
