"""Who stands above whom, as far as the applications show it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from domain.matching.candidates import Candidate
from domain.matching.normalised import normalised


def managers(candidates: Iterable[Candidate]) -> Mapping[str, frozenset[str]]:
    """For every person's email address everybody above them, at any number of steps.

    A line ends where nothing more is known. Two people who name each other as manager are above one
    another, and nobody is above themselves.
    """
    direct: dict[str, set[str]] = defaultdict(set)
    for candidate in candidates:
        direct[candidate.email] |= {normalised(candidate.application.manager_email)} - {""}
    return {email: _above(email, direct) for email in list(direct)}


def _above(email: str, direct: Mapping[str, set[str]]) -> frozenset[str]:
    above: set[str] = set()
    ahead = [email]
    while ahead:
        new = direct.get(ahead.pop(), set()) - above
        above |= new
        ahead += new
    return frozenset(above - {email})
