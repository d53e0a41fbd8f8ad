"""The wishes of one pair: which are met, and by what. `scoring` says the same of all pairs at once."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from domain.application import Application, BackgroundWish
from domain.matching.candidates import gap
from domain.matching.plain import plain, plain_set
from domain.matching_plan import Weights
from domain.value import Value
from domain.words import BOTH, Arrangement, Role


class Wish(StrEnum):
    GOALS = "goals"
    OTHER_GOALS = "other_goals"
    """In a reciprocal pair the mentor's goals too."""
    PROFESSION = "profession"
    SITE = "site"
    AVAILABILITY = "availability"
    BACKGROUND = "background"
    GRADE_GAP = "grade_gap"


class Met(Value):
    """A wish that a pair meets. `words` are those of the form, sorted: the goals that meet, the
    profession, the times; for the grades how many there are between them; for background the roles of
    those who asked, never what they shared."""

    wish: Wish
    words: tuple[str, ...]


def thousandths(weight: float) -> int:
    """Weights count to the thousandth, as whole numbers: so every sum is exact."""
    return round(weight * 1000)


def wishes_met(
    mentor: Application,
    mentee: Application,
    arrangement: Arrangement,
    weights: Weights,
    ladder: Sequence[str],
) -> tuple[Met, ...]:
    """The wishes that this pair meets, of those that weigh anything."""
    met = _met(mentor, mentee, arrangement, ladder)
    return tuple(m for m in met if m.words and points(m, weights))


def points(met: Met, weights: Weights) -> int:
    """What this adds to the score, in thousandths."""
    match met.wish:
        case Wish.GRADE_GAP:
            return thousandths(weights.grade_gap.get(int(met.words[0]), 0))
        case Wish.GOALS | Wish.OTHER_GOALS:
            return len(met.words) * thousandths(weights.goals)
        case Wish.BACKGROUND:
            return len(met.words) * thousandths(weights.background)
        case Wish.PROFESSION | Wish.SITE | Wish.AVAILABILITY:
            return thousandths(getattr(weights, met.wish))


def likes_background(asker: Application, partner: Application) -> bool:
    """Whether the partner's background is as the asker wishes. Where either shared nothing, nothing can
    be said, and the wish is not met."""
    wanted = plain_set(asker.background_asked) or plain_set(asker.background)
    shared = plain_set(partner.background)
    if asker.background_wish is BackgroundWish.NONE or not wanted or not shared:
        return False
    return (asker.background_wish is BackgroundWish.SIMILAR) == bool(wanted & shared)


def _met(
    mentor: Application, mentee: Application, arrangement: Arrangement, ladder: Sequence[str]
) -> Iterator[Met]:
    yield Met(wish=Wish.GOALS, words=_both(mentee.goals, mentor.offers))
    if arrangement is Arrangement.RECIPROCAL:
        yield Met(wish=Wish.OTHER_GOALS, words=_both(mentor.goals, mentee.offers))
    yield Met(wish=Wish.PROFESSION, words=_both([mentee.profession], [mentor.profession]))
    yield Met(wish=Wish.SITE, words=_both([mentee.site], [mentor.site]))
    yield Met(wish=Wish.AVAILABILITY, words=_both(mentee.availability, mentor.availability))
    yield Met(wish=Wish.BACKGROUND, words=_background(mentor, mentee))
    steps = gap(mentor, mentee, ladder)
    yield Met(wish=Wish.GRADE_GAP, words=() if steps is None else (str(steps),))


def _both(one: Sequence[str | None], other: Sequence[str | None]) -> tuple[str, ...]:
    """What is said by both, in the words of the first; each only once."""
    said = {plain(word): word.strip() for word in reversed(one) if word}
    common = plain_set(filter(None, other)) & said.keys()
    return tuple(said[word] for word in sorted(common))


def _background(mentor: Application, mentee: Application) -> tuple[str, ...]:
    likes = {
        Role.MENTOR: likes_background(mentor, mentee),
        Role.MENTEE: likes_background(mentee, mentor),
    }
    return tuple(role.value for role in BOTH if likes[role])
