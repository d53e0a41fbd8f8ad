"""The wishes of one pair: which are met, and by what. `scoring` says the same of all pairs at once."""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from domain.application.form import ApplicationForm, BackgroundWish
from domain.enums import BOTH, Arrangement, Role
from domain.matching.candidates import gap
from domain.matching.choices import place_of, weight_of
from domain.matching.normalised import normalised, normalised_set
from domain.programme.matching_plan import Weights
from domain.value import Value


class Criterion(StrEnum):
    CHOICE = "choice"
    """One of them named the other as a partner to wish for."""
    GOALS = "goals"
    OTHER_GOALS = "other_goals"
    """In a reciprocal pair the mentor's goals too."""
    PROFESSION = "profession"
    SITE = "site"
    AVAILABILITY = "availability"
    BACKGROUND = "background"
    GRADE_GAP = "grade_gap"


class MetCriterion(Value):
    """A wish that a pair meets. `words` are those of the form, sorted: the goals that meet, the
    profession, the times; for the grades how many there are between them; for background the roles of
    those who asked, never what they shared; for a choice the role of who made it, and which it was, as
    `mentee 1`."""

    wish: Criterion
    words: tuple[str, ...]


def thousandths(weight: float) -> int:
    """Weights count to the thousandth, as whole numbers: so every sum is exact."""
    return round(weight * 1000)


def criteria_met(
    mentor: ApplicationForm,
    mentee: ApplicationForm,
    arrangement: Arrangement,
    weights: Weights,
    ladder: Sequence[str],
) -> tuple[MetCriterion, ...]:
    """The wishes that this pair meets, of those that weigh anything."""
    met = _met(mentor, mentee, arrangement, ladder)
    return tuple(m for m in met if m.words and points(m, weights))


def points(met: MetCriterion, weights: Weights) -> int:
    """What this adds to the score, in thousandths."""
    match met.wish:
        case Criterion.CHOICE:
            return sum(thousandths(weight_of(chosen_place(word), weights.wishes)) for word in met.words)
        case Criterion.GRADE_GAP:
            return thousandths(weights.grade_gap.get(int(met.words[0]), 0))
        case Criterion.GOALS | Criterion.OTHER_GOALS:
            return len(met.words) * thousandths(weights.goals)
        case Criterion.BACKGROUND:
            return len(met.words) * thousandths(weights.background)
        case Criterion.PROFESSION | Criterion.SITE | Criterion.AVAILABILITY:
            return thousandths(getattr(weights, met.wish))


def chosen_place(word: str) -> int:
    """Which choice it was, of `mentee 1`."""
    return int(word.split()[1])


def likes_background(asker: ApplicationForm, partner: ApplicationForm) -> bool:
    """Whether the partner's background is as the asker wishes. Where either shared nothing, nothing can
    be said, and the wish is not met."""
    wanted = normalised_set(asker.background_asked) or normalised_set(asker.background)
    shared = normalised_set(partner.background)
    if asker.background_wish is BackgroundWish.NONE or not wanted or not shared:
        return False
    return (asker.background_wish is BackgroundWish.SIMILAR) == bool(wanted & shared)


def _met(
    mentor: ApplicationForm, mentee: ApplicationForm, arrangement: Arrangement, ladder: Sequence[str]
) -> Iterator[MetCriterion]:
    yield MetCriterion(wish=Criterion.CHOICE, words=tuple(_choices(mentor, mentee)))
    yield MetCriterion(wish=Criterion.GOALS, words=_both(mentee.goals, mentor.offers))
    if arrangement is not Arrangement.REVERSE:
        yield MetCriterion(wish=Criterion.OTHER_GOALS, words=_both(mentor.goals, mentee.offers))
    yield MetCriterion(wish=Criterion.PROFESSION, words=_both([mentee.profession], [mentor.profession]))
    yield MetCriterion(wish=Criterion.SITE, words=_both([mentee.site], [mentor.site]))
    yield MetCriterion(wish=Criterion.AVAILABILITY, words=_both(mentee.availability, mentor.availability))
    yield MetCriterion(wish=Criterion.BACKGROUND, words=_background(mentor, mentee))
    steps = gap(mentor, mentee, ladder)
    yield MetCriterion(wish=Criterion.GRADE_GAP, words=() if steps is None else (str(steps),))


def _choices(mentor: ApplicationForm, mentee: ApplicationForm) -> Iterator[str]:
    for role, place in ((Role.MENTEE, place_of(mentee, mentor)), (Role.MENTOR, place_of(mentor, mentee))):
        if place:
            yield f"{role} {place}"


def _both(one: Sequence[str | None], other: Sequence[str | None]) -> tuple[str, ...]:
    """What is said by both, in the words of the first; each only once."""
    said = {normalised(word): word.strip() for word in reversed(one) if word}
    common = normalised_set(filter(None, other)) & said.keys()
    return tuple(said[word] for word in sorted(common))


def _background(mentor: ApplicationForm, mentee: ApplicationForm) -> tuple[str, ...]:
    likes = {
        Role.MENTOR: likes_background(mentor, mentee),
        Role.MENTEE: likes_background(mentee, mentor),
    }
    return tuple(role.value for role in BOTH if likes[role])
